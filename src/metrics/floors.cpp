// SPDX-License-Identifier: MIT

#include "metrics/floors.hpp"

#include <algorithm>
#include <vector>

#include "metrics/order.hpp"

namespace tixdb::metrics {

double floor_of(std::span<const double> delays_ms) {
    // Not std::min_element, which follows a pointer to the least one so far.
    double least = delays_ms.front();
    for (const double delay_ms : delays_ms) least = delay_ms < least ? delay_ms : least;
    return least;
}

std::size_t count_on_floor(std::span<const double> delays_ms, double floor_ms) {
    const double limit_ms = floor_ms + kFloorWidthMs;
    std::size_t count = 0;
    for (const double delay_ms : delays_ms) count += delay_ms <= limit_ms ? 1 : 0;
    return count;
}

bool is_sharp(std::span<const double> delays_ms) {
    return is_enough(count_on_floor(delays_ms, floor_of(delays_ms)), delays_ms.size());
}

bool is_level(std::span<const double> delays_ms, std::size_t pieces, double within_ms) {
    if (delays_ms.size() < pieces) return false;
    const double limit_ms = floor_of(delays_ms) + within_ms;
    const std::size_t length = delays_ms.size() / pieces;
    const std::size_t longer = delays_ms.size() % pieces;
    std::size_t begin = 0;
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const std::size_t count = length + (piece < longer ? 1 : 0);
        if (floor_of(delays_ms.subspan(begin, count)) > limit_ms) return false;
        begin += count;
    }
    return true;
}

bool is_spread(std::span<const double> delays_ms) {
    std::vector<double> sorted(delays_ms.begin(), delays_ms.end());
    sort_ascending(sorted);
    const std::size_t share = (sorted.size() + 19) / 20;
    for (std::size_t i = 0; i + share <= sorted.size(); ++i) {
        if (!(sorted[i + share - 1] - sorted[i] > kFloorWidthMs)) return false;
    }
    return true;
}

double kth_lowest(std::span<const double> delays_ms, std::size_t k) {
    std::vector<double> values(delays_ms.begin(), delays_ms.end());
    const std::size_t at = std::min(k, values.size()) - 1;
    select_nth(values.data(), values.data() + at, values.data() + values.size());
    return values[at];
}

}  // namespace tixdb::metrics
