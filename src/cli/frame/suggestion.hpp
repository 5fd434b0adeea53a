// SPDX-License-Identifier: MIT
// "did you mean": the known name nearest to what was typed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tixdb::cli {

// Empty if none is near enough (edit distance at most 2, and less than the word's length).
[[nodiscard]] std::string nearest_name(std::string_view typed, const std::vector<std::string_view>& names);

}  // namespace tixdb::cli
