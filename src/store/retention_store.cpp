// SPDX-License-Identifier: MIT

#include "store/retention_store.hpp"

#include <sqlite3.h>

#include "store/sql/retention.hpp"

namespace tixdb::store {
namespace {

struct ReportToPrune {
    std::int64_t report_id = 0;
    std::int64_t first_s = 0;
    std::int64_t first_observation_id = 0;
    std::int64_t observations = 0;
    std::int64_t exceptions = 0;
};

std::vector<ReportToPrune> reports_of(Statement& select) {
    std::vector<ReportToPrune> reports;
    while (select.step()) {
        reports.push_back(
            {select.int64(0), select.int64(1), select.int64(2), select.int64(3), select.int64(4)});
    }
    return reports;
}

std::optional<std::int64_t> only_number(Statement& select) {
    const ResetAtEnd reset(select);
    if (!select.step()) return std::nullopt;
    return select.optional_int64(0);
}

}  // namespace

RetentionStore::RetentionStore(Database& database)
    : database_(database),
      select_first_unprocessed_(database, sql::retention::select_first_unprocessed),
      select_first_of_windows_(database, sql::retention::select_first_of_windows),
      count_observations_(database, sql::retention::count_observations),
      select_reports_(database, sql::retention::select_reports),
      delete_observations_(database, sql::retention::delete_observations),
      delete_exceptions_(database, sql::retention::delete_exceptions),
      delete_signature_(database, sql::retention::delete_signature),
      mark_report_(database, sql::retention::mark_report),
      delete_late_(database, sql::retention::delete_late),
      update_pruned_before_(database, sql::retention::update_pruned_before),
      update_observations_from_(database, sql::retention::update_observations_from) {}

std::optional<std::int64_t> RetentionStore::newest_observation_s() {
    Statement select(database_, sql::retention::select_newest);
    return only_number(select);
}

std::vector<InstallationRetention> RetentionStore::installations() {
    std::vector<InstallationRetention> found;
    Statement select(database_, sql::retention::select_installations);
    while (select.step()) {
        found.push_back(
            {{select.int64(0), select.int64(1)}, select.optional_int64(2), select.optional_int64(3)});
    }
    return found;
}

std::optional<std::int64_t> RetentionStore::first_unprocessed_s(const model::InstallationKey& key) {
    select_first_unprocessed_.bind_all(key.user_id, key.installation_id);
    return only_number(select_first_unprocessed_);
}

std::optional<std::int64_t> RetentionStore::first_of_windows_s(const model::InstallationKey& key,
                                                               std::int64_t from_s, std::int64_t until_s) {
    select_first_of_windows_.bind_all(key.user_id, key.installation_id, from_s, until_s);
    return only_number(select_first_of_windows_);
}

PrunableCounts RetentionStore::count_observations(const model::InstallationKey& key, std::int64_t from_s,
                                                  std::int64_t until_s) {
    const ResetAtEnd reset(count_observations_);
    count_observations_.bind_all(key.user_id, key.installation_id, from_s, until_s);
    if (!count_observations_.step()) return {};
    return {count_observations_.int64(0), count_observations_.int64(1), count_observations_.int64(2)};
}

PrunableCounts RetentionStore::prune_observations(const model::InstallationKey& key, std::int64_t from_s,
                                                  std::int64_t until_s, std::int64_t limit,
                                                  bool keep_signatures, std::int64_t now_ms) {
    select_reports_.bind_all(key.user_id, key.installation_id, from_s, until_s, limit);
    const auto reports = reports_of(select_reports_);
    PrunableCounts taken;
    for (const ReportToPrune& report : reports) {
        if (report.exceptions > 0) {
            delete_exceptions_.bind_all(report.first_observation_id, report.observations);
            delete_exceptions_.execute();
        }
        delete_observations_.bind_all(report.first_observation_id, report.observations);
        delete_observations_.execute();
        if (!keep_signatures) {
            delete_signature_.bind_all(report.report_id);
            delete_signature_.execute();
        }
        mark_report_.bind_all(report.report_id, now_ms);
        mark_report_.execute();
        delete_late_.bind_all(key.user_id, key.installation_id, report.report_id);
        delete_late_.execute();
        taken.late_reports += sqlite3_changes(database_.handle().getHandle());
        taken.observations += report.observations;
    }
    taken.reports = static_cast<std::int64_t>(reports.size());
    const bool is_all = taken.reports < limit;
    if (is_all || !reports.empty()) set_observations_from(key, is_all ? until_s : reports.back().first_s);
    return taken;
}

void RetentionStore::set_pruned_before(const model::InstallationKey& key, std::int64_t time_s) {
    update_pruned_before_.bind_all(key.user_id, key.installation_id, time_s);
    update_pruned_before_.execute();
}

void RetentionStore::set_observations_from(const model::InstallationKey& key, std::int64_t time_s) {
    update_observations_from_.bind_all(key.user_id, key.installation_id, time_s);
    update_observations_from_.execute();
}

}  // namespace tixdb::store
