// SPDX-License-Identifier: MIT
// Bars of several series side by side, as SVG without script. Colours are classes (assets/svg.css).
#pragma once

#include <string>
#include <vector>

namespace tixdb::page {

struct BarSeries {
    std::string name;
    std::string style;           // class
    std::vector<double> shares;  // 0…1, one per bin
};

// labels: below the left end of each bin, empty where there is to be none.
[[nodiscard]] std::string bar_chart_svg(const std::vector<BarSeries>& series,
                                        const std::vector<std::string>& labels, const std::string& what,
                                        const std::string& description);

}  // namespace tixdb::page
