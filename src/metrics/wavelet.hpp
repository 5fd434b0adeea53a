// SPDX-License-Identifier: MIT
// One step of a periodic discrete wavelet transform with Daubechies' four-coefficient filter (Daubechies
// 1988), docs/methods.md#wavelet.
#pragma once

#include <span>
#include <vector>

namespace tixdb::metrics {

// Half as many values, rounded up, and one more: 512 -> 257 -> 130 -> 66 -> 34 -> 18 -> 10.
struct WaveletLevel {
    std::vector<double> approximation;  // the next level's input
    std::vector<double> detail;
};

// input: at least four values; an odd number is not padded.
[[nodiscard]] WaveletLevel wavelet_level(std::span<const double> input);

}  // namespace tixdb::metrics
