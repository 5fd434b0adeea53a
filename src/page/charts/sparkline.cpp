// SPDX-License-Identifier: MIT

#include "page/charts/sparkline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "page/charts/svg_element.hpp"

namespace tixdb::page {
namespace {

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

std::string sparkline_svg(const std::vector<std::optional<double>>& up,
                          const std::vector<std::optional<double>>& down, const std::string& description) {
    return svg_opening(kSparkWidth, kSparkHeight, "spark", description, "") +
           fmt::format(
               R"(<path class="grid" d="M0 {1}H{0}"/><path class="line up" d="{2}"/><path class="line down" d="{3}"/></svg>)",
               kSparkWidth, kSparkHeight - 1, spark_path(up), spark_path(down));
}

}  // namespace tixdb::page
