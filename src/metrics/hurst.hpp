// SPDX-License-Identifier: MIT
// Two estimators of the Hurst exponent, the degree of long-range dependence, docs/methods.md#hurst.
// Both ignore a constant added to the series and its unit.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "metrics/regression.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

inline constexpr std::size_t kLeastHurstLength = 64;

// The last 2^floor(log2 N) values: what both estimators look at. Empty for fewer than 64.
[[nodiscard]] std::span<const double> hurst_series(std::span<const double> values);

// Rescaled range (Hurst 1951; Mandelbrot & Wallis 1969) over five blocks. values: in time order; the last
// 2^floor(log2 N) are used. Missing: too_few (N < 64), constant.
[[nodiscard]] model::Metric hurst_rs(std::span<const double> values);

// Slope of the energies of a Daubechies-4 wavelet transform over octaves 2…8 (Abry & Veitch 1998). As above.
[[nodiscard]] model::Metric hurst_wavelet(std::span<const double> values);

// The points whose slope is the estimate: (log10 of the lag, log10 of R/S), and (octave, (log2 energy +
// octave)/2). series: as hurst_series gives it, not empty. No points where the value is missing for being
// constant.
[[nodiscard]] std::vector<Point> rescaled_range_points(std::span<const double> series);
[[nodiscard]] std::vector<Point> wavelet_energy_points(std::span<const double> series);

}  // namespace tixdb::metrics
