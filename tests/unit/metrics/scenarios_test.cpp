// SPDX-License-Identifier: MIT
// Clocks at midnight, each with values worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics::scenarios_test {
namespace {

using test::kMs;
using test::ProbeSeries;

model::WindowMetrics queueing_of(const ProbeSeries& series) {
    return queueing(series.observations(), WindowHistory{}, {});
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
    EXPECT_TRUE(metrics.queueing->shifts.empty());
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

}  // namespace
}  // namespace tixdb::metrics::scenarios_test
