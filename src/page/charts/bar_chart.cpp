// SPDX-License-Identifier: MIT

#include "page/charts/bar_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "page/charts/svg_element.hpp"

namespace tixdb::page {

std::string bar_chart_svg(const std::vector<BarSeries>& series, const std::vector<std::string>& labels,
                          const std::string& what, const std::string& description) {
    constexpr double kWidth = 800;
    constexpr double kLeft = 56;
    constexpr double kTop = 26;
    constexpr double kHeight = 120;
    double most = 0;
    for (const BarSeries& one : series)
        most = std::max(most, *std::max_element(one.shares.begin(), one.shares.end()));
    const double top = most > 0.5 ? 1 : most > 0.2 ? 0.5 : 0.2;
    std::string svg = svg_opening(kWidth, kTop + kHeight + 22, "figure", what, description);
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

}  // namespace tixdb::page
