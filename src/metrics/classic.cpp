// SPDX-License-Identifier: MIT

#include "metrics/classic.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "metrics/classic_usage.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/hurst.hpp"
#include "metrics/impossible.hpp"
#include "metrics/minutes.hpp"
#include "metrics/missing.hpp"
#include "metrics/observations.hpp"

namespace tixdb::metrics {
namespace {

using model::DirectionMetrics;
using model::Metric;
using model::Missing;
using model::WindowMetrics;

constexpr double kCongestedBelowUsage = 0.5;
constexpr double kCongestedAboveHurst = 0.7;

void describe(DirectionMetrics& direction, std::span<const double> recent_ns) {
    const ClassicUsage usage = classic_usage(recent_ns);
    direction.usage = usage.usage;
    if (usage.marks) {
        direction.mode_ns = usage.marks->mode;
        direction.threshold_ns = usage.marks->threshold;
    }
    direction.hurst_rs = hurst_rs(recent_ns);
    direction.hurst_wavelet = hurst_wavelet(recent_ns);
}

std::vector<ClassicMinute> minutes_of(std::span<const model::Observation> recent,
                                      std::span<const double> up_ns, std::span<const double> down_ns) {
    std::vector<ClassicMinute> minutes;
    for (const Minute& minute : full_minutes(recent)) {
        const auto usage_of = [&](std::span<const double> times_ns) {
            return classic_usage(times_ns.subspan(minute.begin, minute.count)).usage.value();
        };
        minutes.push_back(
            {minute.start_s, static_cast<std::int64_t>(minute.count), usage_of(up_ns), usage_of(down_ns)});
    }
    return minutes;
}

// Marks the minutes that are congested. counted: how many minutes count.
Metric quality_of(const DirectionMetrics& direction, std::vector<ClassicMinute>& minutes,
                  std::int64_t counted, std::optional<double> ClassicMinute::*usage,
                  bool ClassicMinute::*is_congested) {
    if (!direction.hurst_rs.value()) return direction.hurst_rs;
    if (!direction.hurst_wavelet.value()) return direction.hurst_wavelet;
    if (counted == 0) return Missing::no_minutes;
    const double hurst = (*direction.hurst_rs.value() + *direction.hurst_wavelet.value()) / 2;
    std::int64_t congested = 0;
    for (ClassicMinute& minute : minutes) {
        if (!minute.counts()) continue;
        minute.*is_congested = *(minute.*usage) < kCongestedBelowUsage && hurst > kCongestedAboveHurst;
        if (minute.*is_congested) ++congested;
    }
    const auto all = static_cast<double>(counted);
    return (all - static_cast<double>(congested)) / all;
}

}  // namespace

WindowMetrics classic(std::span<const model::Observation> window, ClassicTrace* trace) {
    WindowMetrics metrics;
    metrics.method = model::Method::classic;
    metrics.method_version = kClassicVersion;
    metrics.impossible = impossible_among(window);
    const auto recent = recent_of(window);
    metrics.recent_observations = static_cast<std::int64_t>(recent.size());
    if (is_too_short(window)) {
        metrics.up = metrics.down = missing_for(Missing::too_short);
        return metrics;
    }
    const OneWayDelays delays = one_way_delays(window, upstream_difference_ns(window.front()));
    const auto clock = fitted_clock_offset(window, delays);
    if (!clock) return metrics;  // every value is missing, too_few
    metrics.rtt_mode_ns = clock->rtt_mode_ns;
    metrics.clock_anchors = static_cast<std::int64_t>(clock->offset.anchors().size());

    const ClockOffset::Times times = clock->offset.applied_to(window, delays);
    const auto up_ns = std::span(times.up_ns).last(recent.size());
    const auto down_ns = std::span(times.down_ns).last(recent.size());
    describe(metrics.up, up_ns);
    describe(metrics.down, down_ns);
    auto minutes = minutes_of(recent, up_ns, down_ns);
    metrics.minutes = std::count_if(minutes.begin(), minutes.end(), std::mem_fn(&ClassicMinute::counts));
    metrics.up.quality = quality_of(metrics.up, minutes, metrics.minutes, &ClassicMinute::up_usage,
                                    &ClassicMinute::up_congested);
    metrics.down.quality = quality_of(metrics.down, minutes, metrics.minutes, &ClassicMinute::down_usage,
                                      &ClassicMinute::down_congested);
    if (trace != nullptr) {
        *trace = {clock->rtt_bins, {up_ns.begin(), up_ns.end()}, {down_ns.begin(), down_ns.end()}, minutes};
    }
    return metrics;
}

}  // namespace tixdb::metrics
