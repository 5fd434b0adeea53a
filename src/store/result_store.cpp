// SPDX-License-Identifier: MIT

#include "store/result_store.hpp"

#include "store/sql/result.hpp"

namespace tixdb::store {
namespace {

std::optional<std::string> text_or_null(std::string text) {
    if (text.empty()) return std::nullopt;
    return text;
}

// The columns of result that only `queueing` fills; all NULL where it had too little to go on.
struct QueueingColumns {
    std::optional<double> skew_ms_per_s;
    std::optional<std::string> skew_source;
    std::optional<int> skew_horizon_min;
    std::optional<double> base_ms;
    std::optional<double> baseline_ms;
    std::optional<double> standing_ms;
    std::optional<std::string> standing_direction;
    std::optional<int> clock_step;

    explicit QueueingColumns(const std::optional<model::QueueingInputs>& inputs) {
        if (!inputs) return;
        skew_ms_per_s = inputs->skew_ms_per_s;
        if (inputs->skew_source) skew_source = std::string(model::name_of(*inputs->skew_source));
        skew_horizon_min = inputs->skew_horizon_min;
        base_ms = inputs->base_ms;
        baseline_ms = inputs->baseline_ms;
        standing_ms = inputs->standing_ms;
        standing_direction = text_or_null(inputs->standing_direction);
        clock_step = inputs->clock_step ? 1 : 0;
    }
};

}  // namespace

ResultStore::ResultStore(Database& database)
    : insert_result_(database, sql::result::insert_result),
      insert_outbox_(database, sql::result::insert_outbox_of_result),
      supersede_(database, sql::result::supersede_result) {}

bool ResultStore::has_any(Database& database) {
    Statement query(database, sql::result::select_any_result);
    return query.step();
}

std::int64_t ResultStore::insert(std::int64_t window_id, const model::Window& window, const NewResult& result,
                                 std::int64_t run_id, std::int64_t now_ms) {
    const std::int64_t result_id = insert_result(window_id, result, run_id, now_ms);
    if (result.decision == model::PublishDecision::queued) {
        insert_outbox_.bind_all(window.installation.user_id, window.installation.installation_id,
                                window.last_s, window.ip, model::name_of(result.metrics.method), result.body,
                                result_id, now_ms, run_id);
        insert_outbox_.execute();
    }
    return result_id;
}

std::int64_t ResultStore::insert_result(std::int64_t window_id, const NewResult& result, std::int64_t run_id,
                                        std::int64_t now_ms) {
    const model::WindowMetrics& m = result.metrics;
    const auto reason = text_or_null(model::reasons_of(m));
    const QueueingColumns q(m.queueing);
    insert_result_.bind_all(
        window_id, model::name_of(m.method), m.method_version, m.parameters_json, m.recent_observations,
        m.minutes, m.up.usage.value(), m.down.usage.value(), m.up.quality.value(), m.down.quality.value(),
        m.up.hurst_rs.value(), m.up.hurst_wavelet.value(), m.down.hurst_rs.value(),
        m.down.hurst_wavelet.value(), reason, m.up.mode_ns, m.down.mode_ns, m.up.threshold_ns,
        m.down.threshold_ns, m.rtt_mode_ns, m.clock_anchors, m.up.busy_share, m.down.busy_share,
        q.skew_ms_per_s, q.skew_source, q.skew_horizon_min, result.session_skew_ms_per_s, q.base_ms,
        q.baseline_ms, result.baseline_window_id, q.standing_ms, q.standing_direction, q.clock_step, now_ms,
        run_id, model::name_of(result.decision));
    insert_result_.step();
    const std::int64_t result_id = insert_result_.int64(0);
    insert_result_.execute();
    return result_id;
}

void ResultStore::supersede(std::int64_t result_id, std::int64_t now_ms) {
    supersede_.bind_all(result_id, now_ms);
    supersede_.execute();
}

}  // namespace tixdb::store
