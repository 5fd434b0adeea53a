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

std::int64_t error_ns(const WallClock& clock, std::int64_t after_s) {
    const std::int64_t now_ns = kMidnight_ns + after_s * kNsPerS;
    return clock.unix_ns(now_ns) - now_ns;
}

TEST(WallClock, IsSetAtTheMomentOfAStep) {
    const WallClock clock({.steps = {{60, -kNsPerS}}}, kMidnight_ns);
    const std::int64_t step_ns = kMidnight_ns + 60 * kNsPerS;
    EXPECT_EQ(clock.unix_ns(step_ns - 1), step_ns - 1);
    EXPECT_EQ(clock.unix_ns(step_ns), step_ns - kNsPerS);
}

TEST(WallClock, StepsAddUpInWhateverOrderTheyAreGiven) {
    const WallClock clock({.steps = {{120, -50}, {60, 120}}}, kMidnight_ns);
    EXPECT_EQ(error_ns(clock, 59), 0);
    EXPECT_EQ(error_ns(clock, 60), 120);
    EXPECT_EQ(error_ns(clock, 120), 70);
}

TEST(WallClock, ASlewMovesItAtItsRateUntilTheAmountIsReached) {
    const ClockSlew slew{.after_s = 60, .by_ns = -120'000'000, .rate_ppm = 500};
    const WallClock clock({.slews = {slew}}, kMidnight_ns);
    EXPECT_EQ(error_ns(clock, 60), 0);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 160)), -50e6, 1);
    EXPECT_EQ(end_s(slew), 300);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 299)), -119.5e6, 1);
    EXPECT_EQ(error_ns(clock, 301), -120'000'000);
    const ClockSlew begun{.after_s = 60, .by_ns = -120'000'001, .rate_ppm = 500};
    EXPECT_EQ(end_s(begun), 301) << "a second that is begun counts";
}

TEST(WallClock, AChangeOfFrequencyAddsToTheDriftFromThenOn) {
    const WallClock clock({.drift_ppm = 10, .frequency_changes = {{100, -30}}}, kMidnight_ns);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 100)), 1e6, 1);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 200)), 2e6 - 3e6, 2);
}

TEST(WallClock, AWaveOfDriftIsBackWhereItWasAfterEachPeriod) {
    const WallClock clock({.waves = {{20, 3600}}}, kMidnight_ns);
    constexpr double kSwing_ns = 20e-6 * 3600e9 / 3.14159265358979;  // half a sine's area: A P / pi
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 900)), kSwing_ns / 2, 2);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 1800)), kSwing_ns, 2);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 2700)), kSwing_ns / 2, 2);
    EXPECT_EQ(error_ns(clock, 3600), 0);
    EXPECT_NEAR(static_cast<double>(error_ns(clock, 3600 + 600)), kSwing_ns / 4, 2);  // cos 60 degrees = 1/2
}

}  // namespace
}  // namespace tixdb::simulate
