// SPDX-License-Identifier: MIT

#include "metrics/running_floor.hpp"

#include <algorithm>
#include <limits>

#include "metrics/floors.hpp"

namespace tixdb::metrics {

RunningFloor floors_of_beginnings(std::span<const double> delays_ms) {
    const std::size_t size = delays_ms.size();
    RunningFloor running{{}, std::vector<std::size_t>(size + 1, 0)};
    running.floor_ms.reserve(size + 1);
    double floor_ms = std::numeric_limits<double>::infinity();
    running.floor_ms.push_back(floor_ms);
    for (const double delay_ms : delays_ms) {
        floor_ms = delay_ms < floor_ms ? delay_ms : floor_ms;
        running.floor_ms.push_back(floor_ms);
    }
    // A delay is on the floor of the beginnings from its own on, until that floor has sunk too deep. Added
    // where that starts, taken away where it ends; what has come in before less what has gone is the count.
    std::vector<std::size_t> gone(size + 2, 0);
    const auto begin = running.floor_ms.begin();
    for (std::size_t i = 0; i < size; ++i) {
        const auto is_on = [&](double floor) { return delays_ms[i] <= floor + kFloorWidthMs; };
        if (!is_on(running.floor_ms[i + 1])) continue;
        ++running.on_floor[i + 1];
        if (is_on(floor_ms)) continue;  // to the end
        const auto end =
            std::partition_point(begin + static_cast<std::ptrdiff_t>(i) + 1, running.floor_ms.end(), is_on);
        ++gone[static_cast<std::size_t>(end - begin)];
    }
    for (std::size_t i = 1; i <= size; ++i) running.on_floor[i] += running.on_floor[i - 1] - gone[i];
    return running;
}

RunningFloor floors_of_ends(std::span<const double> delays_ms) {
    const std::vector<double> backwards(delays_ms.rbegin(), delays_ms.rend());
    RunningFloor running = floors_of_beginnings(backwards);
    std::reverse(running.floor_ms.begin(), running.floor_ms.end());
    std::reverse(running.on_floor.begin(), running.on_floor.end());
    return running;
}

}  // namespace tixdb::metrics
