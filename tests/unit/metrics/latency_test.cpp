// SPDX-License-Identifier: MIT
// Round trips, loss and delays by hand, and beside the Python reference.
#include "metrics/latency.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "metrics/nearest_rank.hpp"
#include "metrics/observations.hpp"
#include "support/made_sessions.hpp"

namespace tixdb::metrics::latency {
namespace {

using nlohmann::json;

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kHour = 3600 * 1'000 * kMs;

// Sent at a second, back after so long; 1 ms of it at the server.
model::Observation probe(std::int64_t time_s, std::int64_t trip_ns) {
    model::Observation observation;
    observation.day_timestamp_s = time_s;
    observation.initial_ns = kHour + time_s * 1'000 * kMs;
    observation.reception_ns = observation.initial_ns + trip_ns / 2;
    observation.sent_ns = observation.reception_ns + 1;
    observation.final_ns = observation.initial_ns + trip_ns;
    return observation;
}

model::Latency of(const std::vector<model::Observation>& observations) {
    return latency_of(observations, std::ssize(observations), {});
}

TEST(NearestRank, IsAlwaysOneOfTheValues) {
    NearestRanks<int> of_five({50, 15, 40, 20, 35});
    EXPECT_EQ(of_five.least(), 15);
    EXPECT_EQ(of_five.at(5), 15);
    EXPECT_EQ(of_five.at(30), 20);
    EXPECT_EQ(of_five.at(40), 20);
    EXPECT_EQ(of_five.at(50), 35);
    EXPECT_EQ(of_five.at(100), 50);
    EXPECT_EQ(NearestRanks<int>({7}).at(1), 7);
}

TEST(Latency, OfATripASecondThatAllCameBackLosesNothing) {
    std::vector<model::Observation> probes;
    for (int i = 1; i <= 100; ++i) probes.push_back(probe(i, i * kMs));
    const model::Latency latency = of(probes);
    EXPECT_EQ(latency.received, 100);
    EXPECT_EQ(latency.covered_s, 100);
    EXPECT_EQ(latency.silent_s, 0);
    ASSERT_TRUE(latency.rtt);
    EXPECT_EQ(*latency.rtt, (model::RoundTripPercentiles{kMs, 50 * kMs, 75 * kMs, 90 * kMs, 95 * kMs,
                                                         99 * kMs, 100 * kMs}));
    EXPECT_EQ(latency.kept, 0);
    EXPECT_FALSE(latency.up);
}

TEST(Latency, GapOfAMinuteIsLossAndALongerOneSilence) {
    const model::Latency lost = of({probe(0, kMs), probe(60, kMs)});
    EXPECT_EQ(lost.covered_s, 61);
    EXPECT_EQ(lost.silent_s, 0);
    const model::Latency silent = of({probe(0, kMs), probe(61, kMs), probe(62, kMs)});
    EXPECT_EQ(silent.silent_s, 60);
    EXPECT_EQ(silent.covered_s, 3);
}

TEST(Latency, LateBurstCountsAsReceivedAndIsShown) {
    const model::Latency latency =
        of({probe(0, kMs), probe(10, kMs), probe(10, 2 * kMs), probe(10, 3 * kMs), probe(11, kMs)});
    EXPECT_EQ(latency.received, 5);
    EXPECT_EQ(latency.covered_s, 12);
    EXPECT_EQ(latency.burst, 2);
}

TEST(Latency, ImpossibleProbesAndCopiesAreCountedAndLeftOut) {
    std::vector<model::Observation> probes = {probe(0, kMs), probe(1, 900 * kMs), probe(2, kMs)};
    probes[1].sent_ns = 0;
    const model::Latency latency = latency_of(probes, 5, {});
    EXPECT_EQ(latency.received, 2);
    EXPECT_EQ(latency.impossible, 1);
    EXPECT_EQ(latency.duplicates, 2);
    EXPECT_EQ(latency.rtt->max_ns, kMs);
    EXPECT_FALSE(latency_of({}, 0, {}).rtt);
}

TEST(Latency, TripOverMidnightIsTakenModuloADay) {
    model::Observation over = probe(0, 3 * kMs);
    over.initial_ns = model::kNsPerDay - kMs;
    over.reception_ns = over.initial_ns + kMs / 2;
    over.sent_ns = over.reception_ns + 1;
    over.final_ns = 2 * kMs;
    EXPECT_EQ(of({over}).rtt->median_ns, 3 * kMs);
}

QueueProbes waits(std::int64_t from_s, int count, std::int64_t up_ns) {
    QueueProbes window;
    for (int i = 0; i < count; ++i) window.probes.push_back({from_s + i, up_ns, 1, up_ns > 5, false});
    return window;
}

TEST(Latency, StandingQueueIsDelayAndNoVariation) {
    QueueProbes window = waits(0, 100, 7);
    window.up_standing_ns = 1000;
    DelayColumns columns;
    columns.append(window);
    const model::Latency latency = latency_of({}, 0, columns);
    EXPECT_EQ(latency.kept, 100);
    EXPECT_EQ(latency.up, (model::DelayPercentiles{1007, 1007, 1007, 7}));
    EXPECT_EQ(latency.down, (model::DelayPercentiles{1, 1, 1, 1}));
}

TEST(LatencyMinutes, NeedThirtyKeptProbesAndTakeThoseOfSeveralWindows) {
    DelayColumns columns;
    columns.append(waits(0, 100, 9), 10, 89);    // 11…89
    columns.append(waits(80, 100, 3), 89, 148);  // 90…148
    std::vector<model::Observation> probes;
    for (int i = 0; i < 149; ++i) probes.push_back(probe(i, (i + 1) * kMs));
    const auto minutes = latency_minutes_of(probes, columns);
    ASSERT_EQ(minutes.size(), 2U);  // 120…148 are 29
    EXPECT_EQ(minutes[0], (model::LatencyMinute{0, 49, 49, 0, 9, 9, 1, 1, 30 * kMs}));
    EXPECT_EQ(minutes[1], (model::LatencyMinute{60, 60, 30, 0, 3, 9, 1, 1, 90 * kMs}));
    EXPECT_EQ(latency_minutes_of(probes, columns, 0), minutes);
    EXPECT_EQ(latency_minutes_of(probes, columns, 60), (std::vector<model::LatencyMinute>{minutes[1]}));
    EXPECT_EQ(latency_minutes_of(probes, columns, 120), std::vector<model::LatencyMinute>{});
}

// Whole ns from milliseconds in floating point: one may be off at the half.
void expect_near(std::int64_t actual, const json& theirs) {
    EXPECT_NEAR(static_cast<double>(actual), theirs.get<double>(), 1);
}

void expect_delays(const std::optional<model::DelayPercentiles>& actual, const json& theirs) {
    ASSERT_EQ(actual.has_value(), !theirs.is_null());
    if (!actual) return;
    expect_near(actual->median_ns, theirs.at("median"));
    expect_near(actual->p95_ns, theirs.at("p95"));
    expect_near(actual->p99_ns, theirs.at("p99"));
    expect_near(actual->variation_p95_ns, theirs.at("variation_p95"));
}

void expect_minutes(const std::vector<model::LatencyMinute>& actual, const json& theirs) {
    ASSERT_EQ(actual.size(), theirs.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const json& expected = theirs[i];
        EXPECT_EQ(actual[i].minute_s, expected.at("minute_s"));
        EXPECT_EQ(actual[i].probes, expected.at("probes"));
        EXPECT_EQ(actual[i].up_busy, expected.at("up").at("busy"));
        EXPECT_EQ(actual[i].down_busy, expected.at("down").at("busy"));
        expect_near(actual[i].up_median_ns, expected.at("up").at("median"));
        expect_near(actual[i].up_p95_ns, expected.at("up").at("p95"));
        expect_near(actual[i].down_median_ns, expected.at("down").at("median"));
        expect_near(actual[i].down_p95_ns, expected.at("down").at("p95"));
        EXPECT_EQ(actual[i].rtt_median_ns, expected.at("rtt_median"));
    }
}

class MadeLatency : public testing::TestWithParam<std::string> {};

TEST_P(MadeLatency, AgreesWithThePythonReference) {
    const test::MadeSession session = test::load_made_session(GetParam());
    for (const test::MadeWindow& window : session.windows) {
        SCOPED_TRACE(testing::Message() << GetParam() << ' ' << window.begin);
        const auto recent = recent_of(session.in(window));
        QueueingTrace trace;
        const auto metrics = queueing(session.in(window), window.history, {}, &trace);
        DelayColumns columns;
        columns.append(queue_probes_of(trace.delays, *metrics.queueing, {}));
        const model::Latency actual = latency_of(recent, std::ssize(recent), columns);
        const json& expected = window.latency;
        EXPECT_EQ(actual.received, expected.at("received"));
        EXPECT_EQ(actual.impossible, expected.at("impossible"));
        EXPECT_EQ(actual.covered_s, expected.at("covered_s"));
        EXPECT_EQ(actual.silent_s, expected.at("silent_s"));
        EXPECT_EQ(actual.burst, expected.at("burst"));
        EXPECT_EQ(actual.kept, expected.at("kept"));
        ASSERT_TRUE(actual.rtt);
        const json& trips = expected.at("rtt");
        EXPECT_EQ(*actual.rtt, (model::RoundTripPercentiles{trips.at("min"), trips.at("p50"), trips.at("p75"),
                                                            trips.at("p90"), trips.at("p95"), trips.at("p99"),
                                                            trips.at("max")}));
        expect_delays(actual.up, expected.at("up"));
        expect_delays(actual.down, expected.at("down"));
        expect_minutes(latency_minutes_of(recent, columns), expected.at("minutes"));
    }
}

INSTANTIATE_TEST_SUITE_P(Made, MadeLatency, testing::ValuesIn(test::made_session_names()));

}  // namespace
}  // namespace tixdb::metrics::latency
