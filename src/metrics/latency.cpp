// SPDX-License-Identifier: MIT

#include "metrics/latency.hpp"

#include <algorithm>
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
    const auto is_until = [](std::int64_t last_s) {
        return [last_s](const QueueProbe& probe) { return probe.time_s <= last_s; };
    };
    const auto begin = std::partition_point(window.probes.begin(), window.probes.end(), is_until(after_s));
    const auto end = std::partition_point(begin, window.probes.end(), is_until(until_s));
    const std::size_t before = size();
    const auto count = static_cast<std::size_t>(end - begin);
    for (auto* column : {&time_s, &up_ns, &down_ns, &up_wait_ns, &down_wait_ns}) {
        column->resize(before + count);
    }
    for (auto* marks : {&is_up_busy, &is_down_busy}) marks->resize(before + count);
    const auto part = [before](auto& column) { return column.data() + before; };
    auto* const times_s = part(time_s);
    auto* const ups_ns = part(up_ns);
    auto* const downs_ns = part(down_ns);
    auto* const up_waits_ns = part(up_wait_ns);
    auto* const down_waits_ns = part(down_wait_ns);
    auto* const up_marks = part(is_up_busy);
    auto* const down_marks = part(is_down_busy);
    for (std::size_t i = 0; i < count; ++i) {
        const QueueProbe& probe = begin[static_cast<std::ptrdiff_t>(i)];
        times_s[i] = probe.time_s;
        ups_ns[i] = probe.up_wait_ns + window.up_standing_ns;
        downs_ns[i] = probe.down_wait_ns + window.down_standing_ns;
        up_waits_ns[i] = probe.up_wait_ns;
        down_waits_ns[i] = probe.down_wait_ns;
        up_marks[i] = static_cast<std::uint8_t>(probe.is_up_busy);
        down_marks[i] = static_cast<std::uint8_t>(probe.is_down_busy);
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
