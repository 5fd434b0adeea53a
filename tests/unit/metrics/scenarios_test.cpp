// SPDX-License-Identifier: MIT
// Clock steps and midnights, each with values worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics {
namespace {

using test::kMs;
using test::ProbeSeries;

model::WindowMetrics queueing_of(const ProbeSeries& series) {
    return queueing(series.observations(), QueueingHistory{}, {});
}

// The load at which a probe finds the queue busy with this probability.
void expect_usage_for(double busy_share, const model::DirectionMetrics& direction) {
    ASSERT_TRUE(direction.usage.value());
    const double rho = *direction.usage.value();
    EXPECT_DOUBLE_EQ(direction.busy_share.value(), busy_share);
    EXPECT_NEAR(rho * std::exp(rho - 1), busy_share, 1e-12);
}

// Every fourth probe waits 50 ms in the downlink, every tenth 30 ms in the uplink: P = 0.25 and 0.1.
ProbeSeries loaded() {
    ProbeSeries series;
    series.down_queue_ns = [](std::int64_t i) { return i % 4 == 0 ? 50 * kMs : 0; };
    series.up_queue_ns = [](std::int64_t i) { return i % 10 == 0 ? 30 * kMs : 0; };
    return series;
}

void expect_as_loaded(const ProbeSeries& series, const char* what) {
    SCOPED_TRACE(what);
    const model::WindowMetrics metrics = queueing_of(series);
    ASSERT_EQ(metrics.recent_observations, 600);
    expect_usage_for(0.25, metrics.down);
    expect_usage_for(0.1, metrics.up);
    EXPECT_EQ(metrics.down.quality.value(), 1);
    EXPECT_NEAR(metrics.queueing->skew_ms_per_s.value(), 0, 1e-9);
    EXPECT_NEAR(metrics.queueing->base_ms.value(), 30, 1e-9);
    EXPECT_FALSE(metrics.queueing->clock_step);
    // Round trips are 30 ms at least, half of that each way once the asymmetry is taken for the clocks'
    // offset. 540 of 600 times of the uplink are the least one, so that the first two bins have no width: the
    // mode and the threshold are the least time, and whatever is above the one is above the other.
    const model::WindowMetrics classic_metrics = classic(series.observations());
    EXPECT_EQ(classic_metrics.rtt_mode_ns, 30.0 * kMs);
    EXPECT_EQ(classic_metrics.up.mode_ns, 15.0 * kMs);
    EXPECT_EQ(classic_metrics.down.mode_ns, 15.0 * kMs);
    EXPECT_EQ(classic_metrics.up.usage.value(), 1);
    EXPECT_EQ(classic_metrics.down.usage.value(), 1);
}

TEST(Midnight, WithoutOneTheLoadIsReadAsSet) {
    expect_as_loaded(loaded(), "no midnight");
}

TEST(Midnight, OnTheClientsClockChangesNothing) {
    ProbeSeries series = loaded();
    series.client_midnight_ns = 900 * model::kNsPerS;
    expect_as_loaded(series, "among the recent observations");
    series.client_midnight_ns = 300 * model::kNsPerS;
    expect_as_loaded(series, "before them");
}

TEST(Midnight, OnTheServersClockChangesNothing) {
    ProbeSeries series = loaded();
    series.server_midnight_ns = 900 * model::kNsPerS;
    expect_as_loaded(series, "among the recent observations");
    series.server_midnight_ns = 300 * model::kNsPerS;
    series.server_days = 1;
    expect_as_loaded(series, "before them, on a server that is a day ahead");
}

TEST(Midnight, OnTheClientsClockWhileAProbeIsOnItsWayChangesNothing) {
    ProbeSeries series = loaded();
    series.client_midnight_ns = 900 * model::kNsPerS + 5 * kMs;  // the answer to probe 900 comes after 80 ms
    expect_as_loaded(series, "between t1 and t4 of a waiting probe");
    series.client_midnight_ns = 1199 * model::kNsPerS + 5 * kMs;
    expect_as_loaded(series, "between t1 and t4 of the last probe");
}

TEST(Midnight, OnTheServersClockWhileItAnswersChangesNothing) {
    ProbeSeries series = loaded();
    series.answering_ns = kMs;
    series.base_down_ns -= kMs;  // keeps the round trip at 30 ms
    series.server_midnight_ns = 901 * model::kNsPerS + series.base_up_ns + 1;
    // A millisecond of answering is no part of either way, so that base and modes are half and a whole below.
    const model::WindowMetrics metrics = queueing_of(series);
    expect_usage_for(0.25, metrics.down);
    expect_usage_for(0.1, metrics.up);
    EXPECT_NEAR(metrics.queueing->base_ms.value(), 29, 1e-9);
    EXPECT_EQ(classic(series.observations()).down.mode_ns, 14.5 * kMs);
    series.server_midnight_ns =
        600 * model::kNsPerS + series.base_up_ns + 1 + 30 * kMs;  // probe 600 waits 30 ms
    EXPECT_NEAR(queueing_of(series).queueing->base_ms.value(), 29, 1e-9);
}

// The client sleeps for 20 s from second 800 on, and its clock has gained 150 ms when it wakes up.
ProbeSeries stepped(std::int64_t at_s, std::int64_t step_ns) {
    ProbeSeries series = loaded();
    series.is_lost = [=](std::int64_t i) { return i > at_s - 20 && i < at_s; };
    series.client_ahead_ns = [=](std::int64_t i) { return i >= at_s ? step_ns : 0; };
    return series;
}

TEST(ClockStep, TheLongerSideAfterItIsKept) {
    const model::WindowMetrics metrics = queueing_of(stepped(820, 150 * kMs));
    ASSERT_TRUE(metrics.queueing->clock_step);
    // 380 probes from second 820 on: 95 wait in the downlink, 38 in the uplink. Minutes 840…1199: six.
    expect_usage_for(0.25, metrics.down);
    expect_usage_for(0.1, metrics.up);
    EXPECT_EQ(metrics.minutes, 6);
    EXPECT_EQ(metrics.queueing->skew_horizon_min, 7);  // 379 s, begun minutes
    EXPECT_NEAR(metrics.queueing->base_ms.value(), 30, 1e-9);
    EXPECT_EQ(metrics.recent_observations, 581);
}

TEST(ClockStep, TheLongerSideBeforeItIsKept) {
    const model::WindowMetrics metrics = queueing_of(stepped(1000, -40 * kMs));
    ASSERT_TRUE(metrics.queueing->clock_step);
    // Seconds 600…980, 381 probes: 96 wait in the downlink (600, 604 … 980), 39 in the uplink (600, 610 …
    // 980).
    expect_usage_for(96.0 / 381, metrics.down);
    expect_usage_for(39.0 / 381, metrics.up);
    EXPECT_EQ(metrics.minutes, 6);  // 600…959; 960…980 has only 21
    EXPECT_NEAR(metrics.queueing->base_ms.value(), 30, 1e-9);
}

TEST(ClockStep, OfSeveralTheLastDecides) {
    ProbeSeries series = stepped(700, 150 * kMs);
    series.is_lost = [](std::int64_t i) { return (i > 680 && i < 700) || (i > 1080 && i < 1100); };
    series.client_ahead_ns = [](std::int64_t i) { return i < 700 ? 0 : i < 1100 ? 150 * kMs : 300 * kMs; };
    const model::WindowMetrics metrics = queueing_of(series);
    ASSERT_TRUE(metrics.queueing->clock_step);
    // Before second 1100, across the first step, there are 600…680 and 700…1080: 462 probes, more than 100.
    // The first 81 have the client's clock 150 ms behind that of the other 381.
    EXPECT_EQ(metrics.minutes, 8);  // of 600…1080; the minute of second 660 has 41, that of 1080 only 1
    EXPECT_GT(*metrics.up.busy_share, 81.0 / 462);
}

TEST(ClockStep, AGapAloneIsNone) {
    const model::WindowMetrics metrics = queueing_of(stepped(820, 0));
    EXPECT_FALSE(metrics.queueing->clock_step);
    EXPECT_EQ(metrics.recent_observations, 581);
}

TEST(ClockStep, AStepWithoutAGapIsNotTakenForOne) {
    ProbeSeries series = stepped(820, 150 * kMs);
    series.is_lost = [](std::int64_t i) { return i > 810 && i < 820; };  // a gap of 10 s, not more
    EXPECT_FALSE(queueing_of(series).queueing->clock_step);
}

TEST(ClockStep, ARouteThatGetsLongerBothWaysIsNone) {
    ProbeSeries series = stepped(820, 0);
    series.up_queue_ns = [](std::int64_t i) { return i >= 820 ? 30 * kMs : 0; };
    series.down_queue_ns = series.up_queue_ns;
    EXPECT_FALSE(queueing_of(series).queueing->clock_step);
}

TEST(ClockStep, AJumpOfAtMost20MsIsNone) {
    EXPECT_FALSE(queueing_of(stepped(820, 20 * kMs)).queueing->clock_step);
    EXPECT_TRUE(queueing_of(stepped(820, 20 * kMs + 1)).queueing->clock_step);
}

}  // namespace
}  // namespace tixdb::metrics
