// SPDX-License-Identifier: MIT
// The clock of a client or a server: wrong, drifting, stepped, and telling the time of its local day.
#pragma once

#include <cstdint>

namespace tixdb::simulate {

struct ClockSettings {
    std::int64_t offset_ns = 0;     // this clock's error at the beginning
    double drift_ppm = 0;           // how much faster than true time it runs
    std::int64_t step_ns = 0;       // by how much it is set once
    std::int64_t step_after_s = 0;  // when, after the beginning
    std::int64_t utc_offset_s = 0;  // of its time zone: local time - UTC

    friend bool operator==(const ClockSettings&, const ClockSettings&) = default;
};

class WallClock {
  public:
    WallClock(const ClockSettings& settings, std::int64_t from_ns) : settings_(settings), from_ns_(from_ns) {}

    // What this clock takes for the unix time in ns at the true unix time.
    [[nodiscard]] std::int64_t unix_ns(std::int64_t true_ns) const;

    // The same as "ns of day": its UTC time less midnight UTC of its local date. It lies outside 0…86 400 s
    // for some hours of each day if the zone is not UTC, and jumps by 24 h at local midnight.
    [[nodiscard]] std::int64_t ns_of_day(std::int64_t true_ns) const;

  private:
    ClockSettings settings_;
    std::int64_t from_ns_;
};

}  // namespace tixdb::simulate
