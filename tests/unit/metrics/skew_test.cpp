// SPDX-License-Identifier: MIT

#include "metrics/skew.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "metrics/lower_hull.hpp"

namespace tixdb::metrics {
namespace {

struct Series {
    std::vector<std::int64_t> time_s;
    std::vector<std::int64_t> up_ns;
    std::vector<std::int64_t> down_ns;

    void add(std::int64_t at_s, std::int64_t up, std::int64_t down) {
        time_s.push_back(at_s);
        up_ns.push_back(up);
        down_ns.push_back(down);
    }

    [[nodiscard]] SkewEnvelope envelope() const { return SkewEnvelope({time_s, up_ns, down_ns}); }
    [[nodiscard]] SkewFit fit() const { return envelope().fit(); }

    // g in ms, by looking at every observation.
    [[nodiscard]] double g(double s) const {
        double up = 1e18;
        double down = 1e18;
        for (std::size_t i = 0; i < time_s.size(); ++i) {
            const auto time = static_cast<double>(time_s[i] - time_s.back());
            up = std::min(up, static_cast<double>(up_ns[i]) / 1e6 - s * time);
            down = std::min(down, static_cast<double>(down_ns[i]) / 1e6 + s * time);
        }
        return up + down;
    }

    // The least |s| among the best of all slopes between two points, zero and the bounds.
    [[nodiscard]] double best_by_trying() const {
        std::vector<double> candidates = {0, -kSkewBoundMsPerS, kSkewBoundMsPerS};
        for (std::size_t i = 0; i < time_s.size(); ++i) {
            for (std::size_t j = i + 1; j < time_s.size(); ++j) {
                const auto dt = static_cast<double>(time_s[j] - time_s[i]);
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
    const auto drift_ns_per_s = *rc::gen::inRange<std::int64_t>(-1'200'000, 1'200'000);
    std::int64_t now_s = 0;
    for (int i = 0; i < size; ++i) {
        now_s += *rc::gen::inRange(0, 5);
        const auto up_queue = *rc::gen::inRange<std::int64_t>(0, 2'000'000);
        const auto down_queue = *rc::gen::inRange<std::int64_t>(0, 2'000'000);
        series.add(now_s, up_queue + drift_ns_per_s * now_s, down_queue - drift_ns_per_s * now_s);
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
        mirrored.add(series.time_s[i], series.down_ns[i], series.up_ns[i]);
    }
    EXPECT_DOUBLE_EQ(mirrored.fit().skew_ms_per_s, -0.03);
}

TEST(Skew, BeyondTheBoundIsTheBoundAndNotAccepted) {
    Series series;
    for (int t = 0; t < 600; ++t) series.add(t, 1'500'000 * t, -1'500'000 * t);
    EXPECT_EQ(series.fit().skew_ms_per_s, kSkewBoundMsPerS);
    EXPECT_FALSE(series.fit().is_accepted());
}

TEST(Skew, OfABaseThatChangesIsNotAccepted) {
    Series series;
    for (int t = 0; t < 600; ++t) {
        // A second route, 20 ms longer, one way each for five minutes.
        series.add(t, t < 300 ? 0 : 20'000'000, t < 300 ? 20'000'000 : 0);
    }
    EXPECT_FALSE(series.fit().holds());
    EXPECT_FALSE(series.fit().is_accepted());
}

SkewFit fit_with(double skew_ms_per_s, double shortfall_ms, bool is_anchored) {
    return {skew_ms_per_s, shortfall_ms, is_anchored};
}

TEST(Skew, HoldsUpTo5MsAndBelow1000Ppm) {
    EXPECT_TRUE(fit_with(0, 5, true).holds());
    EXPECT_FALSE(fit_with(0, 5.001, true).holds());
    EXPECT_TRUE(fit_with(-0.999, 0, true).holds());
    EXPECT_FALSE(fit_with(-1, 0, true).holds());
    EXPECT_FALSE(fit_with(1, 0, true).holds());
}

TEST(Skew, ThatOnlyOneEndBearsIsAcceptedBelow100Ppm) {
    EXPECT_TRUE(fit_with(0.0999, 0, false).is_accepted());
    EXPECT_FALSE(fit_with(0.1, 0, false).is_accepted());
    EXPECT_FALSE(fit_with(-0.1, 0, false).is_accepted());
    EXPECT_TRUE(fit_with(-0.9, 0, true).is_accepted());
    EXPECT_FALSE(fit_with(0, 6, true).is_accepted());
}

// On the floor in the first 300 s, and above it by queue_ms in one direction from then on.
Series borne_by_one_end(int last_t, std::int64_t queue_ns) {
    Series series;
    for (int t = 0; t <= last_t; ++t) series.add(t, 0, t <= 300 ? 0 : queue_ns);
    return series;
}

TEST(Skew, IsAnchoredIfBothHalvesOfTheTimeComeWithin5MsOfTheEnvelope) {
    EXPECT_TRUE(borne_by_one_end(600, 5'000'000).fit().is_anchored);
    EXPECT_FALSE(borne_by_one_end(600, 5'000'001).fit().is_anchored);
}

TEST(Skew, TheMiddleOfTheTimeBelongsToTheFirstHalf) {
    // Second 300 is the middle of 0…600 and no part of the second half; of 0…598 it is.
    EXPECT_FALSE(borne_by_one_end(600, 50'000'000).fit().is_anchored);
    EXPECT_TRUE(borne_by_one_end(598, 50'000'000).fit().is_anchored);
}

TEST(Skew, TellsWhatAnotherSlopeLeavesUnexplained) {
    Series series;
    for (int t = 0; t <= 600; ++t) series.add(t, 0, 0);
    EXPECT_NEAR(series.envelope().shortfall_ms(0.01), 6, 1e-9);
    EXPECT_NEAR(series.envelope().shortfall_ms(-0.01), 6, 1e-9);
}

TEST(Skew, WithoutTheLowestIsNotMovedByThreeWrongOnesAmongThirty) {
    Series series;
    for (int t = 0; t < 600; ++t) series.add(t, 300'000 * t, -300'000 * t);
    for (const std::size_t wrong : {3U, 4U, 5U, 100U, 599U}) series.up_ns[wrong] -= 900'000'000;
    EXPECT_DOUBLE_EQ(slope_without_lowest({series.time_s, series.up_ns, series.down_ns}), 0.3);
    Series few;
    for (int t = 0; t < 29; ++t) few.add(t, 300'000 * t, -300'000 * t);
    EXPECT_EQ(slope_without_lowest({few.time_s, few.up_ns, few.down_ns}), 0);
}

TEST(Skew, WithoutTheLowestUsesEveryWholeRunOfThirty) {
    const auto slope_of = [](int probes) {
        Series series;
        for (int t = 0; t < probes; ++t) series.add(t, 300'000 * t, -300'000 * t);
        return slope_without_lowest({series.time_s, series.up_ns, series.down_ns});
    };
    EXPECT_DOUBLE_EQ(slope_of(60), 0.3);
    EXPECT_DOUBLE_EQ(slope_of(89), 0.3);
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
