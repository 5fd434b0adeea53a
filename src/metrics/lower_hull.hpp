// SPDX-License-Identifier: MIT
// Lower envelope of delays over time.
#pragma once

#include <cstdint>
#include <vector>

namespace tixdb::metrics {

// A delay at a time. Integers, so that which points lie on the hull is exact.
struct TimedDelay {
    std::int64_t time_s = 0;
    std::int64_t delay_ns = 0;

    friend bool operator==(const TimedDelay&, const TimedDelay&) = default;
};

// Grows to the right (Andrew's monotone chain, 1979): points come in ascending time, several at one time
// allowed. |time| <= 10^5 s apart and |delay| <= 12 h, so that no product overflows.
class LowerHull {
  public:
    void add(TimedDelay point);
    // Strictly convex: slopes between neighbours increase.
    [[nodiscard]] const std::vector<TimedDelay>& vertices() const { return vertices_; }

  private:
    std::vector<TimedDelay> vertices_;
};

}  // namespace tixdb::metrics
