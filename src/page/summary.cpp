// SPDX-License-Identifier: MIT

#include "page/summary.hpp"

#include <algorithm>
#include <cmath>

#include "model/latency.hpp"
#include "page/time_units.hpp"

namespace tixdb::page {
namespace {

constexpr double kNsPerMs = 1e6;

std::optional<double> ms_of(const std::optional<std::int64_t>& ns) {
    if (!ns) return std::nullopt;
    return static_cast<double>(*ns) / kNsPerMs;
}

void count_usage(std::array<std::int64_t, kUsageBins>& bins, const std::optional<double>& usage) {
    if (!usage) return;
    const auto bin = static_cast<std::size_t>(*clamped(usage) * static_cast<double>(kUsageBins));
    ++bins[std::min(bin, kUsageBins - 1)];
}

void count_rtt(std::array<std::int64_t, kRttBins>& bins, std::int64_t rtt_ns) {
    std::size_t bin = 0;
    while (bin + 1 < kRttBins && static_cast<double>(rtt_ns) / kNsPerMs >= rtt_bin_ms(bin + 1)) ++bin;
    ++bins[bin];
}

void count_state(std::array<std::int64_t, 3>& states, const std::optional<model::DetectionState>& state) {
    if (state) ++states[static_cast<std::size_t>(*state)];
}

// The day that local_s lies in: things come in order of time, but for a clock that is put back.
Day& day_of(std::vector<Day>& days, const TimeZone& zone, std::int64_t unix_s) {
    const auto number = [&](std::int64_t time_s) { return (zone.local_s(time_s) + 366 * kDayS) / kDayS; };
    const auto found =
        std::lower_bound(days.begin(), days.end(), number(unix_s),
                         [&](const Day& day, std::int64_t wanted) { return number(day.begin_s) < wanted; });
    if (found != days.end() && number(found->begin_s) == number(unix_s)) return *found;
    return *days.insert(found, Day{unix_s, {}});
}

}  // namespace

std::size_t weekday_of(std::int64_t local_s) {
    constexpr std::int64_t kThursday = 3;  // what 1970 began with
    const std::int64_t days = (local_s - ((local_s % kDayS) + kDayS) % kDayS) / kDayS;
    return static_cast<std::size_t>(((days + kThursday) % 7 + 7) % 7);
}

std::size_t hour_of(std::int64_t local_s) {
    return static_cast<std::size_t>(((local_s % kDayS) + kDayS) % kDayS / 3600);
}

std::optional<std::int64_t> nearest_rank_of(std::vector<std::int64_t> values, double p) {
    if (values.empty()) return std::nullopt;
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size())));
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::optional<double> clamped(const std::optional<double>& usage) {
    if (!usage) return std::nullopt;
    return std::clamp(*usage, 0.0, 1.0);
}

std::optional<double> congestion(const std::optional<double>& quality) {
    if (!quality) return std::nullopt;
    return 1 - *quality;
}

void Stretch::add(const store::PageWindow& window) {
    ++windows;
    up.add(window.up_usage, window.up_quality);
    down.add(window.down_usage, window.down_quality);
}

void Stretch::add(const store::PageHour& hour) {
    received += hour.received;
    covered_s += hour.covered_s;
    if (!hour.rtt) return;
    medians_ns.push_back(hour.rtt->median_ns);
    p95s_ns.push_back(hour.rtt->p95_ns);
}

std::optional<double> Stretch::loss() const {
    return model::loss_of(received, covered_s);
}

std::optional<double> Stretch::rtt_median_ms() const {
    return ms_of(nearest_rank_of(medians_ns, 0.5));
}

std::optional<double> Stretch::rtt_p95_ms() const {
    return ms_of(nearest_rank_of(p95s_ns, 0.5));
}

double rtt_bin_ms(std::size_t bin) {
    return std::pow(2.0, static_cast<double>(bin) / 2);
}

Summary summary_of(const std::vector<store::PageWindow>& windows, const std::vector<store::PageHour>& hours,
                   const TimeZone& zone) {
    Summary summary;
    for (const store::PageWindow& window : windows) {
        const std::int64_t local_s = zone.local_s(window.last_s);
        summary.all.add(window);
        summary.week[weekday_of(local_s)][hour_of(local_s)].add(window);
        day_of(summary.days, zone, window.last_s).stretch.add(window);
        count_usage(summary.up_usage, window.up_usage);
        count_usage(summary.down_usage, window.down_usage);
        count_state(summary.up_states, window.up_state);
        count_state(summary.down_states, window.down_state);
    }
    for (const store::PageHour& hour : hours) {
        summary.all.add(hour);
        day_of(summary.days, zone, hour.hour_s).stretch.add(hour);
        if (!hour.rtt) continue;
        count_rtt(summary.rtt_median, hour.rtt->median_ns);
        count_rtt(summary.rtt_p95, hour.rtt->p95_ns);
    }
    return summary;
}

}  // namespace tixdb::page
