// SPDX-License-Identifier: MIT

#include "metrics/queueing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "metrics/clock_step.hpp"
#include "metrics/hurst.hpp"
#include "metrics/minutes.hpp"
#include "metrics/missing.hpp"
#include "metrics/observations.hpp"
#include "metrics/queue_delays.hpp"
#include "metrics/skew.hpp"
#include "metrics/utilisation.hpp"

namespace tixdb::metrics {
namespace {

using model::DirectionMetrics;
using model::Metric;
using model::Missing;
using model::QueueingInputs;
using model::SkewSource;
using model::WindowMetrics;
using Observations = std::span<const model::Observation>;

constexpr std::size_t kLeastRecent = 120;
constexpr std::array<int, 3> kHorizonsMin = {60, 30, 10};

// std::to_chars: the shortest text that reads back as the same number, in every locale.
std::string shortest_text(double number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

std::string json_of(const QueueingParameters& parameters) {
    return "{\"epsilon_down_ms\":" + shortest_text(parameters.epsilon_down_ms) +
           ",\"epsilon_up_ms\":" + shortest_text(parameters.epsilon_up_ms) + "}";
}

using SkewTrials = std::vector<SkewTrial>;

// Sets the three skew fields. A fit is accepted or not; without an accepted one the session's last is carried
// on, and without that the last fit tried has to do.
void take_skew(QueueingInputs& inputs, const SkewTrial& trial, const std::optional<double>& carried) {
    const SkewFit& fit = trial.fit;
    inputs.skew_ms_per_s = fit.skew_ms_per_s;
    inputs.skew_horizon_min = trial.horizon_min;
    inputs.skew_source = fit.is_accepted() ? SkewSource::fitted : SkewSource::fallback;
    if (fit.is_accepted() || !carried) return;
    inputs.skew_ms_per_s = *carried;
    inputs.skew_horizon_min = std::nullopt;
    inputs.skew_source = SkewSource::carried;
}

// The observations that the figures describe: the recent ones, or those on one side of a clock step.
struct Part {
    Observations observations;
    std::int64_t reference_ns = 0;
    OneWayDelays delays;
    bool is_side = false;
};

Part described_part(Observations recent) {
    const std::int64_t reference_ns = upstream_difference_ns(recent.front());
    OneWayDelays delays = one_way_delays(recent, reference_ns);
    const auto side = side_kept_after_clock_step(recent, delays.up_ns, delays.down_ns);
    if (!side) return {recent, reference_ns, std::move(delays), false};
    const Observations kept = recent.subspan(side->begin, side->count);
    return {kept, reference_ns, one_way_delays(kept, reference_ns), true};
}

// Over the longest horizon whose fit is accepted, the last one tried. session: not empty, ends at last_s.
SkewTrials skew_trials(Observations session, std::int64_t reference_ns, std::int64_t last_s) {
    SkewTrials trials;
    const OneWayDelays delays = one_way_delays(session, reference_ns);
    for (const int horizon_min : kHorizonsMin) {
        const auto first = std::partition_point(session.begin(), session.end(), [&](const auto& o) {
            return o.day_timestamp_s <= last_s - std::int64_t{horizon_min} * 60;
        });
        const auto count = static_cast<std::size_t>(session.end() - first);
        const SkewFit fit = fitted_skew(session.last(count), std::span(delays.up_ns).last(count),
                                        std::span(delays.down_ns).last(count), last_s);
        trials.push_back({horizon_min, static_cast<std::int64_t>(count), fit});
        if (fit.is_accepted()) break;
    }
    return trials;
}

// What lies beyond the step tells nothing about the drift on this side: one fit, over all of the side.
SkewTrial skew_trial_of_side(const Part& side, std::int64_t last_s) {
    const std::int64_t length_s =
        side.observations.back().day_timestamp_s - side.observations.front().day_timestamp_s;
    const SkewFit fit = fitted_skew(side.observations, side.delays.up_ns, side.delays.down_ns, last_s);
    return {static_cast<int>(length_s / 60) + 1, static_cast<std::int64_t>(side.observations.size()), fit};
}

// Not empty; the last one counts.
SkewTrials skew_trials_of(const Part& part, Observations session, std::int64_t last_s) {
    if (part.is_side) return {skew_trial_of_side(part, last_s)};
    return skew_trials(session, part.reference_ns, last_s);
}

std::int64_t busy_in(std::span<const double> queue_ms, double epsilon_ms) {
    return std::count_if(queue_ms.begin(), queue_ms.end(), [&](double q) { return q > epsilon_ms; });
}

std::vector<QueueingMinute> minutes_of(Observations observations, const QueueDelays& queues,
                                       const QueueingParameters& parameters) {
    std::vector<QueueingMinute> minutes;
    for (const Minute& minute : full_minutes(observations)) {
        const auto count = static_cast<std::int64_t>(minute.count);
        const auto up = std::span(queues.up_queue_ms).subspan(minute.begin, minute.count);
        const auto down = std::span(queues.down_queue_ms).subspan(minute.begin, minute.count);
        const std::int64_t up_busy = busy_in(up, parameters.epsilon_up_ms);
        const std::int64_t down_busy = busy_in(down, parameters.epsilon_down_ms);
        minutes.push_back(
            {minute.start_s, count, up_busy, down_busy, 2 * up_busy > count, 2 * down_busy > count});
    }
    return minutes;
}

void describe(DirectionMetrics& direction, std::span<const double> delays_ms,
              std::span<const double> queue_ms, double epsilon_ms) {
    direction.busy_share =
        static_cast<double>(busy_in(queue_ms, epsilon_ms)) / static_cast<double>(queue_ms.size());
    direction.usage = utilisation_of(*direction.busy_share);
    direction.hurst_rs = hurst_rs(delays_ms);
    direction.hurst_wavelet = hurst_wavelet(delays_ms);
}

Metric quality_of(const std::vector<QueueingMinute>& minutes, bool QueueingMinute::*is_congested) {
    if (minutes.empty()) return Missing::no_minutes;
    const auto congested = std::count_if(minutes.begin(), minutes.end(), std::mem_fn(is_congested));
    const auto all = static_cast<double>(minutes.size());
    return (all - static_cast<double>(congested)) / all;
}

}  // namespace

WindowMetrics queueing(Observations window, const QueueingHistory& history,
                       const QueueingParameters& parameters, QueueingTrace* trace) {
    WindowMetrics metrics;
    metrics.method = model::Method::queueing;
    metrics.method_version = kQueueingVersion;
    metrics.parameters_json = json_of(parameters);
    const Observations recent = recent_of(window);
    metrics.recent_observations = static_cast<std::int64_t>(recent.size());
    if (is_too_short(window) || recent.size() < kLeastRecent) {
        metrics.up = metrics.down = missing_for(is_too_short(window) ? Missing::too_short : Missing::too_few);
        return metrics;
    }
    const Part part = described_part(recent);
    const std::int64_t last_s = recent.back().day_timestamp_s;
    const Observations session = history.session.empty() ? window : history.session;
    SkewTrials trials = skew_trials_of(part, session, last_s);
    QueueingInputs inputs;
    inputs.clock_step = part.is_side;
    take_skew(inputs, trials.back(), history.last_fitted_skew_ms_per_s);
    QueueDelays queues = queue_delays(part.observations, part.delays, *inputs.skew_ms_per_s, last_s);
    StandingQueue standing = add_standing_queue(queues, history.least_base_ms);
    inputs.base_ms = queues.base_ms;
    inputs.baseline_ms = standing.baseline_ms;
    inputs.standing_ms = standing.added_ms;
    inputs.standing_direction = std::move(standing.direction);
    metrics.queueing = std::move(inputs);

    std::vector<QueueingMinute> minutes = minutes_of(part.observations, queues, parameters);
    metrics.minutes = static_cast<std::int64_t>(minutes.size());
    describe(metrics.up, queues.up_ms, queues.up_queue_ms, parameters.epsilon_up_ms);
    describe(metrics.down, queues.down_ms, queues.down_queue_ms, parameters.epsilon_down_ms);
    metrics.up.quality = quality_of(minutes, &QueueingMinute::up_congested);
    metrics.down.quality = quality_of(minutes, &QueueingMinute::down_congested);
    if (trace != nullptr) {
        *trace = {static_cast<std::int64_t>(part.observations.size()),
                  part.observations.front().day_timestamp_s,
                  part.observations.back().day_timestamp_s,
                  std::move(trials),
                  std::move(queues),
                  std::move(minutes)};
    }
    return metrics;
}

WindowMetrics queueing(Observations window, const WindowHistory& history,
                       const QueueingParameters& parameters, QueueingTrace* trace) {
    QueueingHistory of_version_1{history.session, std::nullopt, std::nullopt};
    const model::QueueingReads& offered = history.offered;
    if (offered.skew_ms_per_s) of_version_1.last_fitted_skew_ms_per_s = offered.skew_ms_per_s->value;
    if (offered.floor_sum_ms) of_version_1.least_base_ms = offered.floor_sum_ms->value;
    WindowMetrics metrics = queueing(window, of_version_1, parameters, trace);
    if (!metrics.queueing) metrics.queueing.emplace();
    metrics.queueing->floor_sum_ms = metrics.queueing->base_ms;
    metrics.queueing->reads = offered;
    return metrics;
}

}  // namespace tixdb::metrics
