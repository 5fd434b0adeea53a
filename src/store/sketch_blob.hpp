// SPDX-License-Identifier: MIT
// The columns of adaptive_detail that are no plain values: sketches, 40 counts of 32 bits with the least byte
// first, and lists of window_ids, "[12,15]".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/adaptive.hpp"

namespace tixdb::store {

using SketchBlob = std::array<std::uint8_t, 4 * model::kSketchBins>;

[[nodiscard]] SketchBlob blob_of(const model::Sketch& sketch);
// Nothing if it is none.
[[nodiscard]] std::optional<model::Sketch> sketch_in(std::span<const std::uint8_t> blob);
// "[0,3,…]", for people.
[[nodiscard]] std::string text_of(const model::Sketch& sketch);

// Empty if there are none.
[[nodiscard]] std::string text_of(const std::vector<std::int64_t>& window_ids);
// Of text that text_of() has written; up to the first thing that is not.
[[nodiscard]] std::vector<std::int64_t> window_ids_in(std::string_view text);

}  // namespace tixdb::store
