// SPDX-License-Identifier: MIT
// Hours of the day by days of the week as coloured cells, as SVG without script. Colours are classes
// (assets/svg.css).
#pragma once

#include <array>
#include <optional>
#include <string>

namespace tixdb::page {

// What an hour of the week is coloured by: a fraction; nothing where there is no window.
using WeekOfHours = std::array<std::array<std::optional<double>, 24>, 7>;

inline constexpr std::array kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

// Seven rows of 24 cells, each with its percent in numbers. what: "Download: congested minutes". caption:
// empty for none.
[[nodiscard]] std::string heat_map_svg(const WeekOfHours& week, const std::string& what,
                                       const std::string& description, const std::string& caption = {});

}  // namespace tixdb::page
