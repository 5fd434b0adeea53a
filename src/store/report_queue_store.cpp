// SPDX-License-Identifier: MIT

#include "store/report_queue_store.hpp"

#include "store/sql/late_report.hpp"
#include "store/sql/unprocessed_report.hpp"

namespace tixdb::store {

ReportQueueStore::ReportQueueStore(Database& database)
    : database_(database),
      delete_unprocessed_(database, sql::unprocessed_report::delete_unprocessed),
      insert_late_(database, sql::late_report::insert_late_report),
      delete_late_(database, sql::late_report::delete_late_in_span) {}

bool ReportQueueStore::remove_unprocessed(const model::InstallationKey& key, std::int64_t report_id) {
    delete_unprocessed_.bind_all(key.user_id, key.installation_id, report_id);
    delete_unprocessed_.execute();
    return database_.handle().getChanges() == 1;
}

void ReportQueueStore::mark_late(const model::InstallationKey& key, std::int64_t report_id,
                                 std::int64_t run_id, std::int64_t now_ms) {
    insert_late_.bind_all(key.user_id, key.installation_id, report_id, now_ms, run_id);
    insert_late_.execute();
}

void ReportQueueStore::clear_late(const model::InstallationKey& key, const ReportPlace& first,
                                  const ReportPlace& last) {
    delete_late_.bind_all(key.user_id, key.installation_id, first.first_observation_s, bytes_of(first),
                          last.first_observation_s, bytes_of(last));
    delete_late_.execute();
}

}  // namespace tixdb::store
