// SPDX-License-Identifier: MIT
// The windows and results that stand, as reprocessing finds them, with what became of their outbox items.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/outbox_item.hpp"
#include "model/publish_decision.hpp"
#include "model/result.hpp"
#include "store/database.hpp"
#include "store/report_place.hpp"
#include "store/result_figures.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// A session as current windows know it.
struct StandingSession {
    std::int64_t session_report_id = 0;
    ReportPlace first_report;
};

struct StandingItem {
    std::int64_t outbox_id = 0;
    model::OutboxState state = model::OutboxState::pending;
};

struct StandingResult {
    std::int64_t result_id = 0;
    model::Method method = model::Method::classic;
    int method_version = 0;
    std::string parameters_json;
    std::optional<double> epsilon_up_ms;  // read back exactly
    std::optional<double> epsilon_down_ms;
    std::optional<double> session_skew_ms_per_s;
    model::PublishDecision decision = model::PublishDecision::other_method;
    std::optional<StandingItem> item;
    std::vector<Figure> figures;
};

struct StandingWindow {
    std::int64_t window_id = 0;
    std::int64_t session_report_id = 0;
    std::string ip;
    std::int64_t last_s = 0;
    std::vector<ReportHeader> reports;  // in order
    std::vector<StandingResult> results;
};

// Thread rule: that of its connection.
class StandingWindowReader {
  public:
    explicit StandingWindowReader(Database& database);

    // Those that current windows have put any of the reports from first to last in.
    [[nodiscard]] std::vector<StandingSession> sessions(const model::InstallationKey& key,
                                                        const ReportPlace& first, const ReportPlace& last);
    // The current windows that hold any of these reports, in order.
    [[nodiscard]] std::vector<StandingWindow> windows(const model::InstallationKey& key,
                                                      const ReportPlace& first, const ReportPlace& last);
    // The current windows that end in (after_s, until_s], in order.
    [[nodiscard]] std::vector<StandingWindow> windows_between(const model::InstallationKey& key,
                                                              std::int64_t after_s, std::int64_t until_s);

  private:
    [[nodiscard]] std::vector<StandingWindow> read(Statement& query);
    [[nodiscard]] std::vector<ReportHeader> reports_of(std::int64_t window_id);
    [[nodiscard]] std::vector<StandingResult> results_of(std::int64_t window_id);

    Statement sessions_;
    Statement windows_;
    Statement later_windows_;
    Statement reports_;
    Statement results_;
};

}  // namespace tixdb::store
