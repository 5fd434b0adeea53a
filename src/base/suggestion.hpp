// SPDX-License-Identifier: MIT
// "did you mean": the known name nearest to what was typed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tixdb {

// Empty if none is near enough: one slip of the fingers (a letter left out, added, replaced, or two
// exchanged) in words of up to five letters, two in longer ones.
[[nodiscard]] std::string nearest_name(std::string_view typed, const std::vector<std::string_view>& names);

// "did you mean ingest?", or otherwise where none is near enough.
[[nodiscard]] std::string did_you_mean(std::string_view typed, const std::vector<std::string_view>& names,
                                       std::string_view otherwise);

}  // namespace tixdb
