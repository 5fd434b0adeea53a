// SPDX-License-Identifier: MIT

#include "store/latency_store.hpp"

#include <algorithm>

#include "store/sql/latency.hpp"
#include "store/sql/latency_hour.hpp"
#include "store/sql/latency_minute.hpp"
#include "store/sql/recent_delays.hpp"

namespace tixdb::store {
namespace {

using model::DelayPercentiles;
using model::Latency;
using model::LatencyMinute;
using model::RoundTripPercentiles;

constexpr std::int64_t kHourS = 3600;

void bind_delays(Statement& statement, int& at, const std::optional<DelayPercentiles>& delays) {
    const auto bind = [&](std::int64_t DelayPercentiles::*member) {
        if (delays)
            statement.bind(++at, (*delays).*member);
        else
            statement.bind(++at, std::nullopt);
    };
    bind(&DelayPercentiles::median_ns);
    bind(&DelayPercentiles::p95_ns);
    bind(&DelayPercentiles::p99_ns);
    bind(&DelayPercentiles::variation_p95_ns);
}

// The columns of latency and latency_hour after their keys.
void bind_latency(Statement& statement, int at, const Latency& latency) {
    for (const std::int64_t count : {latency.received, latency.covered_s, latency.silent_s, latency.burst,
                                     latency.duplicates, latency.impossible}) {
        statement.bind(++at, count);
    }
    for (const auto member :
         {&RoundTripPercentiles::min_ns, &RoundTripPercentiles::median_ns, &RoundTripPercentiles::p75_ns,
          &RoundTripPercentiles::p90_ns, &RoundTripPercentiles::p95_ns, &RoundTripPercentiles::p99_ns,
          &RoundTripPercentiles::max_ns}) {
        if (latency.rtt)
            statement.bind(++at, (*latency.rtt).*member);
        else
            statement.bind(++at, std::nullopt);
    }
    statement.bind(++at, latency.kept);
    bind_delays(statement, at, latency.up);
    bind_delays(statement, at, latency.down);
}

std::optional<DelayPercentiles> delays_at(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return DelayPercentiles{row.int64(column), row.int64(column + 1), row.int64(column + 2),
                            row.int64(column + 3)};
}

Latency latency_at(const Statement& row) {
    Latency latency;
    latency.received = row.int64(0);
    latency.covered_s = row.int64(1);
    latency.silent_s = row.int64(2);
    latency.burst = row.int64(3);
    latency.duplicates = row.int64(4);
    latency.impossible = row.int64(5);
    if (!row.is_null(6)) {
        latency.rtt = RoundTripPercentiles{row.int64(6),  row.int64(7),  row.int64(8), row.int64(9),
                                           row.int64(10), row.int64(11), row.int64(12)};
    }
    latency.kept = row.int64(13);
    latency.up = delays_at(row, 14);
    latency.down = delays_at(row, 18);
    return latency;
}

}  // namespace

model::LatencyMinute latency_minute_at(const Statement& row) {
    return {row.int64(0), row.int64(1), row.int64(2), row.int64(3), row.int64(4),
            row.int64(5), row.int64(6), row.int64(7), row.int64(8)};
}

LatencyStore::LatencyStore(Database& database)
    : replace_(database, sql::latency::replace_latency),
      select_(database, sql::latency::select_latency),
      replace_hour_(database, sql::latency_hour::replace_hour),
      select_hour_(database, sql::latency_hour::select_hour),
      delete_hour_(database, sql::latency_hour::delete_hour),
      select_minutes_(database, sql::latency_minute::select_minutes),
      replace_minute_(database, sql::latency_minute::replace_minute),
      delete_minute_(database, sql::latency_minute::delete_minute),
      put_delays_(database, sql::recent_delays::put_delays),
      forget_delays_(database, sql::recent_delays::delete_before) {}

void LatencyStore::put(std::int64_t window_id, const Latency& latency) {
    replace_.bind(1, window_id);
    bind_latency(replace_, 1, latency);
    replace_.execute();
}

std::optional<Latency> LatencyStore::of_window(std::int64_t window_id) {
    const ResetAtEnd reset(select_);
    select_.bind_all(window_id);
    if (!select_.step()) return std::nullopt;
    return latency_at(select_);
}

void LatencyStore::put(const model::InstallationKey& key, const model::LatencyHour& hour,
                       std::int64_t minutes_from_s) {
    if (hour.latency) {
        int at = 0;
        for (const std::int64_t part : {key.user_id, key.installation_id, hour.hour_s}) {
            replace_hour_.bind(++at, part);
        }
        bind_latency(replace_hour_, at, *hour.latency);
        replace_hour_.execute();
    } else {
        delete_hour_.bind_all(key.user_id, key.installation_id, hour.hour_s);
        delete_hour_.execute();
    }
    put_minutes(key, hour, std::max(hour.hour_s, minutes_from_s));
}

void LatencyStore::put_minutes(const model::InstallationKey& key, const model::LatencyHour& hour,
                               std::int64_t from_s) {
    const std::vector<LatencyMinute> stored = minutes(key, from_s, hour.hour_s + kHourS);
    auto old = stored.begin();
    const auto remove = [&](const LatencyMinute& minute) {
        delete_minute_.bind_all(key.user_id, key.installation_id, minute.minute_s);
        delete_minute_.execute();
    };
    for (const LatencyMinute& minute : hour.minutes) {
        for (; old != stored.end() && old->minute_s < minute.minute_s; ++old) remove(*old);
        const bool is_there = old != stored.end() && old->minute_s == minute.minute_s;
        if (is_there && *old++ == minute) continue;
        replace_minute_.bind_all(key.user_id, key.installation_id, minute.minute_s, minute.probes,
                                 minute.up_busy, minute.down_busy, minute.up_median_ns, minute.up_p95_ns,
                                 minute.down_median_ns, minute.down_p95_ns, minute.rtt_median_ns);
        replace_minute_.execute();
    }
    for (; old != stored.end(); ++old) remove(*old);
}

model::LatencyHour LatencyStore::hour(const model::InstallationKey& key, std::int64_t hour_s) {
    const ResetAtEnd reset(select_hour_);
    select_hour_.bind_all(key.user_id, key.installation_id, hour_s);
    model::LatencyHour hour{hour_s, std::nullopt, minutes(key, hour_s, hour_s + kHourS)};
    if (select_hour_.step()) hour.latency = latency_at(select_hour_);
    return hour;
}

bool LatencyStore::has_hour(const model::InstallationKey& key, std::int64_t hour_s) {
    const ResetAtEnd reset(select_hour_);
    select_hour_.bind_all(key.user_id, key.installation_id, hour_s);
    return select_hour_.step();
}

std::vector<LatencyMinute> LatencyStore::minutes(const model::InstallationKey& key, std::int64_t from_s,
                                                 std::int64_t to_s) {
    const ResetAtEnd reset(select_minutes_);
    select_minutes_.bind_all(key.user_id, key.installation_id, from_s, to_s);
    std::vector<LatencyMinute> minutes;
    while (select_minutes_.step()) minutes.push_back(latency_minute_at(select_minutes_));
    return minutes;
}

void LatencyStore::put_delays(const model::InstallationKey& key, std::int64_t last_probe_s,
                              std::int64_t window_id, std::span<const std::uint8_t> probes) {
    put_delays_.bind_all(key.user_id, key.installation_id, last_probe_s, window_id, probes);
    put_delays_.execute();
}

void LatencyStore::forget_delays(const model::InstallationKey& key, std::int64_t before_s) {
    forget_delays_.bind_all(key.user_id, key.installation_id, before_s);
    forget_delays_.execute();
}

}  // namespace tixdb::store
