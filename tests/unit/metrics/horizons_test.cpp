// SPDX-License-Identifier: MIT
// Which probes a window's ten minutes, half hour and hour hold, to the second: a single probe on each border,
// and on either side of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "metrics/queueing.hpp"
#include "support/probe_series.hpp"

namespace tixdb::metrics::horizons_test {
namespace {

using model::Observation;
using Observations = std::vector<Observation>;
using test::kMs;
using test::ProbeSeries;

constexpr std::int64_t kEnd = 4000;  // the window's last probe, in seconds since the series' start

// A probe per second whose age in seconds is_there; in disturbed seconds the client's clock is 300 ms ahead,
// so that no line explains a horizon that holds them.
struct Session {
    std::function<bool(std::int64_t)> is_there;
    std::function<bool(std::int64_t)> is_disturbed = [](std::int64_t) { return false; };

    // With a probe of this age that waits nowhere and is 4 ms faster up and 4 ms slower down: too near the
    // others to be set aside, far enough to turn any line over it.
    [[nodiscard]] Observations with_mark(std::int64_t age_s) const {
        ProbeSeries series;
        series.seconds = kEnd + 1;
        series.client_ahead_ns = [&](std::int64_t i) {
            if (kEnd - i == age_s) return 4 * kMs;
            return is_disturbed(kEnd - i) ? 300 * kMs : 0;
        };
        series.is_lost = [&](std::int64_t i) { return kEnd - i != age_s && !is_there(kEnd - i); };
        return series.observations();
    }
};

struct Computed {
    model::WindowMetrics metrics;
    QueueingTrace trace;
};

// The window holds the last 1100 s, the history all.
Computed computed(const Observations& session) {
    Computed result;
    const std::int64_t last_s = session.back().day_timestamp_s;
    const auto begin = std::find_if(session.begin(), session.end(),
                                    [&](const Observation& o) { return o.day_timestamp_s > last_s - 1100; });
    result.metrics = queueing({begin, session.end()}, WindowHistory{session, {}}, {}, &result.trace);
    return result;
}

void expect_line(const Session& session, std::int64_t age_s, int horizon_min, double skew_ms_per_s,
                 std::int64_t observations) {
    SCOPED_TRACE(testing::Message() << "a probe of " << age_s << " s");
    const Computed result = computed(session.with_mark(age_s));
    EXPECT_EQ(result.metrics.queueing->skew_horizon_min, horizon_min);
    EXPECT_NEAR(*result.metrics.queueing->skew_ms_per_s, skew_ms_per_s, 1e-12);
    EXPECT_EQ(result.trace.steps.skew_trials.back().observations, observations);
}

// The line goes through the marked probe and the last one, if the mark is in the horizon.
TEST(Horizons, AProbeOfExactlyAnHourIsNotOfTheHour) {
    const Session session{[](std::int64_t age_s) { return age_s < 1100; }};
    expect_line(session, 3599, 60, 4.0 / 3599, 1101);
    expect_line(session, 3600, 60, 0, 1100);
    expect_line(session, 3601, 60, 0, 1100);
}

TEST(Horizons, AProbeOfExactlyHalfAnHourIsNotOfTheHalfHour) {
    const Session session{[](std::int64_t age_s) { return age_s < 1100 || age_s > 3400; },
                          [](std::int64_t age_s) { return age_s > 3400; }};
    expect_line(session, 1799, 30, 4.0 / 1799, 1101);
    expect_line(session, 1800, 30, 0, 1100);
    expect_line(session, 1801, 30, 0, 1100);
}

TEST(Horizons, AProbeOfExactlyTenMinutesIsNotOfTheTenMinutes) {
    const Session session{[](std::int64_t age_s) { return age_s < 500 || (age_s > 1000 && age_s < 1100); },
                          [](std::int64_t age_s) { return age_s > 1000; }};
    expect_line(session, 599, 10, 4.0 / 599, 501);
    expect_line(session, 600, 10, 0, 500);
    expect_line(session, 601, 10, 0, 500);
}

// The oldest probe of the ten minutes is one of the recent ones: it counts, and what is wrong with it too.
TEST(Horizons, AWrongProbeOfExactlyTenMinutesIsNotARecentOne) {
    for (const std::int64_t age_s : {599, 600, 601}) {
        SCOPED_TRACE(testing::Message() << "a probe of " << age_s << " s");
        const bool is_recent = age_s < 600;
        Observations probes = ProbeSeries{}.observations();
        Observation& wrong = probes[probes.size() - 1 - static_cast<std::size_t>(age_s)];
        const Observation right = wrong;

        wrong.final_ns = wrong.initial_ns;
        EXPECT_EQ(computed(probes).metrics.queueing->impossible, is_recent ? 1 : 0);

        wrong = right;
        wrong.final_ns = wrong.initial_ns + 2 * kMs;
        wrong.reception_ns = wrong.sent_ns = wrong.initial_ns + kMs;
        const Computed short_trip = computed(probes);
        EXPECT_EQ(short_trip.metrics.queueing->short_trips, is_recent ? 1 : 0);
        EXPECT_EQ(short_trip.trace.described, is_recent ? 599 : 600);

        wrong = right;
        wrong.reception_ns += 1000 * kMs;
        wrong.sent_ns += 1000 * kMs;
        const Computed dip = computed(probes);
        EXPECT_EQ(dip.metrics.queueing->dips, is_recent ? 1 : 0);
        EXPECT_EQ(dip.trace.described, is_recent ? 599 : 600);
        EXPECT_NEAR(*dip.metrics.queueing->base_ms, 30, 1e-6);
    }
}

// The longest horizon that does not hold it has the line; where all hold it, it is set aside first.
TEST(Horizons, AWrongProbeLeavesTheLineToTheHorizonsThatDoNotHoldIt) {
    struct Expected {
        std::int64_t age_s;
        int horizon_min;
        std::int64_t observations;
    };
    ProbeSeries series;
    series.seconds = kEnd + 1;
    for (const auto& [age_s, horizon_min, observations] :
         {Expected{599, 60, 3599}, Expected{600, 10, 600}, Expected{601, 10, 600}, Expected{1799, 10, 600},
          Expected{1800, 30, 1800}, Expected{1801, 30, 1800}, Expected{3599, 30, 1800},
          Expected{3600, 60, 3600}, Expected{3601, 60, 3600}}) {
        SCOPED_TRACE(testing::Message() << "a probe of " << age_s << " s");
        Observations probes = series.observations();
        Observation& wrong = probes[static_cast<std::size_t>(kEnd - age_s)];
        wrong.reception_ns -= 1000 * kMs;
        wrong.sent_ns -= 1000 * kMs;
        const Computed result = computed(probes);
        EXPECT_EQ(result.metrics.queueing->skew_horizon_min, horizon_min);
        EXPECT_EQ(result.trace.steps.skew_trials.back().observations, observations);
        EXPECT_EQ(result.metrics.queueing->skew_ms_per_s, 0);
        EXPECT_EQ(result.metrics.queueing->dips, age_s < 600 ? 1 : 0);
    }
}

}  // namespace
}  // namespace tixdb::metrics::horizons_test
