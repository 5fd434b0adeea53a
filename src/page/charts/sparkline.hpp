// SPDX-License-Identifier: MIT
// The chart in a line of the fleet's table, as SVG without script. Colours are classes (assets/svg.css).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tixdb::page {

// Two lines over each other, 120 by 24 units; values 0…1, nothing where a line breaks.
[[nodiscard]] std::string sparkline_svg(const std::vector<std::optional<double>>& up,
                                        const std::vector<std::optional<double>>& down,
                                        const std::string& description);

}  // namespace tixdb::page
