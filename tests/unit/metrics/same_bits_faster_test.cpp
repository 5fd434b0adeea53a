// SPDX-License-Identifier: MIT
// What is worked out in a faster way has the bits of the plain one.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include "metrics/elementary.hpp"
#include "metrics/hurst.hpp"
#include "metrics/lower_hull.hpp"
#include "metrics/rescaled_range.hpp"
#include "metrics/wavelet.hpp"

namespace tixdb::metrics {
namespace {

LowerHull hull_of_each(const std::vector<TimedDelay>& points) {
    LowerHull hull;
    for (const TimedDelay& point : points) hull.add(point);
    return hull;
}

RC_GTEST_PROP(LowerHullOfMany, IsTheHullOfEach, (unsigned seed)) {
    std::mt19937_64 random(seed);
    const std::size_t size = 1 + random() % 400;
    const std::int64_t spread_ns = std::int64_t{1} << (random() % 30);  // small: many at one height
    const std::int64_t drift_ns = static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000;
    std::vector<TimedDelay> points;
    std::int64_t time_s = -3'600;
    for (std::size_t i = 0; i < size; ++i) {
        time_s += static_cast<std::int64_t>(random() % 3);  // several at a time
        points.push_back({time_s, drift_ns * time_s + static_cast<std::int64_t>(random()) % spread_ns});
    }
    RC_ASSERT(lower_hull_of(points).vertices() == hull_of_each(points).vertices());
}

TEST(LowerHullOfMany, IsTheHullOfEachOnLinesAndAtOneTime) {
    std::vector<TimedDelay> line;
    std::vector<TimedDelay> at_once;
    for (std::int64_t i = 0; i < 100; ++i) {
        line.push_back({i, 7 * i});
        at_once.push_back({5, (i * 37) % 100});
    }
    EXPECT_EQ(lower_hull_of(line).vertices(), hull_of_each(line).vertices());
    EXPECT_EQ(lower_hull_of(at_once).vertices(), hull_of_each(at_once).vertices());
    EXPECT_EQ(lower_hull_of(std::vector<TimedDelay>{{1, 2}}).vertices(), (std::vector<TimedDelay>{{1, 2}}));
}

// As docs/methods.md#rescaled-range says it, block by block.
std::vector<Point> plain_range_points(std::span<const double> series) {
    const auto log2_n = static_cast<std::size_t>(std::bit_width(series.size()) - 1);
    const std::size_t block_size = series.size() / kRangeBlocks;
    const double step = log10_of(static_cast<double>(series.size())) / static_cast<double>(kRangeLags);
    std::vector<Point> points;
    for (std::size_t k = 1; k < kRangeLags; ++k) {
        const Lag lag = range_lag(k, log2_n);
        const double log_lag = log10_of(static_cast<double>(lag.floor));
        if (static_cast<double>(k) * step < 0.7 || log_lag > 2.5) continue;
        for (std::size_t block = 0; block < usable_blocks(lag.ceil, block_size); ++block) {
            const auto result = rescaled_range(series.subspan(block * block_size, lag.ceil));
            if (result.range > 0) points.push_back({log_lag, log10_of(result.ratio())});
        }
    }
    return points;
}

bool are_same_bits(const std::vector<Point>& a, const std::vector<Point>& b) {
    const auto is_same = [](const Point& p, const Point& q) {
        return std::bit_cast<std::uint64_t>(p.x) == std::bit_cast<std::uint64_t>(q.x) &&
               std::bit_cast<std::uint64_t>(p.y) == std::bit_cast<std::uint64_t>(q.y);
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same);
}

RC_GTEST_PROP(RescaledRangeOfBlocks, IsThatOfEachBlock, (unsigned seed)) {
    std::mt19937_64 random(seed);
    std::exponential_distribution<double> queue_ms(0.2);
    std::vector<double> series(std::size_t{64} << (random() % 6));
    const bool has_idle = random() % 2 == 0;
    for (double& value : series) value = has_idle && random() % 3 != 0 ? 12.5 : 1e4 + queue_ms(random);
    RC_ASSERT(are_same_bits(rescaled_range_points(series), plain_range_points(series)));
}

// As docs/methods.md#wavelet says it, each index reduced.
WaveletLevel plain_wavelet_level(std::span<const double> input) {
    const double root = std::sqrt(3.0);
    const double scale = 4 * std::sqrt(2.0);
    const std::array<double, 4> h = {(1 + root) / scale, (3 + root) / scale, (3 - root) / scale,
                                     (1 - root) / scale};
    const std::size_t size = input.size();
    WaveletLevel level;
    for (std::size_t k = 0; k < (size + 3) / 2; ++k) {
        const auto x = [&](std::size_t i) { return input[(2 * k + i + size - 2) % size]; };
        level.approximation.push_back(h[0] * x(0) + h[1] * x(1) + h[2] * x(2) + h[3] * x(3));
        level.detail.push_back(h[3] * x(0) + -h[2] * x(1) + h[1] * x(2) + -h[0] * x(3));
    }
    return level;
}

RC_GTEST_PROP(WaveletLevels, IsThatOfReducedIndices, (unsigned seed)) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> delay_ms(20, 5);
    std::vector<double> input(4 + random() % 130);
    for (double& value : input) value = delay_ms(random);
    const auto level = wavelet_level(input);
    const auto plain = plain_wavelet_level(input);
    RC_ASSERT(level.approximation == plain.approximation);
    RC_ASSERT(level.detail == plain.detail);
}

}  // namespace
}  // namespace tixdb::metrics
