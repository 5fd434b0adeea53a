// SPDX-License-Identifier: MIT
// The histograms and regressions of a series of delays, in detail.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "report/explanation.hpp"

namespace tixdb::report {

// Density and mode of each bin.
[[nodiscard]] std::vector<HistogramBin> bins_in_detail(std::span<const metrics::Bin> bins);

// The equal-count histogram of values in any order.
[[nodiscard]] std::vector<HistogramBin> histogram_of(std::vector<double> values);

// values: in time order. Nothing for none.
[[nodiscard]] std::optional<HurstDetail> hurst_detail(std::span<const double> values);

}  // namespace tixdb::report
