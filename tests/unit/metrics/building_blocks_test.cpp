// SPDX-License-Identifier: MIT
// The small parts, on numbers that can be checked by hand.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "metrics/classic_usage.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/delays.hpp"
#include "metrics/elementary.hpp"
#include "metrics/histogram.hpp"
#include "metrics/hurst.hpp"
#include "metrics/minutes.hpp"
#include "metrics/observations.hpp"
#include "metrics/regression.hpp"
#include "metrics/rescaled_range.hpp"
#include "metrics/utilisation.hpp"
#include "metrics/wavelet.hpp"

namespace tixdb::metrics {
namespace {

using model::Missing;
using model::Observation;

TEST(Delays, AreReducedToTheRepresentativeNearestToZero) {
    constexpr std::int64_t kHalf = model::kNsPerDay / 2;
    EXPECT_EQ(nearest_to_zero_ns(0), 0);
    EXPECT_EQ(nearest_to_zero_ns(kHalf), kHalf);
    EXPECT_EQ(nearest_to_zero_ns(kHalf + 1), -kHalf + 1);
    EXPECT_EQ(nearest_to_zero_ns(-kHalf), kHalf);
    EXPECT_EQ(nearest_to_zero_ns(3 * model::kNsPerDay - 5), -5);
    EXPECT_EQ(nearest_to_zero_ns(-3 * model::kNsPerDay + 5), 5);
}

TEST(Histogram, BinsHoldEquallyManyValuesAndTheLastTheRemainder) {
    // Ten values: three bins of three, and one more in the last.
    const std::vector<double> sorted = {1, 2, 4, 5, 5, 6, 10, 20, 30, 41};
    const auto bins = equal_count_bins(sorted);
    ASSERT_EQ(bins.size(), 3U);
    EXPECT_EQ(bins[0].count, 3U);
    EXPECT_EQ(bins[2].count, 4U);
    EXPECT_EQ(bins[0].middle(), 2);  // 1 + floor(3 / 2)
    EXPECT_EQ(bins[1].middle(), 5);
    EXPECT_EQ(bins[2].middle(), 25);  // 10 + floor(31 / 2)
    // Two candidates. The second, one wide, is denser than the first: mode 5, threshold 5 + 2 / 2.
    const auto marks = marks_of(bins);
    EXPECT_EQ(marks->mode, 5);
    EXPECT_EQ(marks->threshold, 6);
}

TEST(Histogram, ThresholdIsTheSecondBinsMiddleIfTheFirstIsTheMode) {
    const std::vector<double> sorted = {1, 2, 4, 8};
    const auto marks = marks_of_sorted(sorted);
    EXPECT_EQ(marks->mode, 1);       // 1 + floor(1 / 2)
    EXPECT_EQ(marks->threshold, 6);  // 4 + floor(4 / 2)
}

TEST(Histogram, ABinWithoutWidthIsDensestAndTheFirstOfSeveralWins) {
    const std::vector<double> sorted = {1, 2, 3, 3, 3, 3, 4, 4, 4};
    EXPECT_EQ(marks_of_sorted(sorted)->mode, 3);
    // Four bins, all of them candidates, the last three without width.
    const std::vector<double> several = {1, 2, 3, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7};
    EXPECT_EQ(marks_of_sorted(several)->mode, 5);
}

TEST(Histogram, DenseBinsBehindTheFirstOnesAreNoCandidates) {
    // 25 values in five bins: candidates are the first four, all as wide as they come; the fifth has no
    // width.
    std::vector<double> sorted;
    for (int i = 0; i < 20; ++i) sorted.push_back(i * i);
    sorted.insert(sorted.end(), 5, 1000);
    EXPECT_EQ(marks_of_sorted(sorted)->mode, 8);  // the first bin, 0…16
}

TEST(Histogram, FewerThanFourValuesHaveNoMode) {
    EXPECT_FALSE(marks_of_sorted(std::vector<double>{}));
    EXPECT_FALSE(marks_of_sorted(std::vector<double>{1, 2, 3}));
    EXPECT_TRUE(marks_of_sorted(std::vector<double>{1, 2, 3, 4}));
}

TEST(ClassicUsage, IsTheShareOfTheTimesAboveTheModeThatAreAboveTheThreshold) {
    // Sorted 1 2 4 8: mode 1, threshold 6; above the mode 2 4 8, above the threshold 8.
    EXPECT_EQ(classic_usage(std::vector<double>{8, 1, 4, 2}).usage.value(), 1.0 / 3);
}

TEST(ClassicUsage, EqualTimesAreConstant) {
    const auto usage = classic_usage(std::vector<double>(50, 7.0));
    EXPECT_FALSE(usage.usage.value());
    EXPECT_EQ(usage.usage.reason(), Missing::constant);
    EXPECT_EQ(usage.marks->mode, 7);
}

TEST(ClockOffset, RunsLinearlyToTheFirstAnchorOfASecondAndGoesOnFromTheLast) {
    const ClockOffset offset({{10, 100}, {20, 200}, {20, 300}, {30, 300}});
    std::vector<Observation> observations;
    for (const std::int64_t time_s : {5, 10, 15, 19, 20, 25, 30, 99}) {
        observations.emplace_back().day_timestamp_s = time_s;
    }
    const OneWayDelays delays{std::vector<std::int64_t>(8, 0), std::vector<std::int64_t>(8, 0)};
    const auto times = offset.applied_to(observations, delays);
    EXPECT_EQ(times.up_ns, (std::vector<double>{100, 100, 150, 190, 300, 300, 300, 300}));
    EXPECT_EQ(times.down_ns.front(), -100);
}

TEST(Elementary, FunctionsAreThoseOfTheMathematics) {
    for (int i = 0; i <= 1000; ++i) {
        const double x = i / 1000.0;
        EXPECT_NEAR(exp_of_unit(x), std::exp(x), 5e-16 * std::exp(x));
        const double wide = std::exp2(i - 500.0) * (1 + x);
        EXPECT_NEAR(log2_of(wide), std::log2(wide), 1e-15 * std::max(1.0, std::abs(std::log2(wide))));
        EXPECT_NEAR(log10_of(wide), std::log10(wide), 1e-15 * std::max(1.0, std::abs(std::log10(wide))));
    }
    EXPECT_EQ(log2_of(0.125), -3);
    EXPECT_EQ(log2_of(1), 0);
}

TEST(Regression, FindsTheLineAndNeedsTwoDifferentX) {
    const std::vector<Point> line = {{1, 3}, {2, 5}, {4, 9}};
    EXPECT_DOUBLE_EQ(least_squares_slope(line).value(), 2);
    EXPECT_FALSE(least_squares_slope(std::vector<Point>{}));
    EXPECT_FALSE(least_squares_slope(std::vector<Point>{{0.1, 1}, {0.1, 2}, {0.1, 3}}));
}

TEST(RescaledRange, LagsAreExactWhereThePowerIsAWholeNumber) {
    // 2^(10 k / 50): every fifth lag of 1024 values is a power of two.
    for (std::size_t k = 5; k <= 50; k += 5) {
        EXPECT_EQ(range_lag(k, 10).floor, std::size_t{1} << (k / 5));
        EXPECT_EQ(range_lag(k, 10).ceil, std::size_t{1} << (k / 5));
    }
    EXPECT_EQ(range_lag(50, 9).ceil, 512U);
    EXPECT_EQ(range_lag(25, 9).floor, 22U);  // 2^4.5 = 22.627
    EXPECT_EQ(range_lag(25, 9).ceil, 23U);
}

TEST(RescaledRange, LongLagsUseFewerBlocksButAlwaysOne) {
    // 512 values, blocks of 102.
    EXPECT_EQ(usable_blocks(102, 102), 5U);
    EXPECT_EQ(usable_blocks(103, 102), 4U);
    EXPECT_EQ(usable_blocks(204, 102), 4U);
    EXPECT_EQ(usable_blocks(205, 102), 3U);
    EXPECT_EQ(usable_blocks(408, 102), 2U);
    EXPECT_EQ(usable_blocks(409, 102), 1U);
    EXPECT_EQ(usable_blocks(512, 102), 1U);
}

TEST(RescaledRange, IsTheRangeOfThePartialSumsOverTheDeviation) {
    // Mean 2; deviations -1 1 -1 1; sums -1 0 -1 0: range 1; deviation 1.
    const auto result = rescaled_range(std::vector<double>{1, 3, 1, 3});
    EXPECT_EQ(result.range, 1);
    EXPECT_EQ(result.deviation, 1);
    EXPECT_EQ(rescaled_range(std::vector<double>(9, 0.1)).range, 0);
}

TEST(Wavelet, LevelsOfOddLengthAreNotPadded) {
    std::vector<double> input(512, 1.0);
    std::vector<std::size_t> lengths;
    for (int level = 0; level < 6; ++level) {
        input = wavelet_level(input).approximation;
        lengths.push_back(input.size());
    }
    EXPECT_EQ(lengths, (std::vector<std::size_t>{257, 130, 66, 34, 18, 10}));
}

TEST(Wavelet, PointsAreOfTheSecondOctaveToTheThirdFromTheEndAndNoneAfterTheEighth) {
    for (const auto& [log2_n, last] : {std::pair{5, 2}, {9, 6}, {10, 7}, {11, 8}, {12, 8}}) {
        std::vector<double> series(std::size_t{1} << static_cast<unsigned>(log2_n));
        for (std::size_t i = 0; i < series.size(); ++i) series[i] = static_cast<double>(i * i % 17);
        const std::vector<Point> points = wavelet_energy_points(series);
        ASSERT_EQ(std::ssize(points), last - 1) << log2_n;
        EXPECT_EQ(points.front().x, 2);
        EXPECT_EQ(points.back().x, last);
    }
}

TEST(Wavelet, DetailsOfAStraightLineVanishAwayFromTheEnds) {
    std::vector<double> line(64);
    std::iota(line.begin(), line.end(), 0.0);
    const WaveletLevel level = wavelet_level(line);
    ASSERT_EQ(level.detail.size(), 33U);
    for (std::size_t k = 1; k < 32; ++k) EXPECT_NEAR(level.detail[k], 0, 1e-12);
    EXPECT_GT(std::abs(level.detail[0]), 1);
    // Detail 1 starts at x[0]: (h0*0 + h1*1 + h2*2 + h3*3).
    const double root = std::sqrt(3.0);
    EXPECT_NEAR(level.approximation[1], (3 + root + 2 * (3 - root) + 3 * (1 - root)) / (4 * std::sqrt(2.0)),
                1e-12);
}

TEST(Hurst, NeedsSixtyFourValuesThatAreNotAllEqual) {
    for (const auto estimator : {hurst_rs, hurst_wavelet}) {
        EXPECT_EQ(estimator(std::vector<double>(63, 1.0)).reason(), Missing::too_few);
        EXPECT_FALSE(estimator(std::vector<double>(64, 0.1)).value());
        EXPECT_EQ(estimator(std::vector<double>(64, 0.1)).reason(), Missing::constant);
    }
}

TEST(Hurst, ValuesThatDifferByNoMoreThanRoundingAreConstantToTheRescaledRange) {
    const auto series_of = [](double step) {
        std::vector<double> values;
        for (int i = 0; i < 64; ++i) values.push_back(i % 3 == 0 ? 0.1 : 0.1 + step);
        return values;
    };
    EXPECT_EQ(hurst_rs(series_of(1e-12)).reason(), Missing::constant);
    EXPECT_TRUE(rescaled_range_points(series_of(1e-12)).empty());
    EXPECT_TRUE(hurst_rs(series_of(1e-9)).value());
}

TEST(Hurst, UsesTheLastPowerOfTwo) {
    std::vector<double> values(700);
    std::iota(values.begin(), values.end(), 0.0);
    EXPECT_EQ(hurst_series(values).size(), 512U);
    EXPECT_EQ(hurst_series(values).back(), 699);
}

TEST(Utilisation, EndsMeetAndItIsTheInverse) {
    EXPECT_EQ(utilisation_of(0), 0);
    EXPECT_EQ(utilisation_of(1), 1);
    EXPECT_NEAR(utilisation_of(0.5 * std::exp(-0.5)), 0.5, 1e-15);
    double last = 0;
    for (int i = 1; i < 5000; ++i) {
        const double rho = utilisation_of(i / 5000.0);
        EXPECT_GT(rho, last);
        EXPECT_NEAR(rho * std::exp(rho - 1), i / 5000.0, 1e-15);
        last = rho;
    }
    EXPECT_GT(utilisation_of(1e-300), 0);
}

TEST(Minutes, AreUtcMinutesWithAtLeastThirty) {
    std::vector<Observation> observations;
    const auto add = [&](std::int64_t from_s, std::int64_t count) {
        for (std::int64_t i = 0; i < count; ++i) observations.emplace_back().day_timestamp_s = from_s + i;
    };
    add(6000 - 29, 29 + 30);  // 29 in the minute before, 30 in that of 6000
    add(6060, 29);
    add(6120, 60);
    const auto minutes = full_minutes(observations);
    ASSERT_EQ(minutes.size(), 2U);
    EXPECT_EQ(minutes[0].start_s, 6000);
    EXPECT_EQ(minutes[0].begin, 29U);
    EXPECT_EQ(minutes[0].count, 30U);
    EXPECT_EQ(minutes[1].start_s, 6120);
}

TEST(Observations, EqualContentComesOutInOneOrderEachOnce) {
    Observation a{100, 'S', 0, 5, 1, 1, 9};
    Observation b{100, 'S', 0, 5, 2, 1, 9};
    Observation large{100, 'L', 0, 5, 1, 1, 9};
    Observation earlier{99, 'S', 0, 8, 1, 1, 9};
    EXPECT_EQ(distinct_short_probes({b, large, a, earlier, b}), (std::vector<Observation>{earlier, a, b}));
    EXPECT_TRUE(distinct_short_probes({large}).empty());
}

TEST(Observations, RecentMeansLessThanTenMinutesBeforeTheLast) {
    std::vector<Observation> window(3);
    window[1].day_timestamp_s = 1;
    window[2].day_timestamp_s = 600;
    EXPECT_EQ(recent_of(window).size(), 2U);
    EXPECT_FALSE(is_too_short(window));
    window[0].day_timestamp_s = 1;
    EXPECT_TRUE(is_too_short(window));
    EXPECT_TRUE(recent_of({}).empty());
}

}  // namespace
}  // namespace tixdb::metrics
