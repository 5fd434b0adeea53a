// SPDX-License-Identifier: MIT
// Windows and the reports they took.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/window.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection; the caller holds the transaction.
class WindowStore {
  public:
    explicit WindowStore(Database& database);

    // Returns window_id.
    std::int64_t insert(const model::Window& window, std::int64_t run_id, std::int64_t now_ms);

    // The window is no longer current; its row stays.
    void supersede(std::int64_t window_id, std::int64_t run_id, std::int64_t now_ms);
    // Late reports have changed which report its session begins with.
    void set_session(std::int64_t window_id, std::int64_t session_report_id);

  private:
    Database& database_;
    Statement insert_window_;
    Statement insert_report_;
    Statement supersede_;
    Statement set_session_;
};

}  // namespace tixdb::store
