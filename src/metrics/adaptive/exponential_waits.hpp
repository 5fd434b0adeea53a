// SPDX-License-Identifier: MIT
// Tables that depend on nothing but the sketch's bins.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "metrics/adaptive/sketch.hpp"

namespace tixdb::metrics {

// The longest mean wait is the lower edge of this bin: 5.24 s.
inline constexpr std::size_t kLastWaitBin = 37;

struct ExponentialWaits {
    // [t][j][b]: of probes whose jitter is the middle of bin j, and whose wait is exponential with the lower
    // edge of bin t as its mean, the share that is found in bin b. Nothing at t = 0.
    std::array<std::array<std::array<double, kSketchBins>, kSketchBins>, kLastWaitBin + 1> shares;
    // [i][j]: the bin that holds the sum of the middles of i and j.
    std::array<std::array<std::uint8_t, kSketchBins>, kSketchBins> bins_of_sums;
};

// Made at the first call (2 ms, 0.5 MB); thread-safe.
[[nodiscard]] const ExponentialWaits& exponential_waits();

// e^-y for y >= 0 from plain arithmetic; 0 above 40.
[[nodiscard]] double exp_of_minus(double y);

}  // namespace tixdb::metrics
