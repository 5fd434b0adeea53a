// SPDX-License-Identifier: MIT

#include "maintenance/retention_cutoff.hpp"

#include <algorithm>
#include <optional>

#include "model/window.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::int64_t kHourS = 3600;

// A report that begins at before_s or later can go on with the session of the one before it. Where the next
// window of that session starts, then; nothing if the session is over.
std::optional<std::int64_t> open_since_s(store::ReportReader& reports, const model::InstallationKey& key,
                                         std::int64_t before_s) {
    store::ReportPlace last{before_s - 1, {}};
    last.digest.fill(0xFF);
    std::optional<std::int64_t> since_s;
    std::optional<std::int64_t> session_report_id;
    reports.backwards(key, last, store::kNothingLeftOut, [&](const store::BackwardRow& row) {
        const std::int64_t first_s = row.report.place.first_observation_s;
        if (!since_s && first_s + model::kSessionGapS < before_s) return false;
        if (row.ends_session) return false;
        since_s = first_s;
        session_report_id = row.session_report_id;
        return !session_report_id.has_value();
    });
    if (!session_report_id) return since_s;
    const auto end = reports.end_of_session(*session_report_id);
    return end ? end->before_next_start.first_observation_s : since_s;
}

}  // namespace

std::int64_t time_of_age_s(store::RetentionStore& retention, std::int64_t now_s, std::int64_t age_s) {
    const std::int64_t newest_s = retention.newest_observation_s().value_or(now_s);
    return floor_of(std::min(now_s, newest_s) - age_s, kHourS);
}

Cutoff cutoff_of(store::RetentionStore& retention, store::ReportReader& reports,
                 const model::InstallationKey& key, std::int64_t asked_s) {
    const std::int64_t unprocessed_s = retention.first_unprocessed_s(key).value_or(asked_s);
    Cutoff cutoff{std::min(asked_s, unprocessed_s), 0};
    const std::int64_t before_s = cutoff.pruned_before_s;
    cutoff.observations_before_s = before_s - kBehindS;
    const auto take_earlier = [&](const std::optional<std::int64_t>& time_s) {
        if (time_s) cutoff.observations_before_s = std::min(cutoff.observations_before_s, *time_s);
    };
    take_earlier(open_since_s(reports, key, before_s));
    // Of windows that go on over it; those that end a day later start behind it, unless hardly anything
    // comes.
    take_earlier(retention.first_of_windows_s(key, before_s, before_s + kDayS));
    return cutoff;
}

}  // namespace tixdb::maintenance
