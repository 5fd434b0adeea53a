// SPDX-License-Identifier: MIT

#include "store/window_store.hpp"

#include "store/sql/window.hpp"

namespace tixdb::store {

WindowStore::WindowStore(Database& database)
    : database_(database),
      insert_window_(database, sql::window::insert_window),
      insert_report_(database, sql::window::insert_window_report),
      supersede_(database, sql::window::supersede_window),
      set_session_(database, sql::window::update_session) {}

std::int64_t WindowStore::insert(const model::Window& window, std::int64_t run_id, std::int64_t now_ms) {
    insert_window_.bind_all(window.installation.user_id, window.installation.installation_id, window.ip,
                            window.session_report_id, window.report_ids.front(), window.report_ids.back(),
                            window.first_report_s, window.last_report_s, window.first_probe_s,
                            window.last_probe_s, window.report_ids.size(), window.observations,
                            window.distinct_observations, run_id, now_ms);
    insert_window_.execute();
    const std::int64_t window_id = database_.handle().getLastInsertRowid();
    for (const std::int64_t report_id : window.report_ids) {
        insert_report_.bind_all(report_id, window_id);
        insert_report_.execute();
    }
    return window_id;
}

void WindowStore::supersede(std::int64_t window_id, std::int64_t run_id, std::int64_t now_ms) {
    supersede_.bind_all(window_id, now_ms, run_id);
    supersede_.execute();
}

void WindowStore::set_session(std::int64_t window_id, std::int64_t session_report_id) {
    set_session_.bind_all(window_id, session_report_id);
    set_session_.execute();
}

}  // namespace tixdb::store
