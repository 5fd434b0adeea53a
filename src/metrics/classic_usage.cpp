// SPDX-License-Identifier: MIT

#include "metrics/classic_usage.hpp"

#include <algorithm>
#include <vector>

#include "metrics/order.hpp"

namespace tixdb::metrics {

ClassicUsage classic_usage(std::span<const double> times) {
    std::vector<double> sorted(times.begin(), times.end());
    sort_ascending(sorted);
    const auto marks = marks_of_sorted(sorted);
    if (!marks) return {};
    const auto above = [&](double mark) {
        return sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), mark);
    };
    const auto above_mode = above(marks->mode);
    if (above_mode == 0) return {model::Missing::constant, marks};
    return {static_cast<double>(above(marks->threshold)) / static_cast<double>(above_mode), marks};
}

}  // namespace tixdb::metrics
