// SPDX-License-Identifier: MIT
// Exponential and logarithms from plain arithmetic only, so that results have the same bits with every C
// library and on every processor: those of the C library differ in the last bit, even between processors with
// and without fused multiply-add. Within about 2e-16 relative of the true value.
#pragma once

namespace tixdb::metrics {

// e^x for x in [0, 1].
[[nodiscard]] double exp_of_unit(double x);

// x > 0, finite and normal.
[[nodiscard]] double log2_of(double x);
[[nodiscard]] double log10_of(double x);

}  // namespace tixdb::metrics
