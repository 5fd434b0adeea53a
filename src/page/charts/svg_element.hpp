// SPDX-License-Identifier: MIT
// What the charts have alike.
#pragma once

#include <string>

namespace tixdb::page {

// The opening tag of an <svg> of so many units, with its class and what a screen reader says of it.
[[nodiscard]] std::string svg_opening(double width, double height, const std::string& style,
                                      const std::string& what, const std::string& description);

}  // namespace tixdb::page
