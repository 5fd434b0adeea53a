// SPDX-License-Identifier: MIT
// Floors of parts, and which parts explain delays that no line explains: docs/methods.md#shifts.
#include "metrics/clock_shifts.hpp"

#include <gtest/gtest.h>

#include <span>
#include <vector>

#include "support/probe_series.hpp"

namespace tixdb::metrics::clock_shifts_test {
namespace {

std::vector<double> levels(double first_ms, double second_ms) {
    std::vector<double> delays_ms(100, first_ms);
    delays_ms.insert(delays_ms.end(), 100, second_ms);
    return delays_ms;
}

TEST(PartFloors, AreThoseOfEachPartButOfASkippedDirectionTheLeastOfAll) {
    const std::vector<double> up_ms = levels(15, 10);
    const std::vector<double> down_ms = levels(20, 40);
    const auto sums_with = [&](Skipped skipped) {
        const Parts parts{{{0, 100}, {100, 200}}, skipped};
        std::vector<std::vector<double>> sums;
        for (const PartFloors& of_part : floors_of(parts, {up_ms, down_ms})) {
            sums.push_back({of_part.up_ms, of_part.down_ms});
        }
        return sums;
    };
    using Floors = std::vector<std::vector<double>>;
    EXPECT_EQ(sums_with(Skipped::none), (Floors{{15, 20}, {10, 40}}));
    EXPECT_EQ(sums_with(Skipped::up), (Floors{{10, 20}, {10, 40}}));
    EXPECT_EQ(sums_with(Skipped::down), (Floors{{15, 20}, {10, 20}}));
}

// A clock that is set ahead by 30 ms after five minutes. Every other probe waits so long on the way up, the
// others on the way down, but for the first of each minute.
StraightParts parts_where_probes_wait(std::int64_t wait_ms, bool is_either_empty_at_once,
                                      std::vector<ShiftTrial>& trials) {
    test::ProbeSeries series;
    series.seconds = 600;
    const auto waits = [=](std::int64_t second, std::int64_t odd) {
        if (is_either_empty_at_once && second % 60 == 0) return std::int64_t{0};
        return second % 2 == odd ? wait_ms * test::kMs : 0;
    };
    series.up_queue_ns = [=](std::int64_t second) { return waits(second, 1); };
    series.down_queue_ns = [=](std::int64_t second) { return waits(second, 0); };
    series.server_ahead_ns = [](std::int64_t second) { return second < 300 ? 0 : 30 * test::kMs; };
    const auto probes = series.observations();
    const ProbeDelays delays(probes, probes, probes.back().day_timestamp_s);
    return straight_parts(delays, ClockLine{}, 0.0, trials);
}

TEST(PartsWithoutALine, ExplainTheDelaysIfBothQueuesAreEmptyAtOneTime) {
    std::vector<ShiftTrial> trials;
    const StraightParts straight = parts_where_probes_wait(10, true, trials);
    EXPECT_TRUE(straight.is_explained);
    EXPECT_EQ(straight.parts.parts, (std::vector<Part>{{0, 300}, {300, 600}}));
    ASSERT_EQ(trials.size(), 1U) << "the last slope";
    EXPECT_TRUE(trials.front().is_taken);
}

TEST(PartsWithoutALine, ExplainNothingIfOneQueueOrTheOtherIsNeverEmpty) {
    std::vector<ShiftTrial> trials;
    const StraightParts straight = parts_where_probes_wait(10, false, trials);
    EXPECT_FALSE(straight.is_explained);
    ASSERT_FALSE(trials.empty());
    EXPECT_TRUE(trials.front().is_sound);
    EXPECT_EQ(trials.front().least_queue_ms, 10);
    EXPECT_FALSE(trials.front().is_taken);
    // 5 ms are within the floor's width.
    trials.clear();
    EXPECT_TRUE(parts_where_probes_wait(5, false, trials).is_explained);
}

// So many probes in the first five minutes and in the last ones, before which a clock is set ahead by 30 ms.
// The last slope is far from theirs.
StraightParts parts_of_probes(std::int64_t in_five_minutes, std::vector<ShiftTrial>& trials) {
    test::ProbeSeries series;
    series.seconds = 600;
    series.is_lost = [=](std::int64_t second) { return second % 300 >= in_five_minutes; };
    series.server_ahead_ns = [](std::int64_t second) { return second < 300 ? 0 : 30 * test::kMs; };
    const auto probes = series.observations();
    const ProbeDelays delays(probes, probes, series.start_s + 599);
    return straight_parts(delays, ClockLine{}, 0.5, trials);
}

TEST(PartsWithoutALine, AreLookedForAlongTheSlopeOfFiveMinutesWith120Probes) {
    std::vector<ShiftTrial> trials;
    const StraightParts of_120 = parts_of_probes(120, trials);
    EXPECT_TRUE(of_120.is_explained);
    EXPECT_EQ(of_120.parts.parts, (std::vector<Part>{{0, 120}, {120, 240}}));
    EXPECT_EQ(trials.size(), 2U) << "the last slope, and that of the first five minutes";
    trials.clear();
    EXPECT_FALSE(parts_of_probes(119, trials).is_explained);
    EXPECT_EQ(trials.size(), 1U) << "the last slope alone: 119 probes are too few for a fit";
}

// The first twenty minutes fit no line, the last five have too few probes for one: what is left are the five
// before them.
TEST(PartsWithoutALine, AreLookedForAlongTheSlopeOfTheFiveMinutesBeforeTheLastFiveAlone) {
    test::ProbeSeries series;
    series.seconds = 1800;
    series.is_lost = [](std::int64_t second) { return second >= 1600; };
    series.server_ahead_ns = [](std::int64_t second) {
        const std::int64_t steps = second < 600 ? 0 : second < 1200 ? 1 : second < 1500 ? 2 : 3;
        return steps * 30 * test::kMs;
    };
    const auto session = series.observations();
    const std::span recent = std::span(session).subspan(1200);
    const ProbeDelays delays(recent, session, series.start_s + 1799);
    std::vector<ShiftTrial> trials;
    const StraightParts straight = straight_parts(delays, ClockLine{}, 0.5, trials);
    EXPECT_TRUE(straight.is_explained);
    EXPECT_EQ(straight.skew_ms_per_s, 0);
    EXPECT_EQ(straight.parts.parts, (std::vector<Part>{{0, 300}, {300, 400}}));
    EXPECT_EQ(trials.size(), 2U) << "the last slope, and theirs";
}

TEST(PartsWithoutALine, TellHowManyProbesAreCutOff) {
    test::ProbeSeries series;
    series.seconds = 600;
    series.server_ahead_ns = [](std::int64_t second) { return second < 575 ? 0 : 30 * test::kMs; };
    const auto probes = series.observations();
    const ProbeDelays delays(probes, probes, probes.back().day_timestamp_s);
    std::vector<ShiftTrial> trials;
    EXPECT_TRUE(straight_parts(delays, ClockLine{}, 0.0, trials).is_explained);
    ASSERT_EQ(trials.size(), 1U);
    EXPECT_EQ(trials.front().parts, 1U);
    EXPECT_EQ(trials.front().cut_off, 25U);
}

// Beside a queue that never drains both queues are never empty at once, and nobody can say when they should
// be.
TEST(PartsWithoutALine, AreNotAskedForEmptyQueuesWhereADirectionIsSkipped) {
    test::ProbeSeries series;
    series.seconds = 600;
    series.up_queue_ns = [](std::int64_t i) { return (i % 4 == 0 ? 0 : 50) * test::kMs; };
    series.down_queue_ns = [](std::int64_t i) {
        return (3000 + 6 * (i * 37 % 100) + (i % 4 == 0 ? 20 : 0)) * test::kMs;
    };
    series.server_ahead_ns = [](std::int64_t i) { return i < 300 ? 0 : 30 * test::kMs; };
    const auto probes = series.observations();
    const ProbeDelays delays(probes, probes, probes.back().day_timestamp_s);
    std::vector<ShiftTrial> trials;
    const StraightParts straight = straight_parts(delays, ClockLine{}, 0.0, trials);
    EXPECT_EQ(straight.parts.skipped, Skipped::down);
    ASSERT_EQ(trials.size(), 1U);
    EXPECT_FALSE(trials.front().least_queue_ms);
    EXPECT_TRUE(trials.front().is_taken);
}

// 300 ppm, and a queue in all of the first half.
TEST(PartsWithoutALine, AreNotLookedForAlongASteepSlopeThatOneEndBears) {
    const auto trials_with = [](std::int64_t ppm) {
        test::ProbeSeries series;
        series.seconds = 600;
        series.is_lost = [](std::int64_t i) { return i >= 400; };
        series.up_queue_ns =
            series.down_queue_ns = [](std::int64_t i) { return i < 150 ? 100 * test::kMs : 0; };
        series.server_ahead_ns = [=](std::int64_t i) {
            return i * ppm * 1000 + (i < 300 ? 0 : 30 * test::kMs);
        };
        const auto probes = series.observations();
        const ProbeDelays delays(probes, probes, series.start_s + 599);
        ClockLine line;
        line.trials.resize(1);
        std::vector<ShiftTrial> trials;
        (void)straight_parts(delays, line, {}, trials);
        return trials.size();
    };
    EXPECT_EQ(trials_with(300), 0U);
    EXPECT_EQ(trials_with(90), 1U) << "an ordinary one is believed of one end";
}

TEST(PartsWithoutALine, FailingAllTheSlopeIsThatOfTheShortestHorizon) {
    test::ProbeSeries series;
    series.seconds = 600;
    series.up_queue_ns = series.down_queue_ns = [](std::int64_t i) { return i * 37 % 600 * test::kMs; };
    const auto probes = series.observations();
    const ProbeDelays delays(probes, probes, probes.back().day_timestamp_s);
    ClockLine line;
    line.trials.resize(3);
    line.trials[0].fit.skew_ms_per_s = 0.6;
    line.trials[2].fit.skew_ms_per_s = 0.1;
    std::vector<ShiftTrial> trials;
    const StraightParts straight = straight_parts(delays, line, {}, trials);
    EXPECT_FALSE(straight.is_explained);
    EXPECT_EQ(straight.source, model::SkewSource::fallback);
    EXPECT_EQ(straight.skew_ms_per_s, 0.1);
}

}  // namespace
}  // namespace tixdb::metrics::clock_shifts_test
