// SPDX-License-Identifier: MIT
// Stores results, and puts those that are to be published in the outbox.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/publish_decision.hpp"
#include "model/result.hpp"
#include "model/window.hpp"
#include "store/database.hpp"
#include "store/result_figures.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct NewResult {
    model::WindowMetrics metrics;  // windows that figures were taken from are named by their window_id
    model::PublishDecision decision = model::PublishDecision::other_method;
    std::optional<std::string> body{};  // of the request; there exactly if the decision is `queued`
};

// Results of one method and version whose windows end in (ends_s, ends_s + within_s).
struct FollowingResults {
    model::InstallationKey installation;
    std::int64_t ends_s = 0;
    std::int64_t within_s = 0;
    model::Method method = model::Method::queueing;
    int method_version = 0;
};

// Thread rule: that of its connection; the caller holds the transaction, so that a result and its outbox row
// are one.
class ResultStore {
  public:
    explicit ResultStore(Database& database);

    // Whether any result was ever stored.
    [[nodiscard]] static bool has_any(Database& database);
    // The result and, if it is queued, its outbox row. Returns result_id.
    std::int64_t insert(std::int64_t window_id, const model::Window& window, const NewResult& result,
                        std::int64_t run_id, std::int64_t now_ms);
    // The result is no longer current; its row stays, and so does its outbox item (OutboxStore::supersede).
    void supersede(std::int64_t result_id, std::int64_t now_ms);
    // Marks results that may have read values of earlier windows which are different now.
    void mark_history_changed(const FollowingResults& results);
    void mark_history_changed(std::int64_t result_id);
    void clear_history_changed(std::int64_t result_id);

  private:
    std::int64_t insert_result(std::int64_t window_id, const NewResult& result, std::int64_t run_id,
                               std::int64_t now_ms);
    void insert_adaptive_detail(std::int64_t result_id, const model::AdaptiveFindings& findings);
    [[nodiscard]] bool has_followers(const FollowingResults& results);

    // Where figures and references, which always come in the same order, are bound: looked up once.
    std::vector<int> figures_at_;
    std::vector<int> references_at_;
    Database& database_;
    Statement insert_result_;
    Statement insert_adaptive_detail_;
    Statement insert_outbox_;
    Statement supersede_;
    Statement has_followers_;
    Statement mark_history_changed_;
    Statement mark_result_;
    Statement clear_history_changed_;
};

}  // namespace tixdb::store
