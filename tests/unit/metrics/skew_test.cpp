// SPDX-License-Identifier: MIT

#include "metrics/skew.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "metrics/lower_hull.hpp"

namespace tixdb::metrics {
namespace {

using model::Observation;

struct Series {
    std::vector<Observation> observations;
    std::vector<std::int64_t> up_ns;
    std::vector<std::int64_t> down_ns;

    void add(std::int64_t time_s, std::int64_t up, std::int64_t down) {
        observations.emplace_back().day_timestamp_s = time_s;
        up_ns.push_back(up);
        down_ns.push_back(down);
    }

    [[nodiscard]] SkewFit fit() const { return fitted_skew(observations, up_ns, down_ns, last_s()); }

    [[nodiscard]] std::int64_t last_s() const { return observations.back().day_timestamp_s; }

    // g in ms, by looking at every observation.
    [[nodiscard]] double g(double s) const {
        double up = 1e18;
        double down = 1e18;
        for (std::size_t i = 0; i < observations.size(); ++i) {
            const auto time = static_cast<double>(observations[i].day_timestamp_s - last_s());
            up = std::min(up, static_cast<double>(up_ns[i]) / 1e6 - s * time);
            down = std::min(down, static_cast<double>(down_ns[i]) / 1e6 + s * time);
        }
        return up + down;
    }

    // The least |s| among the best of all slopes between two points, zero and the bounds.
    [[nodiscard]] double best_by_trying() const {
        std::vector<double> candidates = {0, -kSkewBoundMsPerS, kSkewBoundMsPerS};
        for (std::size_t i = 0; i < observations.size(); ++i) {
            for (std::size_t j = i + 1; j < observations.size(); ++j) {
                const auto dt =
                    static_cast<double>(observations[j].day_timestamp_s - observations[i].day_timestamp_s);
                if (dt <= 0) continue;
                candidates.push_back(static_cast<double>(up_ns[j] - up_ns[i]) / 1e6 / dt);
                candidates.push_back(-static_cast<double>(down_ns[j] - down_ns[i]) / 1e6 / dt);
            }
        }
        std::erase_if(candidates, [](double s) { return std::abs(s) > kSkewBoundMsPerS; });
        double best = -1e18;
        for (const double s : candidates) best = std::max(best, g(s));
        double least = kSkewBoundMsPerS;
        for (const double s : candidates) {
            if (g(s) >= best - 1e-9) least = std::min(least, std::abs(s));
        }
        return least;
    }
};

RC_GTEST_PROP(Skew, IsTheBestOfAllSlopesOfTheBruteForce, ()) {
    Series series;
    const auto size = *rc::gen::inRange(1, 40);
    const auto drift_ns_per_s = *rc::gen::inRange<std::int64_t>(-120'000, 120'000);
    std::int64_t time_s = 0;
    for (int i = 0; i < size; ++i) {
        time_s += *rc::gen::inRange(0, 5);
        const auto up_queue = *rc::gen::inRange<std::int64_t>(0, 2'000'000);
        const auto down_queue = *rc::gen::inRange<std::int64_t>(0, 2'000'000);
        series.add(time_s, up_queue + drift_ns_per_s * time_s, down_queue - drift_ns_per_s * time_s);
    }
    const SkewFit fit = series.fit();
    const double expected = series.best_by_trying();
    RC_ASSERT(std::abs(std::abs(fit.skew_ms_per_s) - expected) <= 1e-9);
    RC_ASSERT(fit.shortfall_ms >= -1e-9);
    double least_sum = 1e18;
    for (std::size_t i = 0; i < series.up_ns.size(); ++i) {
        least_sum = std::min(least_sum, static_cast<double>(series.up_ns[i] + series.down_ns[i]) / 1e6);
    }
    RC_ASSERT(std::abs(fit.shortfall_ms - (least_sum - series.g(fit.skew_ms_per_s))) <= 1e-6);
}

TEST(Skew, OfAPureDriftIsFoundExactlyAndAccepted) {
    Series series;
    for (int t = 0; t < 600; ++t) series.add(t, 27'000 * t, -27'000 * t);  // 27 us a second: 27 ppm
    const SkewFit fit = series.fit();
    EXPECT_DOUBLE_EQ(fit.skew_ms_per_s, 0.027);
    EXPECT_NEAR(fit.shortfall_ms, 0, 1e-9);
    EXPECT_TRUE(fit.is_accepted());
}

TEST(Skew, IsZeroWhereTheTopIsFlatAroundIt) {
    Series series;
    series.add(0, 5'000'000, 5'000'000);
    series.add(10, 0, 0);  // the least of both: g is flat as far as both lines stay below
    series.add(20, 5'000'000, 5'000'000);
    EXPECT_EQ(series.fit().skew_ms_per_s, 0);
    Series single;
    single.add(3, 1, 2);
    EXPECT_EQ(single.fit().skew_ms_per_s, 0);
}

TEST(Skew, OfAFlatTopIsTheEndNearerToZero) {
    // u's least is at second 10 for slopes from 0.03 to 0.06, v's for slopes from 0.02 to 0.05.
    Series series;
    series.add(0, 0, 0);
    series.add(10, 300'000, -500'000);
    series.add(20, 900'000, -700'000);
    EXPECT_DOUBLE_EQ(series.fit().skew_ms_per_s, 0.03);
    Series mirrored;
    for (std::size_t i = 0; i < 3; ++i) {
        mirrored.add(series.observations[i].day_timestamp_s, series.down_ns[i], series.up_ns[i]);
    }
    EXPECT_DOUBLE_EQ(mirrored.fit().skew_ms_per_s, -0.03);
}

TEST(Skew, BeyondTheBoundIsTheBoundAndNotAccepted) {
    Series series;
    for (int t = 0; t < 600; ++t) series.add(t, 150'000 * t, -150'000 * t);
    EXPECT_EQ(series.fit().skew_ms_per_s, kSkewBoundMsPerS);
    EXPECT_FALSE(series.fit().is_accepted());
}

TEST(Skew, OfABaseThatChangesIsNotAccepted) {
    Series series;
    for (int t = 0; t < 600; ++t) {
        // A second route, 20 ms longer, one way each for five minutes.
        series.add(t, t < 300 ? 0 : 20'000'000, t < 300 ? 20'000'000 : 0);
    }
    EXPECT_FALSE(series.fit().is_accepted());
}

TEST(LowerHull, KeepsOnlyWhatIsBelowEveryLine) {
    LowerHull hull;
    for (const TimedDelay point :
         {TimedDelay{0, 5}, {0, 4}, {1, 9}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 9}, {6, 7}}) {
        hull.add(point);
    }
    EXPECT_EQ(hull.vertices(), (std::vector<TimedDelay>{{0, 4}, {2, 2}, {5, 5}, {6, 7}}));
}

}  // namespace
}  // namespace tixdb::metrics
