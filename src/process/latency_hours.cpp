// SPDX-License-Identifier: MIT

#include "process/latency_hours.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/signals.hpp"
#include "metrics/observations.hpp"

namespace tixdb::process {
namespace {

constexpr std::int64_t kHourS = 3600;
constexpr std::int64_t kMinuteS = 60;
constexpr std::int64_t kAdded = 0;  // window_id of one that is not stored yet
constexpr std::int64_t kBeforeAllS = std::numeric_limits<std::int64_t>::min() / 4;

// A window of one observation per report and session gap lasts about so long. One whose first observation
// lies farther back has a wrong time in it, as a client can make it: there may be any number of hours
// between.
constexpr std::int64_t kLongestWindowS = 4 * 86'400;

std::int64_t hour_of(std::int64_t time_s) {
    const std::int64_t rest = time_s % kHourS;
    return time_s - (rest < 0 ? rest + kHourS : rest);
}

}  // namespace

LatencyHours::LatencyHours(HourReaders& readers, const model::InstallationKey& key, HourMinutes minutes,
                           IsCounted is_counted)
    : readers_(readers),
      key_(key),
      minutes_(minutes),
      is_counted_(std::move(is_counted)),
      stored_end_(readers.hours.last_end(key, [](std::int64_t) { return true; })) {}

void LatencyHours::touch(std::int64_t from_s, std::int64_t until_s) {
    for (std::int64_t hour_s = hour_of(from_s); hour_s <= until_s; hour_s += kHourS)
        touch_hour(hour_s, from_s);
}

void LatencyHours::touch_hour(std::int64_t hour_s, std::int64_t from_s) {
    const auto [at, is_new] = to_make_.emplace(hour_s, from_s);
    if (!is_new) at->second = std::min(at->second, from_s);
}

void LatencyHours::add(const store::WindowPlace& place, std::int64_t first_s, PackedDelays delays) {
    // Before its recent probes it gives observations alone, which an hour that is made already has. What is
    // left out here is made in the end, by its reports.
    const std::int64_t from_s = std::max(first_s, place.last_probe_s - kLongestWindowS);
    for (std::int64_t hour_s = hour_of(from_s); hour_s <= place.last_probe_s; hour_s += kHourS) {
        if (!made_.contains(hour_s)) touch_hour(hour_s, from_s);
    }
    touch(place.last_probe_s - metrics::kRecentS + 1, place.last_probe_s);
    added_.emplace(place, std::move(delays));
}

void LatencyHours::settle(std::int64_t last_s) {
    while (!to_make_.empty() && to_make_.begin()->first + kHourS + metrics::kRecentS <= last_s) {
        const auto [hour_s, from_s] = *to_make_.begin();
        to_make_.erase(to_make_.begin());
        make(hour_s, from_s, hour_s + kHourS - 1);
    }
}

std::vector<ChangedHour> LatencyHours::finish() {
    auto end_s = readers_.hours.last_end(key_, [&](std::int64_t id) { return !left_out_.contains(id); });
    if (!added_.empty()) {
        const std::int64_t added_s = added_.rbegin()->first.last_probe_s;
        end_s = end_s ? std::max(*end_s, added_s) : added_s;
    }
    touch_reports(end_s);
    for (const auto& [hour_s, from_s] : std::exchange(to_make_, {})) {
        throw_if_stopped();
        make(hour_s, from_s, std::min(end_s.value_or(kBeforeAllS), hour_s + kHourS - 1));
    }
    std::vector<ChangedHour> hours;
    for (auto& [hour_s, hour] : made_) {
        if (hour) hours.push_back(std::move(*hour));
    }
    return hours;
}

std::vector<StoredDelays> LatencyHours::computed_again() const {
    std::vector<StoredDelays> delays;
    for (const auto& [window_id, entry] : again_) delays.push_back(entry);
    return delays;
}

// Reports between where the last window ended and where it ends now.
void LatencyHours::touch_reports(std::optional<std::int64_t> end_s) {
    if (end_s == stored_end_) return;
    const std::int64_t a = end_s.value_or(kBeforeAllS);
    const std::int64_t b = stored_end_.value_or(kBeforeAllS);
    const std::int64_t after_s = std::min(a, b);
    const std::int64_t until_s = std::max(a, b);
    readers_.hours.report_times(key_, after_s, until_s, [&](std::int64_t first_s, std::int64_t last_s) {
        const std::int64_t from_s = std::max(first_s, after_s + 1);
        for (std::int64_t hour_s = hour_of(from_s); hour_s <= std::min(last_s, until_s); hour_s += kHourS) {
            if (!made_.contains(hour_s)) touch_hour(hour_s, from_s);
        }
    });
}

void LatencyHours::make(std::int64_t hour_s, std::int64_t from_s, std::int64_t until_s) {
    const Observations observations = observations_of(hour_s, until_s);
    const Delays delays = delays_of(hour_s, until_s);
    const bool is_complete = observations.is_complete && delays.is_complete;
    if (!is_complete && readers_.stored.has_hour(key_, hour_s)) {
        made_[hour_s] = std::nullopt;
        return;
    }
    ChangedHour changed{{hour_s, std::nullopt, {}}, hour_s};
    if (!observations.distinct.empty()) {
        changed.minutes_from_s = minutes_from(hour_s, from_s);
        changed.hour.latency =
            metrics::latency_of(observations.distinct, observations.copies, delays.columns);
        changed.hour.minutes =
            metrics::latency_minutes_of(observations.distinct, delays.columns, changed.minutes_from_s);
    }
    made_[hour_s] = std::move(changed);
}

// All of an hour that has no row yet. What this run has made of the hour before is made again: it is not
// stored.
std::int64_t LatencyHours::minutes_from(std::int64_t hour_s, std::int64_t from_s) {
    if (minutes_ == HourMinutes::all || from_s <= hour_s || !readers_.stored.has_hour(key_, hour_s)) {
        return hour_s;
    }
    const std::int64_t minute_s = from_s - (from_s - hour_s) % kMinuteS;
    const auto known = made_.find(hour_s);
    if (known == made_.end() || !known->second) return minute_s;
    return std::min(minute_s, known->second->minutes_from_s);
}

LatencyHours::Observations LatencyHours::observations_of(std::int64_t hour_s, std::int64_t until_s) {
    if (!set_apart_) set_apart_ = readers_.hours.set_apart(key_);
    Observations found;
    std::vector<model::Observation> all;
    all.reserve(kHourS);
    for (const store::HourReport& report : readers_.hours.reports(key_, hour_s, until_s)) {
        if (!is_counted_(report, *set_apart_)) continue;
        if (report.is_pruned) found.is_complete = false;
        const ReportProbes::Shared probes = readers_.probes.of(report.report_id);
        for (const model::Observation& probe : *probes) {
            if (probe.day_timestamp_s >= hour_s && probe.day_timestamp_s <= until_s) all.push_back(probe);
        }
    }
    found.copies = static_cast<std::int64_t>(all.size());
    found.distinct = metrics::distinct_short_probes(std::move(all));
    return found;
}

LatencyHours::Delays LatencyHours::delays_of(std::int64_t hour_s, std::int64_t until_s) {
    const std::int64_t to_s = hour_s + kHourS - 1 + metrics::kRecentS;
    std::vector<store::HourWindow> windows = readers_.hours.windows(key_, hour_s, to_s);
    std::erase_if(windows,
                  [&](const store::HourWindow& stored) { return left_out_.contains(stored.window_id); });
    for (auto at = added_.lower_bound({hour_s, {}, {}}); at != added_.end() && at->first.last_probe_s < to_s;
         ++at) {
        windows.push_back({kAdded, at->first, at->second});
    }
    std::sort(windows.begin(), windows.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    Delays found;
    std::int64_t after_s = hour_s - 1;
    for (const store::HourWindow& window : windows) {
        const auto delays = delays_of(window);
        found.is_complete = found.is_complete && delays.has_value();
        if (!delays) continue;
        found.columns.append(*delays, after_s, until_s);
        after_s = std::max(after_s, window.place.last_probe_s);
    }
    return found;
}

std::optional<metrics::QueueProbes> LatencyHours::delays_of(const store::HourWindow& window) {
    if (window.delays) {
        if (auto delays = unpacked(*window.delays)) return delays;
    }
    if (window.window_id == kAdded) return metrics::QueueProbes{};
    const auto known = again_.find(window.window_id);
    if (known != again_.end()) return unpacked(known->second.delays);
    auto delays = readers_.again.of(key_, window.window_id, window.place.last_probe_s);
    if (delays) again_[window.window_id] = {window.window_id, window.place.last_probe_s, packed(*delays)};
    return delays;
}

}  // namespace tixdb::process
