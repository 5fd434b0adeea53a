// SPDX-License-Identifier: MIT

#include "metrics/latency.hpp"

#include <cmath>

#include "metrics/delays.hpp"
#include "metrics/impossible.hpp"
#include "metrics/nearest_rank.hpp"
#include "metrics/units.hpp"

namespace tixdb::metrics {
namespace {

std::int64_t whole_ns(double delay_ms) {
    return std::llround(delay_ms * kNsPerMs);
}

// Counts seconds, silence and bursts of probes that come in time order.
class Coverage {
  public:
    explicit Coverage(model::Latency& latency) : latency_(latency) {}

    void add(std::int64_t time_s) {
        if (latency_.received++ == 0) {
            first_s_ = time_s;
        } else if (time_s == last_s_) {
            ++latency_.burst;
        } else if (time_s - last_s_ > kLongestLossS) {
            latency_.silent_s += time_s - last_s_ - 1;
        }
        last_s_ = time_s;
    }
    void end() {
        if (latency_.received > 0) latency_.covered_s = last_s_ - first_s_ + 1 - latency_.silent_s;
    }

  private:
    model::Latency& latency_;
    std::int64_t first_s_ = 0;
    std::int64_t last_s_ = 0;
};

model::RoundTripPercentiles round_trip_percentiles(std::vector<std::int64_t> trips_ns) {
    NearestRanks<std::int64_t> ranks(std::move(trips_ns));
    model::RoundTripPercentiles percentiles;
    percentiles.min_ns = ranks.least();
    percentiles.median_ns = ranks.at(50);
    percentiles.p75_ns = ranks.at(75);
    percentiles.p90_ns = ranks.at(90);
    percentiles.p95_ns = ranks.at(95);
    percentiles.p99_ns = ranks.at(99);
    percentiles.max_ns = ranks.at(100);
    return percentiles;
}

model::DelayPercentiles delay_percentiles(const std::vector<std::int64_t>& delays_ns,
                                          const std::vector<std::int64_t>& waits_ns) {
    NearestRanks<std::int64_t> ranks(delays_ns);
    model::DelayPercentiles percentiles;
    percentiles.median_ns = ranks.at(50);
    percentiles.p95_ns = ranks.at(95);
    percentiles.p99_ns = ranks.at(99);
    percentiles.variation_p95_ns =
        waits_ns == delays_ns ? percentiles.p95_ns : NearestRanks<std::int64_t>(waits_ns).at(95);
    return percentiles;
}

}  // namespace

QueueProbes queue_probes_of(const QueueDelays& delays, const model::QueueingInputs& inputs,
                            const QueueingParameters& parameters) {
    QueueProbes found;
    if (delays.up_queue_ms.empty()) return found;
    if (inputs.standing_direction == "up") found.up_standing_ns = whole_ns(inputs.standing_ms);
    if (inputs.standing_direction == "down") found.down_standing_ns = whole_ns(inputs.standing_ms);
    found.probes.reserve(delays.time_s.size());
    for (std::size_t i = 0; i < delays.time_s.size(); ++i) {
        found.probes.push_back({delays.time_s[i], whole_ns(delays.up_ms[i]), whole_ns(delays.down_ms[i]),
                                delays.up_queue_ms[i] > parameters.epsilon_up_ms,
                                delays.down_queue_ms[i] > parameters.epsilon_down_ms});
    }
    return found;
}

void DelayColumns::append(const QueueProbes& window, std::int64_t after_s, std::int64_t until_s) {
    const std::size_t most = size() + window.probes.size();
    for (auto* column : {&time_s, &up_ns, &down_ns, &up_wait_ns, &down_wait_ns}) column->reserve(most);
    for (auto* marks : {&is_up_busy, &is_down_busy}) marks->reserve(most);
    for (const QueueProbe& probe : window.probes) {
        if (probe.time_s <= after_s || probe.time_s > until_s) continue;
        time_s.push_back(probe.time_s);
        up_ns.push_back(probe.up_wait_ns + window.up_standing_ns);
        down_ns.push_back(probe.down_wait_ns + window.down_standing_ns);
        up_wait_ns.push_back(probe.up_wait_ns);
        down_wait_ns.push_back(probe.down_wait_ns);
        is_up_busy.push_back(probe.is_up_busy ? 1 : 0);
        is_down_busy.push_back(probe.is_down_busy ? 1 : 0);
    }
}

model::Latency latency_of(std::span<const model::Observation> observations, std::int64_t copies,
                          const DelayColumns& delays) {
    model::Latency latency;
    latency.duplicates = copies - static_cast<std::int64_t>(observations.size());
    std::vector<std::int64_t> trips_ns;
    trips_ns.reserve(observations.size());
    Coverage coverage(latency);
    for (const model::Observation& observation : observations) {
        if (is_impossible(observation)) {
            ++latency.impossible;
            continue;
        }
        coverage.add(observation.day_timestamp_s);
        trips_ns.push_back(round_trip_ns(observation));
    }
    coverage.end();
    if (!trips_ns.empty()) latency.rtt = round_trip_percentiles(std::move(trips_ns));
    latency.kept = static_cast<std::int64_t>(delays.size());
    if (delays.size() > 0) {
        latency.up = delay_percentiles(delays.up_ns, delays.up_wait_ns);
        latency.down = delay_percentiles(delays.down_ns, delays.down_wait_ns);
    }
    return latency;
}

}  // namespace tixdb::metrics
