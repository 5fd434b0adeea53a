// SPDX-License-Identifier: MIT

#include "page/small_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "page/markup.hpp"

namespace tixdb::page {
namespace {

constexpr double kCellWidth = 31;
constexpr double kCellHeight = 24;
constexpr double kLeftOfCells = 42;
constexpr double kTopOfCells = 22;

std::string opening(double width, double height, const std::string& style, const std::string& what,
                    const std::string& description) {
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">)",
        style, width, height, html_text(description.empty() ? what : what + ": " + description));
}

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

constexpr double kSparkWidth = 120;
constexpr double kSparkHeight = 24;

std::string spark_path(const std::vector<std::optional<double>>& values) {
    std::string path;
    const double step = kSparkWidth / static_cast<double>(std::max<std::size_t>(2, values.size()) - 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) continue;
        const bool is_drawn = i > 0 && values[i - 1].has_value();
        const double y = 1 + (kSparkHeight - 2) * (1 - std::clamp(*values[i], 0.0, 1.0));
        path += fmt::format("{}{:.1f} {:.1f}", is_drawn ? 'L' : 'M', step * static_cast<double>(i), y);
        const bool is_alone = !is_drawn && (i + 1 == values.size() || !values[i + 1]);
        if (is_alone) path += "h1";
    }
    return path;
}

}  // namespace

std::string week_svg(const WeekOfHours& week, const std::string& what, const std::string& description,
                     const std::string& caption) {
    const double width = kLeftOfCells + 24 * kCellWidth + 4;
    const double bottom = kTopOfCells + 7 * kCellHeight;
    std::string svg = opening(width, bottom + (caption.empty() ? 4 : 26), "figure week", what, description);
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

std::string bars_svg(const std::vector<BarSeries>& series, const std::vector<std::string>& labels,
                     const std::string& what, const std::string& description) {
    constexpr double kWidth = 800;
    constexpr double kLeft = 56;
    constexpr double kTop = 26;
    constexpr double kHeight = 120;
    double most = 0;
    for (const BarSeries& one : series)
        most = std::max(most, *std::max_element(one.shares.begin(), one.shares.end()));
    const double top = most > 0.5 ? 1 : most > 0.2 ? 0.5 : 0.2;
    std::string svg = opening(kWidth, kTop + kHeight + 22, "figure", what, description);
    svg += fmt::format("<title>{}</title>", html_text(what));
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = kTop + kHeight * (1 - share);
        svg += fmt::format(
            R"(<path class="grid" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{:.0f} %</text>)",
            kLeft, y, kWidth - 10, kLeft - 6, y + 4, 100 * share * top);
    }
    const double bin_width = (kWidth - kLeft - 10) / static_cast<double>(labels.size());
    const double bar_width = (bin_width - 4) / static_cast<double>(series.size());
    for (std::size_t bin = 0; bin < labels.size(); ++bin) {
        const double x = kLeft + bin_width * static_cast<double>(bin);
        if (!labels[bin].empty())
            svg += fmt::format(R"(<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>)", x,
                               kTop + kHeight + 16, labels[bin]);
        for (std::size_t i = 0; i < series.size(); ++i) {
            if (series[i].shares[bin] <= 0) continue;
            const double height = std::max(1.0, kHeight * series[i].shares[bin] / top);
            svg +=
                fmt::format(R"(<rect class="bar {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)",
                            series[i].style, x + 2 + bar_width * static_cast<double>(i),
                            kTop + kHeight - height, bar_width, height);
        }
    }
    double x = kLeft;
    for (const BarSeries& one : series) {
        svg += fmt::format(
            R"(<rect class="bar {}" x="{}" y="6" width="12" height="10"/><text x="{}" y="15">{}</text>)",
            one.style, x, x + 17, html_text(one.name));
        x += 44 + 7 * static_cast<double>(one.name.size());
    }
    return svg + "</svg>";
}

std::string sparkline_svg(const std::vector<std::optional<double>>& up,
                          const std::vector<std::optional<double>>& down, const std::string& description) {
    return opening(kSparkWidth, kSparkHeight, "spark", description, "") +
           fmt::format(
               R"(<path class="grid" d="M0 {1}H{0}"/><path class="line up" d="{2}"/><path class="line down" d="{3}"/></svg>)",
               kSparkWidth, kSparkHeight - 1, spark_path(up), spark_path(down));
}

}  // namespace tixdb::page
