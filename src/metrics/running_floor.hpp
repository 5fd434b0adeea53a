// SPDX-License-Identifier: MIT
// The floor of every beginning and of every end of a series, for all of its cuts at once.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tixdb::metrics {

// The i-th element is about the first i delays: their least (infinite for none), and how many of them are on
// that floor.
struct RunningFloor {
    std::vector<double> floor_ms;
    std::vector<std::size_t> on_floor;
};

[[nodiscard]] RunningFloor floors_of_beginnings(std::span<const double> delays_ms);
// The same of the delays from the i-th on.
[[nodiscard]] RunningFloor floors_of_ends(std::span<const double> delays_ms);

}  // namespace tixdb::metrics
