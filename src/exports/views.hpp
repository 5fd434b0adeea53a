// SPDX-License-Identifier: MIT
// The views that people query, with a sentence each.
#pragma once

#include <span>
#include <string_view>

namespace tixdb::exports {

struct ViewEntry {
    std::string_view name;
    std::string_view meaning;
};

// In the order in which one would look for them.
[[nodiscard]] std::span<const ViewEntry> views();

}  // namespace tixdb::exports
