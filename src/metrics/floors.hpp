// SPDX-License-Identifier: MIT
// The floor of a set of delays, the least of them, and how well the set is known to reach it,
// docs/methods.md#floors. An empty queue is met again and again, so that the floor of a link that is ever
// idle is met by many probes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tixdb::metrics {

// A probe is on the floor if at most this far above it.
inline constexpr double kFloorWidthMs = 5;
// How much of a line, of a part or of an envelope may be left unexplained before it is doubted.
inline constexpr double kLevelWithinMs = 1.5;
inline constexpr std::size_t kLeastOnFloor = 10;

// At least max(10, 5 %) of count.
[[nodiscard]] constexpr bool is_enough(std::size_t near, std::size_t count) {
    return near >= kLeastOnFloor && 20 * near >= count;
}

// delays_ms: not empty, here and below; in time order where "pieces" are asked for.
[[nodiscard]] double floor_of(std::span<const double> delays_ms);
[[nodiscard]] std::size_t count_on_floor(std::span<const double> delays_ms, double floor_ms);

// At least max(10, 5 %) of the delays are on the floor: the link is idle at times.
[[nodiscard]] bool is_sharp(std::span<const double> delays_ms);

// Cut into as many runs of equal number (the first ones one longer where that does not divide), each of them
// comes within within_ms of the floor.
[[nodiscard]] bool is_level(std::span<const double> delays_ms, std::size_t pieces, double within_ms);

// Nowhere do 5 ms hold 5 % of the delays: a queue that never drains.
[[nodiscard]] bool is_spread(std::span<const double> delays_ms);

// The k-th in ascending order, k from 1 on; of fewer delays the largest.
[[nodiscard]] double kth_lowest(std::span<const double> delays_ms, std::size_t k);

// The sixth lowest: up to five wrong probes do not lower it.
inline constexpr std::size_t kSoundRank = 6;

}  // namespace tixdb::metrics
