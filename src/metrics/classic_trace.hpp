// SPDX-License-Identifier: MIT
// What classic() went through on its way to a result, for those who have to explain it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/histogram.hpp"

namespace tixdb::metrics {

// A minute with at least 30 recent observations. It counts for quality if both usages have a value.
struct ClassicMinute {
    std::int64_t start_s = 0;
    std::int64_t observations = 0;
    std::optional<double> up_usage;
    std::optional<double> down_usage;
    bool up_congested = false;
    bool down_congested = false;

    [[nodiscard]] bool counts() const { return up_usage && down_usage; }
};

// Empty where the window was too short or had too few observations. What a histogram or a regression looked
// like follows from the times: metrics/histogram.hpp, metrics/hurst.hpp.
struct ClassicTrace {
    std::vector<Bin> rtt_bins;    // of all the window's round trips, ns; the first one holds the anchors
    std::vector<double> up_ns;    // one-way times of the recent observations, in time order
    std::vector<double> down_ns;  //
    std::vector<ClassicMinute> minutes;
};

}  // namespace tixdb::metrics
