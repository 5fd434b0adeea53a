// SPDX-License-Identifier: MIT
// A row of `result` as it is read back.
#pragma once

#include <cstdint>
#include <optional>

#include "model/publish_decision.hpp"
#include "model/result.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct StoredResult {
    std::int64_t result_id = 0;
    std::int64_t window_id = 0;
    // With method_version and parameters_json; windows that it was taken from are named by their window_id.
    model::WindowMetrics metrics;
    std::optional<double> epsilon_up_ms;  // of the parameters, read back exactly
    std::optional<double> epsilon_down_ms;
    std::optional<std::int64_t> baseline_window_id;
    bool history_changed = false;  // a window that it would have read was formed since
    std::int64_t computed_ms = 0;
    std::optional<std::int64_t> run_id;
    model::PublishDecision decision = model::PublishDecision::other_method;

    [[nodiscard]] model::Method method() const { return metrics.method; }
};

// Of a row of a query that selects all columns of `result`, then those of `adaptive_detail`, and
// parameters -> '$.epsilon_up_ms' AS epsilon_up, parameters -> '$.epsilon_down_ms' AS epsilon_down.
[[nodiscard]] StoredResult stored_result_at(const Statement& row);

}  // namespace tixdb::store
