// SPDX-License-Identifier: MIT
// The clock of a client or a server: wrong, drifting, stepped, slewed, and telling the time of its local day.
#pragma once

#include <cstdint>
#include <vector>

namespace tixdb::simulate {

// All times are whole seconds after the beginning of the simulation.

// The clock is set, at once, by so much.
struct ClockStep {
    std::int64_t after_s = 0;
    std::int64_t by_ns = 0;

    friend bool operator==(const ClockStep&, const ClockStep&) = default;
};

// The clock is moved by so much in time, running faster or slower by rate_ppm meanwhile: as adjtime(3) does.
struct ClockSlew {
    std::int64_t after_s = 0;
    std::int64_t by_ns = 0;
    double rate_ppm = 500;  // above 0; the sign is by_ns's

    friend bool operator==(const ClockSlew&, const ClockSlew&) = default;
};

// From then on the clock runs faster by so much than before.
struct FrequencyChange {
    std::int64_t after_s = 0;
    double by_ppm = 0;

    friend bool operator==(const FrequencyChange&, const FrequencyChange&) = default;
};

// A drift that follows a sine, such as that of an oscillator whose temperature goes up and down.
struct DriftWave {
    double amplitude_ppm = 0;  // the drift goes from 0 up to this, down to minus this, and back
    std::int64_t period_s = 3600;

    friend bool operator==(const DriftWave&, const DriftWave&) = default;
};

struct ClockSettings {
    std::int64_t offset_ns = 0;      // this clock's error at the beginning
    double drift_ppm = 0;            // how much faster than true time it runs
    std::int64_t utc_offset_s = 0;   // of its time zone: local time - UTC
    std::vector<ClockStep> steps{};  // in any order, like what follows; all effects add up
    std::vector<ClockSlew> slews{};
    std::vector<FrequencyChange> frequency_changes{};
    std::vector<DriftWave> waves{};

    friend bool operator==(const ClockSettings&, const ClockSettings&) = default;
};

// Immutable: any thread may ask it.
class WallClock {
  public:
    // from_ns: true unix time of the beginning.
    WallClock(ClockSettings settings, std::int64_t from_ns);

    // What this clock takes for the unix time in ns at the true unix time, which is not before the beginning.
    [[nodiscard]] std::int64_t unix_ns(std::int64_t true_ns) const;

    // The same as "ns of day": its UTC time less midnight UTC of its local date. It lies outside 0…86 400 s
    // for some hours of each day if the zone is not UTC, and jumps by 24 h at local midnight.
    [[nodiscard]] std::int64_t ns_of_day(std::int64_t true_ns) const;

  private:
    ClockSettings settings_;
    std::int64_t from_ns_;
};

// When a slew has moved its clock by all of its amount: seconds after the beginning, rounded up.
[[nodiscard]] std::int64_t end_s(const ClockSlew& slew);

}  // namespace tixdb::simulate
