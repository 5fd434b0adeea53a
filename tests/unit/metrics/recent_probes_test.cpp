// SPDX-License-Identifier: MIT
// Which probes the figures describe where the session holds others of the same ten minutes, and where the
// first one is impossible.
#include <gtest/gtest.h>

#include <algorithm>

#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics::recent_probes_test {
namespace {

using model::Observation;
using test::kMs;

constexpr std::int64_t kSeconds = 1800;
constexpr std::int64_t kRecentFrom = kSeconds - 600;

// Half an hour of which the window holds the last eighteen minutes, but for every third probe of the last
// ten.
struct Divided {
    std::vector<Observation> session;
    std::vector<Observation> window;
};

Divided divided(std::vector<Observation> session) {
    Divided result{std::move(session), {}};
    for (std::int64_t i = 700; i < kSeconds; ++i) {
        if (i < kRecentFrom || i % 3 != 0) {
            result.window.push_back(result.session[static_cast<std::size_t>(i)]);
        }
    }
    return result;
}

std::vector<Observation> probes_whose_third_wait_for(std::int64_t wait_ns) {
    test::ProbeSeries series;
    series.seconds = kSeconds;
    const auto wait = [=](std::int64_t i) { return i >= kRecentFrom && i % 3 == 0 ? wait_ns : 0; };
    series.up_queue_ns = series.down_queue_ns = wait;
    return series.observations();
}

model::WindowMetrics computed(const Divided& probes, QueueingTrace& trace) {
    return queueing(probes.window, WindowHistory{probes.session, {}}, {}, &trace);
}

TEST(RecentProbes, OthersOfTheSessionInTheTenMinutesAreNotDescribed) {
    QueueingTrace trace;
    const auto metrics = computed(divided(probes_whose_third_wait_for(100 * kMs)), trace);
    EXPECT_EQ(metrics.recent_observations, 400);
    EXPECT_EQ(trace.described, 400);
    EXPECT_EQ(metrics.up.busy_share, 0.0);
    EXPECT_EQ(metrics.down.busy_share, 0.0);
    EXPECT_EQ(metrics.minutes, 10);
    EXPECT_EQ(trace.steps.skew_trials.front().observations, kSeconds) << "they help to find the line";
    EXPECT_TRUE(std::none_of(trace.delays.time_s.begin(), trace.delays.time_s.end(),
                             [](std::int64_t time_s) { return time_s % 3 == 0; }));
}

TEST(RecentProbes, OfLoneProbesOnlyTheWindowsAreCounted) {
    auto session = probes_whose_third_wait_for(0);
    const auto shorten = [&](std::size_t i) {
        session[i].reception_ns = session[i].sent_ns = session[i].initial_ns + kMs;
        session[i].final_ns = session[i].initial_ns + 2 * kMs;
    };
    shorten(1500);  // not the window's
    QueueingTrace trace;
    EXPECT_EQ(computed(divided(session), trace).queueing->short_trips, 0);
    EXPECT_EQ(trace.described, 400);
    shorten(1501);
    EXPECT_EQ(computed(divided(session), trace).queueing->short_trips, 1);
    EXPECT_EQ(trace.described, 399);
}

TEST(QueueingTrace, TellsOfEachPartFromWhichToWhichProbeItIsAndOnWhichFloors) {
    test::ProbeSeries series;
    series.up_queue_ns = [](std::int64_t i) { return i == 700 ? 50 * kMs : 0; };
    series.server_ahead_ns = [](std::int64_t i) { return i < 900 ? 0 : 30 * kMs; };
    QueueingTrace trace;
    (void)queueing(series.observations(), {}, {}, &trace);
    const auto& parts = trace.steps.parts;
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].first_s, series.start_s + 600);
    EXPECT_EQ(parts[0].last_s, series.start_s + 899);
    EXPECT_EQ(parts[1].first_s, series.start_s + 900);
    EXPECT_EQ(parts[1].last_s, series.start_s + 1199);
    EXPECT_EQ(parts[1].probes, 300);
    EXPECT_EQ(parts[1].floors.up_ms - parts[0].floors.up_ms, 30);
    EXPECT_EQ(parts[1].floors.down_ms - parts[0].floors.down_ms, -30);
    EXPECT_EQ(parts[1].sound_sum_ms, 30);
    EXPECT_EQ(trace.described_first_s, parts[0].first_s);
    EXPECT_EQ(trace.described_last_s, parts[1].last_s);
    EXPECT_FALSE(trace.steps.rise_ms) << "nothing to have risen from";
    EXPECT_FALSE(trace.steps.route_from_s);
}

TEST(QueueingTrace, TellsHowFarARouteHasRisenAndWhenItIsTakenForTheNewOne) {
    const test::ProbeSeries series;
    const std::int64_t last_s = series.start_s + series.seconds - 1;
    WindowHistory history;
    history.offered.floor_sum_ms = model::EarlierValue<double>{-120, 1};
    QueueingTrace first;
    EXPECT_EQ(queueing(series.observations(), history, {}, &first).up.usage.reason(), model::Missing::route);
    EXPECT_EQ(first.steps.rise_ms, 150);
    EXPECT_EQ(first.steps.route_from_s, last_s + 3600);
    history.offered.route_start_s = model::EarlierValue<std::int64_t>{last_s - 1000, 2};
    QueueingTrace later;
    (void)queueing(series.observations(), history, {}, &later);
    EXPECT_EQ(later.steps.route_from_s, last_s + 2600);
}

// Without its times the server's clock would be half a day off, where delays change their sign.
TEST(RecentProbes, AnImpossibleFirstOneIsNoReferenceForTheOthers) {
    test::ProbeSeries series;
    series.start_s -= 600;  // the first recent probe leaves at midday
    series.server_ahead_ns = [](std::int64_t) { return -15 * kMs; };
    series.up_queue_ns = [](std::int64_t i) { return i % 3 == 1 ? 30 * kMs : 0; };
    auto probes = series.observations();
    probes[600].reception_ns = 0;
    const auto metrics = queueing(probes, {}, {});
    EXPECT_EQ(metrics.queueing->impossible, 1);
    EXPECT_EQ(metrics.up.busy_share, 200.0 / 599);
    EXPECT_EQ(metrics.down.busy_share, 0.0);
    EXPECT_NEAR(metrics.queueing->base_ms.value(), 30, 1e-9);
}

}  // namespace
}  // namespace tixdb::metrics::recent_probes_test
