// SPDX-License-Identifier: MIT
// The numbers at the top of a page.
#pragma once

#include <string>

#include "page/summary.hpp"

namespace tixdb::page {

// A name, its value and a few words more, which are markup. style: a class of the page's style sheet.
[[nodiscard]] std::string tile(const std::string& name, const std::string& value, const std::string& more,
                               const std::string& style = "");

// Congestion of the two directions, round trip, loss.
[[nodiscard]] std::string stretch_tiles(const Stretch& stretch);

}  // namespace tixdb::page
