// SPDX-License-Identifier: MIT

#include "simulate/wall_clock.hpp"

#include <gtest/gtest.h>

#include "model/observation.hpp"

namespace tixdb::simulate {
namespace {

using model::kNsPerDay;
using model::kNsPerS;

constexpr std::int64_t kMidnight_ns = 1'505'088'000 * kNsPerS;  // 2017-09-11T00:00:00Z
constexpr std::int64_t kHour_ns = 3600 * kNsPerS;

TEST(WallClock, InUtcTheDayBeginsAtZero) {
    const WallClock clock({}, kMidnight_ns);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns), 0);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns - 1), kNsPerDay - 1);
    EXPECT_EQ(clock.unix_ns(kMidnight_ns + 5), kMidnight_ns + 5);
}

TEST(WallClock, WestOfGreenwichTheDayRunsPast24Hours) {
    const WallClock clock({.utc_offset_s = -3 * 3600}, kMidnight_ns);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns), kNsPerDay);
    const std::int64_t local_midnight_ns = kMidnight_ns + 3 * kHour_ns;
    EXPECT_EQ(clock.ns_of_day(local_midnight_ns - 1), kNsPerDay + 3 * kHour_ns - 1);
    EXPECT_EQ(clock.ns_of_day(local_midnight_ns), 3 * kHour_ns);
}

TEST(WallClock, EastOfGreenwichTheDayBeginsBelowZero) {
    const WallClock clock({.utc_offset_s = 2 * 3600}, kMidnight_ns);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns - 2 * kHour_ns), -2 * kHour_ns);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns - 2 * kHour_ns - 1), kNsPerDay - 2 * kHour_ns - 1);
}

TEST(WallClock, ItsOwnErrorMovesItsMidnight) {
    const WallClock clock({.offset_ns = 10 * kNsPerS}, kMidnight_ns - kHour_ns);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns - 10 * kNsPerS), 0);
    EXPECT_EQ(clock.ns_of_day(kMidnight_ns - 10 * kNsPerS - 1), kNsPerDay - 1);
}

TEST(WallClock, DriftGrowsWithTime) {
    const WallClock clock({.drift_ppm = -50}, kMidnight_ns);
    EXPECT_EQ(clock.unix_ns(kMidnight_ns), kMidnight_ns);
    EXPECT_NEAR(static_cast<double>(clock.unix_ns(kMidnight_ns + kHour_ns) - kMidnight_ns - kHour_ns), -180e6,
                1);
}

TEST(WallClock, IsSetOnce) {
    const WallClock clock({.step_ns = -kNsPerS, .step_after_s = 60}, kMidnight_ns);
    const std::int64_t step_ns = kMidnight_ns + 60 * kNsPerS;
    EXPECT_EQ(clock.unix_ns(step_ns - 1), step_ns - 1);
    EXPECT_EQ(clock.unix_ns(step_ns), step_ns - kNsPerS);
}

}  // namespace
}  // namespace tixdb::simulate
