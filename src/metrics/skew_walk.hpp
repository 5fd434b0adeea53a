// SPDX-License-Identifier: MIT
// The maximum of a sum of two lower envelopes of which one is sheared up as the other is sheared down.
#pragma once

#include <vector>

#include "metrics/lower_hull.hpp"

namespace tixdb::metrics {

// The slope s in [-bound, bound] that maximises min(u - s*t) + min(v + s*t) over the vertices of two hulls,
// the one nearest to 0 of several. up, down: strictly convex, not empty; bound in ms per s.
[[nodiscard]] double slope_of_highest_sum(const std::vector<TimedDelay>& up,
                                          const std::vector<TimedDelay>& down, double bound_ms_per_s);

// min(delay + s*t) in ms over the vertices.
[[nodiscard]] double lowest_ms(const std::vector<TimedDelay>& vertices, double slope_ms_per_s);

}  // namespace tixdb::metrics
