// SPDX-License-Identifier: MIT

#include "report/simulated_truth.hpp"

#include <algorithm>

#include "metrics/observations.hpp"

namespace tixdb::report {

std::optional<double> SimulatedTruth::expected(const store::WindowUsage& window, Direction direction) const {
    constexpr std::int64_t kMinuteS = 60;
    const auto truth = minutes_.find(window.installation);
    if (truth == minutes_.end()) return std::nullopt;
    // Whole seconds T with last_probe_s - 600 < T <= last_probe_s.
    const std::int64_t begin_s = window.last_probe_s - metrics::kRecentS + 1;
    const std::int64_t end_s = window.last_probe_s + 1;
    double sum = 0;
    double seconds = 0;
    const InstallationTruth& minutes = truth->second;
    for (auto at = minutes.upper_bound(begin_s - kMinuteS); at != minutes.end() && at->first < end_s; ++at) {
        const auto& [start_s, minute] = *at;
        const auto overlap_s =
            static_cast<double>(std::min(end_s, start_s + kMinuteS) - std::max(begin_s, start_s));
        sum += overlap_s * (direction == Direction::up ? minute.up_utilisation : minute.down_utilisation);
        seconds += overlap_s;
    }
    if (seconds == 0) return std::nullopt;
    return sum / seconds;
}

}  // namespace tixdb::report
