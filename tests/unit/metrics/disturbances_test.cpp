// SPDX-License-Identifier: MIT
// Clocks that step and drift, routes that change, probes that are wrong: queueing through and through, with
// values worked out by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <span>

#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"
#include "support/queueing_sequence.hpp"

namespace tixdb::metrics::disturbances_test {
namespace {

using model::EarlierValue;
using model::Missing;
using model::SkewSource;
using test::kMs;
using test::ProbeSeries;

// Every fourth probe waits 50 ms in the downlink, every tenth 30 ms in the uplink: P = 0.25 and 0.1 of the
// 600 recent probes, seconds 600…1199.
ProbeSeries loaded() {
    ProbeSeries series;
    series.down_queue_ns = [](std::int64_t i) { return i % 4 == 0 ? 50 * kMs : 0; };
    series.up_queue_ns = [](std::int64_t i) { return i % 10 == 0 ? 30 * kMs : 0; };
    return series;
}

model::WindowMetrics queueing_of(const ProbeSeries& series, const model::QueueingReads& offered = {}) {
    return queueing(series.observations(), WindowHistory{{}, offered}, {});
}

void expect_as_loaded(const model::WindowMetrics& metrics) {
    ASSERT_TRUE(metrics.down.usage.value());
    EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 0.25);
    EXPECT_DOUBLE_EQ(*metrics.up.busy_share, 0.1);
    EXPECT_EQ(metrics.down.quality.value(), 1);
    EXPECT_NEAR(*metrics.queueing->base_ms, 30, 1e-6);
}

ProbeSeries stepped(std::int64_t at_s, std::int64_t step_ns) {
    ProbeSeries series = loaded();
    series.client_ahead_ns = [=](std::int64_t i) { return i >= at_s ? step_ns : 0; };
    return series;
}

TEST(ClockStep, IsTakenOutWhereverItIs) {
    for (const std::int64_t at_s : {631, 702, 903, 1103, 1169}) {
        for (const std::int64_t step_ns : {-1000 * kMs, -120 * kMs, -41 * kMs, 41 * kMs, 300 * kMs}) {
            SCOPED_TRACE(testing::Message() << step_ns / kMs << " ms at " << at_s);
            const auto metrics = queueing_of(stepped(at_s, step_ns));
            expect_as_loaded(metrics);
            ASSERT_EQ(metrics.queueing->shifts.size(), 1U);
            const model::QueueingShift& shift = metrics.queueing->shifts.front();
            EXPECT_EQ(shift.at_s, ProbeSeries{}.start_s + at_s);
            EXPECT_NEAR(*shift.up_ms, -static_cast<double>(step_ns) / kMs, 1e-6);
            EXPECT_NEAR(*shift.down_ms, static_cast<double>(step_ns) / kMs, 1e-6);
        }
    }
}

TEST(ClockStep, WithoutAnAcceptedLineASlopeOfBeforeItIsCarriedOn) {
    const auto metrics = queueing_of(stepped(900, 120 * kMs));
    EXPECT_EQ(metrics.queueing->skew_source, SkewSource::carried);
    EXPECT_FALSE(metrics.queueing->skew_horizon_min);
    EXPECT_FALSE(metrics.queueing->held);
}

TEST(ClockStep, TheLastSlopeIsTriedFirst) {
    model::QueueingReads offered;
    offered.skew_ms_per_s = EarlierValue<double>{0.001, 7};
    const auto metrics = queueing_of(stepped(900, 120 * kMs), offered);
    EXPECT_EQ(metrics.queueing->skew_ms_per_s, 0.001);
    EXPECT_EQ(metrics.queueing->skew_source, SkewSource::carried);
    EXPECT_EQ(metrics.queueing->reads.skew_ms_per_s->window_id, 7);
}

TEST(ClockStep, AmongTheFirstProbesIsCutOff) {
    const auto metrics = queueing_of(stepped(620, 120 * kMs));
    ASSERT_TRUE(metrics.up.usage.value());
    EXPECT_EQ(metrics.queueing->cut_off, 20);
    EXPECT_TRUE(metrics.queueing->shifts.empty());
    EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 145.0 / 580);  // seconds 620…1196, every fourth
    EXPECT_DOUBLE_EQ(*metrics.up.busy_share, 58.0 / 580);
}

TEST(ClockStep, BeforeTheRecentProbesChangesNothing) {
    const auto metrics = queueing_of(stepped(600, 120 * kMs));
    expect_as_loaded(metrics);
    EXPECT_TRUE(metrics.queueing->shifts.empty());
}

TEST(Route, ThatGetsLongerByUpTo100MsIsTakenOut) {
    ProbeSeries series = loaded();
    series.down_queue_ns = [](std::int64_t i) {
        return (i % 4 == 0 ? 50 * kMs : 0) + (i >= 800 ? 90 * kMs : 0);
    };
    const auto metrics = queueing_of(series);
    expect_as_loaded(metrics);
    ASSERT_EQ(metrics.queueing->shifts.size(), 1U);
    EXPECT_NEAR(*metrics.queueing->shifts.front().up_ms, 0, 1e-6);
    EXPECT_NEAR(*metrics.queueing->shifts.front().down_ms, 90, 1e-6);
}

TEST(Route, ThatGetsLongerOneWayIsTakenOutBesideABusyDirection) {
    ProbeSeries series = loaded();
    // Sharp over ten minutes, not over their last 100 s.
    series.down_queue_ns = [](std::int64_t i) { return i % 18 == 1 ? 0 : (30 + i * 37 % 101) * kMs; };
    series.up_queue_ns = [](std::int64_t i) {
        return (i % 4 == 3 ? 0 : (30 + i * 37 % 101) * kMs) + (i >= 1100 ? 50 * kMs : 0);
    };
    const auto metrics = queueing_of(series);
    ASSERT_TRUE(metrics.up.usage.value());
    EXPECT_DOUBLE_EQ(*metrics.up.busy_share, 0.75);
    EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 567.0 / 600);
    ASSERT_EQ(metrics.queueing->shifts.size(), 1U);
    EXPECT_NEAR(*metrics.queueing->shifts.front().up_ms, 50, 1e-6);
    EXPECT_FALSE(metrics.queueing->shifts.front().down_ms);
    EXPECT_EQ(metrics.queueing->skipped_direction, "down");
    EXPECT_TRUE(metrics.queueing->baseline_ms);
    EXPECT_FALSE(metrics.queueing->floor_sum_ms)
        << "of one direction: no later window compares itself with it";
}

// Twelve probes that are too few for a level of their own, and the floor of all before them.
TEST(Route, ThatChangesTwiceWithinSecondsHasItsNewLevelFromTheSecondChangeOn) {
    ProbeSeries series;
    series.up_queue_ns = [](std::int64_t i) { return i < 800 ? 20 * kMs : i < 812 ? 0 : 40 * kMs; };
    const auto metrics = queueing_of(series);
    ASSERT_TRUE(metrics.up.usage.value());
    EXPECT_EQ(metrics.queueing->cut_off, 12);
    ASSERT_EQ(metrics.queueing->shifts.size(), 1U);
    EXPECT_EQ(metrics.queueing->shifts.front().at_s, series.start_s + 812);
    EXPECT_NEAR(*metrics.queueing->shifts.front().up_ms, 20, 1e-6);
}

TEST(Route, ThatGetsLongerByMoreHasNoValueForAnHourAndIsTheNewOneThen) {
    ProbeSeries series = loaded();
    series.seconds = 2 * 3600;
    series.down_queue_ns = [](std::int64_t i) {
        return (i % 4 == 0 ? 50 * kMs : 0) + (i >= 1800 ? 150 * kMs : 0);
    };
    const auto session = series.observations();
    test::QueueingSequence sequence;
    std::optional<std::int64_t> first_route_s;
    for (std::int64_t end = 1200; end <= series.seconds; end += 540) {
        const auto until = std::span(session).first(static_cast<std::size_t>(end));
        const std::int64_t last_s = until.back().day_timestamp_s;
        const auto hour = until.last(std::min<std::size_t>(until.size(), 3600));
        const auto& metrics = sequence.add(until.last(1100), hour);
        SCOPED_TRACE(end);
        if (end <= 1800) {
            expect_as_loaded(metrics);
        } else if (!first_route_s || last_s - *first_route_s < 3600) {
            if (!first_route_s) first_route_s = last_s;
            ASSERT_FALSE(metrics.down.usage.value());
            EXPECT_EQ(metrics.down.usage.reason(), Missing::route);
            EXPECT_FALSE(metrics.queueing->floor_sum_ms);
        } else {
            ASSERT_TRUE(metrics.down.usage.value());
            EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 0.25);
            EXPECT_EQ(metrics.queueing->since_s, first_route_s);
            EXPECT_NEAR(*metrics.queueing->base_ms, 180, 1e-6);
            EXPECT_EQ(metrics.queueing->baseline_ms, metrics.queueing->base_ms);
        }
    }
    ASSERT_TRUE(sequence.results().back().down.usage.value());
}

TEST(StandingQueue, IsAddedToTheDirectionThatWaitsLonger) {
    ProbeSeries series;
    // Never on its floor for long, so that it cannot be a route: 4 ms to 604 ms.
    series.down_queue_ns = [](std::int64_t i) { return 4 * kMs + (i * 37 % 600) * kMs; };
    model::QueueingReads offered;
    offered.skew_ms_per_s = EarlierValue<double>{0, 1};
    offered.floor_sum_ms = EarlierValue<double>{-70, 2};
    const auto metrics = queueing_of(series, offered);
    EXPECT_NEAR(*metrics.queueing->base_ms, 34, 1e-6);
    EXPECT_EQ(metrics.queueing->baseline_ms, -70);
    EXPECT_EQ(metrics.queueing->reads.floor_sum_ms->window_id, 2);
    EXPECT_NEAR(metrics.queueing->standing_ms, 104, 1e-6);
    EXPECT_EQ(metrics.queueing->standing_direction, "down");
    EXPECT_EQ(metrics.down.usage.value(), 1);
    EXPECT_EQ(metrics.down.quality.value(), 0);
    EXPECT_EQ(metrics.up.usage.value(), 0);
}

TEST(StandingQueue, OfJust100MsIsNone) {
    ProbeSeries series;
    series.base_up_ns = series.base_down_ns = 60 * kMs;
    model::QueueingReads offered;
    offered.floor_sum_ms = EarlierValue<double>{20, 2};
    const auto metrics = queueing_of(series, offered);
    EXPECT_EQ(metrics.queueing->base_ms, 120);
    EXPECT_EQ(metrics.queueing->baseline_ms, 20);
    EXPECT_EQ(metrics.queueing->standing_ms, 0);
    EXPECT_EQ(metrics.up.usage.value(), 0);
}

TEST(Drift, UpTo500PpmIsTakenOut) {
    for (const std::int64_t drift_ppm : {-500, -95, 50, 250, 400}) {
        ProbeSeries series = loaded();
        series.server_ahead_ns = [=](std::int64_t i) { return i * drift_ppm * 1000; };
        SCOPED_TRACE(drift_ppm);
        const auto metrics = queueing_of(series);
        expect_as_loaded(metrics);
        EXPECT_NEAR(*metrics.queueing->skew_ms_per_s, static_cast<double>(drift_ppm) / 1000, 1e-9);
        EXPECT_EQ(metrics.queueing->skew_source, SkewSource::fitted);
    }
}

TEST(Drift, Above1000PpmLeavesNoValue) {
    ProbeSeries series = loaded();
    series.server_ahead_ns = [](std::int64_t i) { return i * 1'500'000; };
    const auto metrics = queueing_of(series);
    ASSERT_FALSE(metrics.up.usage.value());
    EXPECT_EQ(metrics.up.usage.reason(), Missing::clock);
    EXPECT_FALSE(metrics.queueing->floor_sum_ms);
    EXPECT_TRUE(metrics.queueing->base_ms);  // as far as got
    EXPECT_FALSE(metrics.queueing->baseline_ms);
}

TEST(WrongProbes, ThatAreImpossibleNeverEnter) {
    auto probes = loaded().observations();
    probes[901].final_ns = probes[901].initial_ns - 500 * kMs;
    probes[903].reception_ns = probes[903].sent_ns = 0;
    const auto metrics = queueing(probes, WindowHistory{}, {});
    EXPECT_EQ(metrics.queueing->impossible, 2);
    EXPECT_EQ(metrics.recent_observations, 600);
    EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 150.0 / 598);
    EXPECT_NEAR(*metrics.queueing->base_ms, 30, 1e-6);
}

TEST(WrongProbes, WithAServersClockOffBy1SAreSetAside) {
    auto probes = loaded().observations();
    for (const std::size_t i : {701U, 902U, 1103U}) {
        probes[i].reception_ns += i % 2 == 0 ? 1000 * kMs : -1000 * kMs;
        probes[i].sent_ns = probes[i].reception_ns;
    }
    const auto metrics = queueing(probes, WindowHistory{}, {});
    ASSERT_TRUE(metrics.up.usage.value());
    EXPECT_EQ(metrics.queueing->dips, 3);
    EXPECT_EQ(metrics.queueing->impossible, 0);
    EXPECT_NEAR(*metrics.queueing->base_ms, 30, 1e-6);
    EXPECT_NEAR(*metrics.down.busy_share, 0.25, 0.002);
}

TEST(WrongProbes, WithATripOf2MsAreSetAside) {
    auto probes = loaded().observations();
    probes[901].final_ns = probes[901].initial_ns + 2 * kMs;
    probes[901].reception_ns = probes[901].sent_ns = probes[901].initial_ns + 1 * kMs;
    const auto metrics = queueing(probes, WindowHistory{}, {});
    EXPECT_EQ(metrics.queueing->short_trips, 1);
    EXPECT_NEAR(*metrics.queueing->base_ms, 30, 1e-6);
    EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 150.0 / 599);
}

// The eleventh shortest trip takes 30 ms.
TEST(WrongProbes, WithATripOf5MsLessThanTheOthersAreNotSetAside) {
    auto probes = loaded().observations();
    const auto shorten = [&](std::size_t i, std::int64_t trip_ns) {
        probes[i].final_ns = probes[i].initial_ns + trip_ns;
        probes[i].reception_ns = probes[i].sent_ns = probes[i].initial_ns + 10 * kMs;
    };
    shorten(901, 25 * kMs);
    EXPECT_EQ(queueing(probes, WindowHistory{}, {}).queueing->short_trips, 0);
    shorten(903, 25 * kMs - 1);
    EXPECT_EQ(queueing(probes, WindowHistory{}, {}).queueing->short_trips, 1);
}

// Of a hundred levels 6 ms apart, each once in a hundred seconds.
std::int64_t level_ms(std::int64_t i) {
    return 6 * (i * 37 % 100);
}

TEST(Held, WhereAFullQueueStandsBesideAStraightClock) {
    ProbeSeries series;
    // Whenever the uplink is empty, the full downlink is 14 ms or more above its least: no line explains
    // that.
    series.up_queue_ns = [](std::int64_t i) { return (i % 4 == 0 ? 0 : 50) * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return (3000 + level_ms(i) + (i % 4 == 0 ? 20 : 0)) * kMs; };
    const auto metrics = queueing_of(series);
    EXPECT_TRUE(metrics.queueing->held);
    ASSERT_TRUE(metrics.down.usage.value());
    EXPECT_DOUBLE_EQ(*metrics.up.busy_share, 0.75);
    EXPECT_DOUBLE_EQ(*metrics.down.busy_share, 0.98);
    EXPECT_FALSE(metrics.queueing->floor_sum_ms) << "no later window compares itself with it";
}

TEST(Held, NotWhereNeitherDirectionKeepsToALevel) {
    ProbeSeries series;
    series.up_queue_ns = [](std::int64_t i) { return (2000 + level_ms(i)) * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return (3000 + level_ms(i + 50)) * kMs; };
    const auto metrics = queueing_of(series);
    EXPECT_FALSE(metrics.queueing->held);
    EXPECT_EQ(metrics.up.usage.reason(), Missing::clock);
}

// Of which the sixth lowest of each direction are 2010 and 3020 ms.
TEST(Held, WhereASlopeIsKnownAndAFloorOfNoMoreThan5MsAbove) {
    ProbeSeries series;
    series.up_queue_ns = [](std::int64_t i) { return (2000 + level_ms(i)) * kMs; };
    series.down_queue_ns = [](std::int64_t i) { return (3000 + level_ms(i + 50)) * kMs; };
    model::QueueingReads offered;
    offered.floor_sum_ms = EarlierValue<double>{5035, 2};
    EXPECT_FALSE(queueing_of(series, offered).queueing->held) << "no slope";
    offered.skew_ms_per_s = EarlierValue<double>{0, 1};
    const auto held = queueing_of(series, offered);
    EXPECT_TRUE(held.queueing->held);
    EXPECT_TRUE(held.up.usage.value());
    EXPECT_EQ(held.queueing->reads.floor_sum_ms, offered.floor_sum_ms) << "it was compared with";
    offered.floor_sum_ms->value = 5035.001;
    const auto not_held = queueing_of(series, offered);
    EXPECT_FALSE(not_held.queueing->held);
    EXPECT_EQ(not_held.up.usage.reason(), Missing::clock);
    EXPECT_EQ(not_held.queueing->reads.floor_sum_ms, offered.floor_sum_ms);
}

// One direction is as straight as it can be along the steepest slope, beside a full queue.
TEST(Held, NotAlongTheSteepestSlope) {
    ProbeSeries series;
    series.down_queue_ns = [](std::int64_t i) { return (3000 + level_ms(i)) * kMs; };
    series.server_ahead_ns = [](std::int64_t i) { return i * 995'000; };
    EXPECT_EQ(queueing_of(series).queueing->skew_source, SkewSource::fitted);
    series.server_ahead_ns = [](std::int64_t i) { return i * 1'005'000; };
    const auto metrics = queueing_of(series);
    EXPECT_EQ(metrics.queueing->skew_ms_per_s, 1.0);
    EXPECT_FALSE(metrics.queueing->held);
    EXPECT_EQ(metrics.up.usage.reason(), Missing::clock);
}

TEST(Base, OfNothingOrLessIsAClockThatCannotBeBelieved) {
    ProbeSeries series;
    series.base_up_ns = series.base_down_ns = kMs / 2;
    // By 2 ms there and back, which the line leaves unexplained: 0.5 ms up, 1.5 ms less than nothing down.
    series.server_ahead_ns = [](std::int64_t i) { return i % 2 * 2 * kMs; };
    const auto metrics = queueing_of(series);
    EXPECT_NEAR(*metrics.queueing->base_ms, -1, 1e-6);
    EXPECT_EQ(metrics.up.usage.reason(), Missing::clock);
    series.server_ahead_ns = [](std::int64_t i) { return i % 2 * kMs; };
    EXPECT_EQ(queueing_of(series).queueing->base_ms, 0.0);
    EXPECT_EQ(queueing_of(series).up.usage.reason(), Missing::clock);
    series.server_ahead_ns = [](std::int64_t i) { return i % 2 * (kMs - 1); };
    EXPECT_TRUE(queueing_of(series).up.usage.value()) << "a nanosecond is something";
}

TEST(Base, AFloorSumIsReadIfItIsBelowTheBase) {
    model::QueueingReads offered;
    offered.floor_sum_ms = EarlierValue<double>{30, 7};
    EXPECT_EQ(*queueing_of(ProbeSeries{}, offered).queueing->base_ms, 30);
    EXPECT_FALSE(queueing_of(ProbeSeries{}, offered).queueing->reads.floor_sum_ms)
        << "the base itself is the baseline";
    offered.floor_sum_ms->value = 29.5;
    const auto metrics = queueing_of(ProbeSeries{}, offered);
    EXPECT_EQ(metrics.queueing->reads.floor_sum_ms, offered.floor_sum_ms);
    EXPECT_EQ(metrics.queueing->baseline_ms, 29.5);
}

// Beside a queue: its trip is the shortest by far, but no ten are near the eleventh, and a line suits it too.
TEST(WrongProbes, MoreThan20MsTooFastInOneDirectionAreSetAsideThoughALineIsFound) {
    ProbeSeries series;
    series.down_queue_ns = [](std::int64_t i) { return level_ms(i) * kMs; };
    auto probes = series.observations();
    probes[900].reception_ns -= 25 * kMs;
    probes[900].sent_ns -= 25 * kMs;
    probes[900].final_ns -= 25 * kMs;
    const auto metrics = queueing(probes, WindowHistory{}, {});
    EXPECT_EQ(metrics.queueing->short_trips, 0);
    EXPECT_EQ(metrics.queueing->dips, 1);
    EXPECT_NEAR(*metrics.queueing->base_ms, 30, 1e-6);
}

// Every fifth second of the last ten minutes has a probe, and one more if told; one takes 2 ms.
TEST(WrongProbes, ThatLeaveFewerThan120LeaveTooFew) {
    const auto computed = [](bool has_one_more) {
        ProbeSeries series;
        series.seconds = 1196;
        series.is_lost = [=](std::int64_t i) {
            return i >= 590 && i % 5 != 0 && !(has_one_more && i == 901);
        };
        auto probes = series.observations();
        for (auto& o : probes) {
            if (o.day_timestamp_s != series.start_s + 900) continue;
            o.final_ns = o.initial_ns + 2 * kMs;
            o.reception_ns = o.sent_ns = o.initial_ns + kMs;
        }
        return queueing(probes, WindowHistory{}, {});
    };
    EXPECT_EQ(computed(false).recent_observations, 120);
    EXPECT_EQ(computed(false).queueing->short_trips, 1);
    EXPECT_FALSE(computed(false).up.usage.value());
    EXPECT_EQ(computed(false).up.usage.reason(), Missing::too_few);
    EXPECT_EQ(computed(true).queueing->short_trips, 1);
    EXPECT_TRUE(computed(true).up.usage.value());
}

// Whether each horizon's line is accepted decides which one is taken.
TEST(ClockLine, OfAnHourIsTakenIfItLeavesNoMoreThan1500Microseconds) {
    ProbeSeries series;
    series.seconds = 3600;
    const auto probes = series.observations();
    const auto metrics = queueing(std::span(probes).last(1100), WindowHistory{probes, {}}, {});
    EXPECT_EQ(metrics.queueing->skew_horizon_min, 60);
    EXPECT_EQ(metrics.queueing->skew_source, SkewSource::fitted);
    EXPECT_NEAR(*metrics.queueing->shortfall_ms, 0, 1e-9);
}

TEST(ClockLine, ThatDoesNotSuitTheLastMinutesGivesWayToAShorterOne) {
    // A drift of 6.4 ppm begins a quarter of an hour before the end. The line over the hour is 4.8 ppm off in
    // the last ten minutes (2.2 ms from the first to the last quarter), that over half an hour 3.2 ppm (1.44
    // ms).
    ProbeSeries series;
    series.seconds = 3600;
    series.server_ahead_ns = [](std::int64_t i) { return std::max<std::int64_t>(0, i - 2700) * 6400; };
    QueueingTrace trace;
    const auto probes = series.observations();
    const auto metrics = queueing(std::span(probes).last(1100), WindowHistory{probes, {}}, {}, &trace);
    ASSERT_EQ(trace.steps.skew_trials.size(), 2U);
    EXPECT_TRUE(trace.steps.skew_trials[0].is_accepted());
    EXPECT_EQ(trace.steps.skew_trials[0].is_level, false);
    EXPECT_FALSE(trace.steps.skew_trials[0].is_suitable);
    EXPECT_EQ(trace.steps.skew_trials[1].is_level, true);
    EXPECT_EQ(metrics.queueing->skew_horizon_min, 30);
    EXPECT_NEAR(*metrics.queueing->skew_ms_per_s, 0.0032, 1e-5);
}

TEST(ClockLine, ThatOneEndBearsGivesWayToTheLastSlope) {
    ProbeSeries series;
    // A queue that fills after 300 s: only the beginning is on the floor.
    series.down_queue_ns = [](std::int64_t i) { return i < 300 ? 0 : (500 + i * 7919 % 2003) * kMs; };
    model::QueueingReads offered;
    offered.skew_ms_per_s = EarlierValue<double>{0.002, 4};
    const auto metrics = queueing_of(series, offered);
    EXPECT_EQ(metrics.queueing->skew_source, SkewSource::carried);
    EXPECT_EQ(metrics.queueing->skew_ms_per_s, 0.002);
    EXPECT_EQ(metrics.queueing->skew_horizon_min, 60);
    // D of a carried slope is that of the fit that it replaced.
    EXPECT_NEAR(*metrics.queueing->shortfall_ms, 0, 1e-9);
}

}  // namespace
}  // namespace tixdb::metrics::disturbances_test
