// SPDX-License-Identifier: MIT
// Reads the current windows and results, and the state of their outbox items, for reprocessing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/outbox_item.hpp"
#include "store/database.hpp"
#include "store/history_reader.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"
#include "store/stored_result.hpp"

namespace tixdb::store {

// A session that current windows belong to.
struct CurrentSession {
    std::int64_t session_report_id = 0;
    ReportPlace first_report;
};

struct CurrentItem {
    std::int64_t outbox_id = 0;
    model::OutboxState state = model::OutboxState::pending;
};

struct CurrentResult : StoredResult {
    std::optional<CurrentItem> item;
};

struct CurrentWindow {
    std::int64_t window_id = 0;
    std::int64_t session_report_id = 0;
    std::string ip;
    std::int64_t last_probe_s = 0;
    ReportPlace session_report;         // the place of that report
    std::vector<ReportHeader> reports;  // in order, at least one
    std::vector<CurrentResult> results;

    [[nodiscard]] WindowPlace place() const { return {last_probe_s, session_report, reports.front().place}; }
};

// Thread rule: that of its connection.
class CurrentWindowReader {
  public:
    explicit CurrentWindowReader(Database& database);

    // The sessions of the current windows that hold any of the reports from first to last.
    [[nodiscard]] std::vector<CurrentSession> sessions(const model::InstallationKey& key,
                                                       const ReportPlace& first, const ReportPlace& last);
    // The current windows that hold any of these reports, in order.
    [[nodiscard]] std::vector<CurrentWindow> windows(const model::InstallationKey& key,
                                                     const ReportPlace& first, const ReportPlace& last);
    // The current windows that end in (after_s, until_s], in order.
    [[nodiscard]] std::vector<CurrentWindow> windows_between(const model::InstallationKey& key,
                                                             std::int64_t after_s, std::int64_t until_s);

  private:
    [[nodiscard]] std::vector<CurrentWindow> read(Statement& query);
    [[nodiscard]] std::vector<ReportHeader> reports_of(std::int64_t window_id);
    [[nodiscard]] std::vector<CurrentResult> results_of(std::int64_t window_id);

    Statement sessions_;
    Statement windows_;
    Statement later_windows_;
    Statement reports_;
    Statement results_;
};

}  // namespace tixdb::store
