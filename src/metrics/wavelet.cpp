// SPDX-License-Identifier: MIT

#include "metrics/wavelet.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "metrics/elementary.hpp"
#include "metrics/hurst.hpp"

namespace tixdb::metrics {
namespace {

constexpr std::size_t kTaps = 4;
constexpr std::size_t kFirstOctave = 2;
constexpr std::size_t kLastOctave = 8;
// The last octaves of a series hold too few coefficients to average.
constexpr std::size_t kOctavesLeftOut = 3;

struct Filters {
    std::array<double, kTaps> low;
    std::array<double, kTaps> high;
};

Filters daubechies_4() {
    const double root = std::sqrt(3.0);
    const double scale = 4 * std::sqrt(2.0);
    const std::array<double, kTaps> h = {(1 + root) / scale, (3 + root) / scale, (3 - root) / scale,
                                         (1 - root) / scale};
    return {h, {h[3], -h[2], h[1], -h[0]}};
}

double filtered(const std::array<double, kTaps>& filter, const std::array<double, kTaps>& x) {
    return filter[0] * x[0] + filter[1] * x[1] + filter[2] * x[2] + filter[3] * x[3];
}

// Mean square of details 1 … 2^(log2_n - octave) - 3: those that the periodic ends do not touch.
double energy_of(std::span<const double> detail, std::size_t log2_n, std::size_t octave) {
    const std::size_t count = (std::size_t{1} << (log2_n - octave)) - 3;
    double squares = 0;
    for (const double value : detail.subspan(1, count)) squares += value * value;
    return squares / static_cast<double>(count);
}

}  // namespace

WaveletLevel wavelet_level(std::span<const double> input) {
    const Filters filters = daubechies_4();
    const std::size_t size = input.size();
    const std::size_t count = (size + 3) / 2;
    // Once around, beginning two before the first: then no index has to be reduced.
    std::vector<double> around;
    around.reserve(size + 2 + kTaps);
    around.insert(around.end(), input.end() - 2, input.end());
    around.insert(around.end(), input.begin(), input.end());
    around.insert(around.end(), input.begin(), input.begin() + kTaps);
    WaveletLevel level;
    level.approximation.reserve(count);
    level.detail.reserve(count);
    for (std::size_t k = 0; k < count; ++k) {
        const double* at = &around[2 * k];
        const std::array<double, kTaps> x = {at[0], at[1], at[2], at[3]};
        level.approximation.push_back(filtered(filters.low, x));
        level.detail.push_back(filtered(filters.high, x));
    }
    return level;
}

std::vector<Point> wavelet_energy_points(std::span<const double> series) {
    const auto log2_n = static_cast<std::size_t>(std::bit_width(series.size()) - 1);
    const std::size_t octaves = log2_n - kOctavesLeftOut;
    // Relative to the first value, so that equal values give exactly zero.
    std::vector<double> input(series.begin(), series.end());
    for (double& value : input) value -= series.front();
    std::vector<Point> points;
    for (std::size_t octave = 1; octave <= octaves; ++octave) {
        WaveletLevel level = wavelet_level(input);
        const double energy = energy_of(level.detail, log2_n, octave);
        if (!(energy > 0)) return {};
        const auto x = static_cast<double>(octave);
        if (octave >= kFirstOctave && octave <= kLastOctave) points.push_back({x, (log2_of(energy) + x) / 2});
        input = std::move(level.approximation);
    }
    return points;
}

}  // namespace tixdb::metrics
