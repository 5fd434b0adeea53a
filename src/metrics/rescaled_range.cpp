// SPDX-License-Identifier: MIT

#include "metrics/rescaled_range.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "metrics/elementary.hpp"
#include "metrics/hurst.hpp"

namespace tixdb::metrics {
namespace {

// The fit uses lags from 10^0.7 on whose logarithm does not exceed 2.5.
constexpr double kLeastLagExponent = 0.7;
constexpr double kLargestLagLog10 = 2.5;
constexpr std::size_t kLongestLag = 317;  // 10^2.5, rounded up
// A range at or below it is rounding, not a process.
constexpr double kLeastRange = 1e-10;

// Two numbers that go through the same operations at once.
struct Lanes {
    using Pair __attribute__((vector_size(2 * sizeof(double)))) = double;
    Pair of;
};

// A block of the series and the one after it, side by side from the first value of each on. What all lags
// share is worked out once: the values above the first one, and their running sums. The bits are those of
// rescaled_range() of each block.
class BlockPair {
  public:
    BlockPair(std::span<const double> series, std::size_t begin, std::size_t block_size) {
        const std::size_t length = std::min(kLongestLag, series.size() - begin);
        above_first_.resize(length, Lanes{{0, 0}});
        sums_.resize(length, Lanes{{0, 0}});
        put(0, series.subspan(begin, length));
        const std::size_t next = begin + block_size;
        if (next < series.size()) put(1, series.subspan(next, std::min(length, series.size() - next)));
    }

    // Of the first `length` values of both blocks; of a block that has fewer it means nothing.
    [[nodiscard]] std::array<RescaledRange, 2> ranges(std::size_t length) const {
        const auto count = static_cast<double>(length);
        const Lanes::Pair mean = sums_[length - 1].of / count;
        Lanes::Pair partial = {0, 0};
        Lanes::Pair squares = {0, 0};
        Lanes::Pair highest = {0, 0};
        Lanes::Pair lowest = {0, 0};
        for (std::size_t i = 0; i < length; ++i) {
            const Lanes::Pair deviation = above_first_[i].of - mean;
            partial += deviation;
            squares += deviation * deviation;
            highest = highest < partial ? partial : highest;
            lowest = partial < lowest ? partial : lowest;
        }
        const Lanes::Pair range = highest - lowest;
        return {RescaledRange{range[0], std::sqrt(squares[0] / count)},
                RescaledRange{range[1], std::sqrt(squares[1] / count)}};
    }

  private:
    void put(int lane, std::span<const double> block) {
        double sum = 0;
        for (std::size_t i = 0; i < block.size(); ++i) {
            const double above_first = block[i] - block.front();
            sum += above_first;
            above_first_[i].of[lane] = above_first;
            sums_[i].of[lane] = sum;
        }
    }

    std::vector<Lanes> above_first_;
    std::vector<Lanes> sums_;
};

std::vector<BlockPair> block_pairs_of(std::span<const double> series, std::size_t block_size) {
    std::vector<BlockPair> pairs;
    for (std::size_t block = 0; block < kRangeBlocks; block += 2) {
        pairs.emplace_back(series, block * block_size, block_size);
    }
    return pairs;
}

}  // namespace

Lag range_lag(std::size_t k, std::size_t log2_n) {
    const std::size_t exponent = k * log2_n;  // of two, times 50
    if (exponent % kRangeLags == 0) {
        const std::size_t exact = std::size_t{1} << (exponent / kRangeLags);
        return {exact, exact};
    }
    const double power = std::exp2(static_cast<double>(exponent) / static_cast<double>(kRangeLags));
    const auto floor = static_cast<std::size_t>(power);
    return {floor, floor + 1};
}

std::size_t usable_blocks(std::size_t length, std::size_t block_size) {
    if (length <= block_size) return kRangeBlocks;
    const std::size_t lost = (length - block_size + block_size - 1) / block_size;
    return kRangeBlocks - std::min(lost, kRangeBlocks - 1);
}

RescaledRange rescaled_range(std::span<const double> values) {
    // Relative to the first value: equal values then give exactly zero, and a large common offset costs no
    // digits.
    const double origin = values.front();
    const auto count = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) sum += value - origin;
    const double mean = sum / count;
    double partial = 0;
    double squares = 0;
    double highest = 0;
    double lowest = 0;
    for (const double value : values) {
        const double deviation = value - origin - mean;
        partial += deviation;
        squares += deviation * deviation;
        highest = std::max(highest, partial);
        lowest = std::min(lowest, partial);
    }
    return {highest - lowest, std::sqrt(squares / count)};
}

std::vector<Point> rescaled_range_points(std::span<const double> series) {
    const auto log2_n = static_cast<std::size_t>(std::bit_width(series.size()) - 1);
    const std::size_t block_size = series.size() / kRangeBlocks;
    const double step = log10_of(static_cast<double>(series.size())) / static_cast<double>(kRangeLags);
    const std::vector<BlockPair> pairs = block_pairs_of(series, block_size);
    std::vector<Point> points;
    points.reserve(kRangeLags * kRangeBlocks);
    double widest = 0;
    for (std::size_t k = 1; k < kRangeLags; ++k) {
        if (static_cast<double>(k) * step < kLeastLagExponent) continue;
        const Lag lag = range_lag(k, log2_n);
        const double log_lag = log10_of(static_cast<double>(lag.floor));
        if (log_lag > kLargestLagLog10) break;
        const std::size_t blocks = usable_blocks(lag.ceil, block_size);
        for (std::size_t block = 0; block < blocks; block += 2) {
            const auto results = pairs[block / 2].ranges(lag.ceil);
            for (const RescaledRange& result :
                 std::span(results).first(std::min<std::size_t>(2, blocks - block))) {
                widest = std::max(widest, result.range);
                if (result.range > 0) points.push_back({log_lag, log10_of(result.ratio())});
            }
        }
    }
    if (widest <= kLeastRange) points.clear();
    return points;
}

}  // namespace tixdb::metrics
