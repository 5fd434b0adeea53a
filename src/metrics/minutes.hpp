// SPDX-License-Identifier: MIT
// UTC minutes of the recent observations: what quality is counted in, docs/methods.md#quality.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::metrics {

inline constexpr std::size_t kLeastPerMinute = 30;

// Observations [begin, begin + count) of the span it was made from.
struct Minute {
    std::int64_t start_s = 0;
    std::size_t begin = 0;
    std::size_t count = 0;
};

// Minutes with at least 30 observations. observations: ordered by time; times_s: unix seconds, ascending.
[[nodiscard]] std::vector<Minute> full_minutes(std::span<const model::Observation> observations);
[[nodiscard]] std::vector<Minute> full_minutes(std::span<const std::int64_t> times_s);

}  // namespace tixdb::metrics
