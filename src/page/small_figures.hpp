// SPDX-License-Identifier: MIT
// Figures that are not over time, as SVG: the week's hours, distributions; and the small ones of a line of
// the fleet.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tixdb::page {

// What an hour of the week is coloured by: a fraction; nothing where there is no window.
using WeekOfHours = std::array<std::array<std::optional<double>, 24>, 7>;

inline constexpr std::array kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

// Seven rows of 24 cells, each with its percent in figures. what: "Download: congested minutes". caption:
// empty for none.
[[nodiscard]] std::string week_svg(const WeekOfHours& week, const std::string& what,
                                   const std::string& description, const std::string& caption = {});

struct BarSeries {
    std::string name;
    std::string style;           // class
    std::vector<double> shares;  // 0…1, one per bin
};

// Bars of several series side by side. labels: below the left end of each bin, empty where there is to be
// none.
[[nodiscard]] std::string bars_svg(const std::vector<BarSeries>& series,
                                   const std::vector<std::string>& labels, const std::string& what,
                                   const std::string& description);

// Two lines over each other, 120 by 24 units; values 0…1, nothing where a line breaks.
[[nodiscard]] std::string sparkline_svg(const std::vector<std::optional<double>>& up,
                                        const std::vector<std::optional<double>>& down,
                                        const std::string& description);

}  // namespace tixdb::page
