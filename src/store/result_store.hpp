// SPDX-License-Identifier: MIT
// What the methods said about windows, and what of it is to be published.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/publish_decision.hpp"
#include "model/result.hpp"
#include "model/window.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct NewResult {
    const model::WindowMetrics& metrics;
    model::PublishDecision decision;
    // The window whose base delay is the baseline (queueing).
    std::optional<std::int64_t> baseline_window_id;
    // The skew that the session's next window can carry on (queueing).
    std::optional<double> session_skew_ms_per_s;
    // What is sent; there exactly if the decision is `queued`.
    const std::optional<std::string>& body;
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
    // It stands no more; its row stays, and so does its outbox item (OutboxStore::supersede).
    void supersede(std::int64_t result_id, std::int64_t now_ms);

  private:
    std::int64_t insert_result(std::int64_t window_id, const NewResult& result, std::int64_t run_id,
                               std::int64_t now_ms);

    Statement insert_result_;
    Statement insert_outbox_;
    Statement supersede_;
};

}  // namespace tixdb::store
