// SPDX-License-Identifier: MIT

#include "metrics/straightened.hpp"

#include "metrics/observations.hpp"
#include "metrics/units.hpp"

namespace tixdb::metrics {

std::vector<double> straightened_ms(std::span<const std::int64_t> time_s,
                                    std::span<const std::int64_t> delays_ns, double slope_ms_per_s) {
    std::vector<double> delays_ms;
    delays_ms.reserve(time_s.size());
    for (std::size_t i = 0; i < time_s.size(); ++i) {
        const double drift_ms = slope_ms_per_s * static_cast<double>(time_s[i]);
        delays_ms.push_back(static_cast<double>(delays_ns[i]) / kNsPerMs - drift_ms);
    }
    return delays_ms;
}

StraightDelays straightened(const ProbeView& probes, double skew_ms_per_s) {
    return {{probes.time_s.begin(), probes.time_s.end()},
            straightened_ms(probes.time_s, probes.up_ns, skew_ms_per_s),
            straightened_ms(probes.time_s, probes.down_ns, -skew_ms_per_s)};
}

StraightDelays straightened_recent(const ProbeDelays& probes, double skew_ms_per_s) {
    const ProbeView last_minutes = probes.view().between(-kRecentS, 0);
    StraightDelays delays = straightened(last_minutes, skew_ms_per_s);
    if (last_minutes.size() == probes.recent()) return delays;
    const std::size_t begin = probes.view().size() - last_minutes.size();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < last_minutes.size(); ++i) {
        if (!probes.is_recent(begin + i)) continue;
        delays.time_s[kept] = delays.time_s[i];
        delays.up_ms[kept] = delays.up_ms[i];
        delays.down_ms[kept] = delays.down_ms[i];
        ++kept;
    }
    delays.time_s.resize(kept);
    delays.up_ms.resize(kept);
    delays.down_ms.resize(kept);
    return delays;
}

}  // namespace tixdb::metrics
