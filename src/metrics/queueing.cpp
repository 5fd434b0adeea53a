// SPDX-License-Identifier: MIT

#include "metrics/queueing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "metrics/hurst.hpp"
#include "metrics/minutes.hpp"
#include "metrics/missing.hpp"
#include "metrics/utilisation.hpp"

namespace tixdb::metrics {
namespace {

using model::DirectionMetrics;
using model::Metric;
using model::Missing;
using model::WindowMetrics;

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

std::int64_t busy_in(std::span<const double> queue_ms, double epsilon_ms) {
    return std::count_if(queue_ms.begin(), queue_ms.end(), [&](double q) { return q > epsilon_ms; });
}

std::vector<QueueingMinute> minutes_of(const QueueDelays& queues, const QueueingParameters& parameters) {
    std::vector<QueueingMinute> minutes;
    for (const Minute& minute : full_minutes(queues.time_s)) {
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

// The figures that the waiting times of step 7 give: steps 8 to 11. Returns the minutes.
std::vector<QueueingMinute> describe_queues(WindowMetrics& metrics, const QueueDelays& queues,
                                            const QueueingParameters& parameters) {
    std::vector<QueueingMinute> minutes = minutes_of(queues, parameters);
    metrics.minutes = static_cast<std::int64_t>(minutes.size());
    describe(metrics.up, queues.up_ms, queues.up_queue_ms, parameters.epsilon_up_ms);
    describe(metrics.down, queues.down_ms, queues.down_queue_ms, parameters.epsilon_down_ms);
    metrics.up.quality = quality_of(minutes, &QueueingMinute::up_congested);
    metrics.down.quality = quality_of(minutes, &QueueingMinute::down_congested);
    return minutes;
}

}  // namespace

WindowMetrics queueing(const QueueAnalysis& analysis, const QueueingParameters& parameters,
                       QueueingTrace* trace) {
    WindowMetrics metrics;
    metrics.method = model::Method::queueing;
    metrics.method_version = kQueueingVersion;
    metrics.parameters_json = json_of(parameters);
    metrics.recent_observations = analysis.recent;
    metrics.queueing = analysis.inputs;
    std::vector<QueueingMinute> minutes;
    if (analysis.missing) {
        metrics.up = metrics.down = missing_for(*analysis.missing);
    } else {
        minutes = describe_queues(metrics, analysis.delays, parameters);
    }
    if (trace != nullptr) {
        trace->described = static_cast<std::int64_t>(analysis.delays.time_s.size());
        if (!analysis.delays.time_s.empty()) {
            trace->described_first_s = analysis.delays.time_s.front();
            trace->described_last_s = analysis.delays.time_s.back();
        }
        trace->delays = analysis.delays;
        trace->minutes = std::move(minutes);
    }
    return metrics;
}

WindowMetrics queueing(std::span<const model::Observation> window, const WindowHistory& history,
                       const QueueingParameters& parameters, QueueingTrace* trace) {
    return queueing(analysed_queues(window, history, trace == nullptr ? nullptr : &trace->steps), parameters,
                    trace);
}

}  // namespace tixdb::metrics
