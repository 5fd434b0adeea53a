// SPDX-License-Identifier: MIT

#include "metrics/observations.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace tixdb::metrics {
namespace {

using model::Observation;

bool is_earlier(const Observation& a, const Observation& b) {
    const auto key = [](const Observation& o) {
        return std::tie(o.day_timestamp_s, o.initial_ns, o.final_ns, o.packet_size, o.reception_ns,
                        o.sent_ns);
    };
    return key(a) < key(b);
}

// As nearly always: then there is nothing to leave out and nothing to sort.
bool are_short_ones_of_one_second_each(std::span<const Observation> probes) {
    bool are = true;
    std::int64_t before_s = std::numeric_limits<std::int64_t>::min();
    for (const Observation& probe : probes) {
        are = are && probe.type == 'S' && probe.day_timestamp_s > before_s;
        before_s = probe.day_timestamp_s;
    }
    return are;
}

}  // namespace

std::vector<Observation> distinct_short_probes(std::vector<Observation>&& observations) {
    std::vector<Observation> probes = std::move(observations);
    if (are_short_ones_of_one_second_each(probes)) return probes;
    std::erase_if(probes, [](const Observation& o) { return o.type != 'S'; });
    // Reports arrive in order, so that there is rarely anything to sort.
    if (!std::is_sorted(probes.begin(), probes.end(), is_earlier)) {
        std::sort(probes.begin(), probes.end(), is_earlier);
    }
    probes.erase(std::unique(probes.begin(), probes.end()), probes.end());
    return probes;
}

std::span<const Observation> recent_of(std::span<const Observation> window) {
    if (window.empty()) return window;
    const std::int64_t start = window.back().day_timestamp_s - kRecentS;
    const auto first = std::partition_point(window.begin(), window.end(),
                                            [&](const Observation& o) { return o.day_timestamp_s <= start; });
    return window.subspan(static_cast<std::size_t>(first - window.begin()));
}

bool is_too_short(std::span<const Observation> window) {
    return window.empty() || window.back().day_timestamp_s - window.front().day_timestamp_s < kRecentS;
}

}  // namespace tixdb::metrics
