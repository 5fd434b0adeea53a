// SPDX-License-Identifier: MIT
// Whether a line that suits the hour suits its last ten minutes: docs/methods.md#skew.
#include <gtest/gtest.h>

#include <span>

#include "metrics/clock_line.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics::suitable_line_test {
namespace {

using test::kMs;
using Wait = std::function<std::int64_t(std::int64_t)>;

// A longer way for the first five of the last ten minutes: reaches its floor, but not in each quarter.
std::int64_t raised_at_first(std::int64_t i) {
    return i >= 3000 && i < 3300 ? 3 * kMs : 0;
}

// A queue in the last ten minutes that is nowhere twice the same: not sharp.
std::int64_t spread(std::int64_t i) {
    return i >= 3000 ? (20 + i * 37 % 600) * kMs : 0;
}

std::int64_t none(std::int64_t) {
    return 0;
}

// An hour whose second third has the server's clock 4 ms ahead: the line over it is level, and leaves those
// 4 ms unexplained.
ClockLine line_of(const Wait& up, const Wait& down, std::int64_t ahead_ns = 4 * kMs) {
    test::ProbeSeries series;
    series.seconds = 3600;
    series.server_ahead_ns = [=](std::int64_t i) { return i >= 1200 && i < 2400 ? ahead_ns : 0; };
    series.up_queue_ns = up;
    series.down_queue_ns = down;
    const auto probes = series.observations();
    const auto recent = std::span(probes).last(600);
    return clock_line(ProbeDelays(recent, probes, probes.back().day_timestamp_s), {});
}

TEST(SuitableLine, HasToBeLevelInTheLastTenMinutesIfBothDirectionsAreSharpThere) {
    const ClockLine level = line_of(none, none);
    EXPECT_NEAR(level.trials.front().fit.shortfall_ms, 4, 1e-9);
    EXPECT_EQ(level.trials.front().is_level, true);
    EXPECT_EQ(level.chosen, 0U);
    for (const ClockLine& line : {line_of(raised_at_first, none), line_of(none, raised_at_first)}) {
        EXPECT_TRUE(line.trials.front().is_accepted());
        EXPECT_NEAR(line.trials.front().fit.shortfall_ms, 4, 1e-9);
        EXPECT_EQ(line.trials.front().is_level, false) << "in the direction that is raised";
        ASSERT_EQ(line.chosen, 2U);
        EXPECT_EQ(line.line()->horizon_min, 10);
    }
}

TEST(SuitableLine, IsNotAskedToBeLevelWhereEitherDirectionIsNotSharp) {
    for (const ClockLine& line : {line_of(raised_at_first, spread), line_of(spread, raised_at_first)}) {
        EXPECT_NEAR(line.trials.front().fit.shortfall_ms, 4, 1e-9);
        EXPECT_FALSE(line.trials.front().is_level);
        EXPECT_EQ(line.chosen, 0U);
        EXPECT_EQ(line.trials.size(), 1U);
    }
}

TEST(SuitableLine, NeedsNoLevelIfItLeavesNoMoreThanJust1500Microseconds) {
    const ClockLine just = line_of(raised_at_first, none, 3 * kMs / 2);
    EXPECT_EQ(just.trials.front().fit.shortfall_ms, 1.5);
    EXPECT_FALSE(just.trials.front().is_level);
    EXPECT_EQ(just.chosen, 0U);
    const ClockLine more = line_of(raised_at_first, none, 3 * kMs / 2 + 1);
    EXPECT_EQ(more.trials.front().is_level, false);
}

}  // namespace
}  // namespace tixdb::metrics::suitable_line_test
