#include "metrics/classic.hpp"

#include <algorithm>
#include <vector>

#include "metrics/classic_usage.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/hurst.hpp"
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

// The usages of a minute, both present.
struct MinuteUsage {
    double up = 0;
    double down = 0;
};

std::vector<MinuteUsage> minute_usages(std::span<const model::Observation> recent,
                                       std::span<const double> up_ns, std::span<const double> down_ns) {
    std::vector<MinuteUsage> usages;
    for (const Minute& minute : full_minutes(recent)) {
        const auto up = classic_usage(up_ns.subspan(minute.begin, minute.count)).usage.value();
        const auto down = classic_usage(down_ns.subspan(minute.begin, minute.count)).usage.value();
        if (up && down) usages.push_back({*up, *down});
    }
    return usages;
}

Metric quality_of(const DirectionMetrics& direction, std::span<const MinuteUsage> minutes,
                  double MinuteUsage::*usage) {
    if (!direction.hurst_rs.value()) return direction.hurst_rs;
    if (!direction.hurst_wavelet.value()) return direction.hurst_wavelet;
    if (minutes.empty()) return Missing::no_minutes;
    const double hurst = (*direction.hurst_rs.value() + *direction.hurst_wavelet.value()) / 2;
    const auto congested = std::count_if(minutes.begin(), minutes.end(), [&](const MinuteUsage& minute) {
        return minute.*usage < kCongestedBelowUsage && hurst > kCongestedAboveHurst;
    });
    const auto all = static_cast<double>(minutes.size());
    return (all - static_cast<double>(congested)) / all;
}

}  // namespace

WindowMetrics classic(std::span<const model::Observation> window) {
    WindowMetrics metrics;
    metrics.method = model::Method::classic;
    metrics.method_version = kClassicVersion;
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
    const auto minutes = minute_usages(recent, up_ns, down_ns);
    metrics.minutes = static_cast<std::int64_t>(minutes.size());
    metrics.up.quality = quality_of(metrics.up, minutes, &MinuteUsage::up);
    metrics.down.quality = quality_of(metrics.down, minutes, &MinuteUsage::down);
    return metrics;
}

}  // namespace tixdb::metrics
