// SPDX-License-Identifier: MIT

#include "page/charts/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "page/charts/svg_element.hpp"

namespace tixdb::page {
namespace {

constexpr double kCellWidth = 31;
constexpr double kCellHeight = 24;
constexpr double kLeftOfCells = 42;
constexpr double kTopOfCells = 22;

// Steps that are felt: from never to most of the time.
int heat_of(double fraction) {
    constexpr std::array kSteps = {0.005, 0.1, 0.25, 0.5, 0.75};
    return static_cast<int>(std::upper_bound(kSteps.begin(), kSteps.end(), fraction) - kSteps.begin());
}

std::string cell(std::size_t day, std::size_t hour, const std::optional<double>& value) {
    const double x = kLeftOfCells + kCellWidth * static_cast<double>(hour);
    const double y = kTopOfCells + kCellHeight * static_cast<double>(day);
    if (!value) {
        return fmt::format(R"(<rect class="heat none" x="{}" y="{}" width="{}" height="{}"/>)", x, y,
                           kCellWidth - 2, kCellHeight - 2);
    }
    const int heat = heat_of(*value);
    return fmt::format(R"(<rect class="heat h{0}" x="{1}" y="{2}" width="{3}" height="{4}"/>)"
                       R"(<text class="in h{0}" x="{5}" y="{6}" text-anchor="middle">{7:.0f}</text>)",
                       heat, x, y, kCellWidth - 2, kCellHeight - 2, x + kCellWidth / 2 - 1, y + 15,
                       100 * *value);
}

}  // namespace

std::string heat_map_svg(const WeekOfHours& week, const std::string& what, const std::string& description,
                         const std::string& caption) {
    const double width = kLeftOfCells + 24 * kCellWidth + 4;
    const double bottom = kTopOfCells + 7 * kCellHeight;
    std::string svg =
        svg_opening(width, bottom + (caption.empty() ? 4 : 26), "figure week", what, description);
    svg += fmt::format("<title>{}</title>", html_text(what));
    for (std::size_t hour = 0; hour < 24; hour += 2) {
        svg += fmt::format(R"(<text x="{}" y="15" text-anchor="middle">{:02}</text>)",
                           kLeftOfCells + kCellWidth * (static_cast<double>(hour) + 0.5) - 1, hour);
    }
    for (std::size_t day = 0; day < week.size(); ++day) {
        svg += fmt::format(R"(<text x="{}" y="{}" text-anchor="end">{}</text>)", kLeftOfCells - 8,
                           kTopOfCells + kCellHeight * static_cast<double>(day) + 16, kWeekdays[day]);
        for (std::size_t hour = 0; hour < 24; ++hour) svg += cell(day, hour, week[day][hour]);
    }
    if (!caption.empty())
        svg += fmt::format(R"(<text class="caption" x="{}" y="{}">{}</text>)", kLeftOfCells, bottom + 18,
                           html_text(caption));
    return svg + "</svg>";
}

}  // namespace tixdb::page
