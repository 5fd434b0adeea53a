// SPDX-License-Identifier: MIT

#include "store/result_store.hpp"

#include <type_traits>
#include <variant>

#include "store/sql/result.hpp"

namespace tixdb::store {
namespace {

void bind_figure(Statement& statement, const Figure& figure) {
    const std::string name = ":" + std::string(figure.name);
    const auto bind = [&](const auto& value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
            statement.bind_named(name, std::nullopt);
        } else {
            statement.bind_named(name, value);
        }
    };
    std::visit(bind, figure.value);
}

// The window whose floor is the baseline: this one where its own base is the least.
std::optional<std::int64_t> baseline_window_id(const model::WindowMetrics& metrics,
                                               std::int64_t own_window_id) {
    if (!metrics.queueing || !metrics.queueing->baseline_ms) return std::nullopt;
    const model::QueueingInputs& inputs = *metrics.queueing;
    const bool is_own = !inputs.reads.floor_sum_ms || inputs.baseline_ms == inputs.base_ms;
    return is_own ? own_window_id : inputs.reads.floor_sum_ms->window_id;
}

}  // namespace

ResultStore::ResultStore(Database& database)
    : insert_result_(database, sql::result::insert_result),
      insert_outbox_(database, sql::result::insert_outbox_of_result),
      supersede_(database, sql::result::supersede_result),
      mark_history_changed_(database, sql::result::mark_history_changed),
      mark_result_(database, sql::result::mark_result),
      clear_history_changed_(database, sql::result::clear_history_changed) {}

bool ResultStore::has_any(Database& database) {
    Statement query(database, sql::result::select_any_result);
    return query.step();
}

std::int64_t ResultStore::insert(std::int64_t window_id, const model::Window& window, const NewResult& result,
                                 std::int64_t run_id, std::int64_t now_ms) {
    const std::int64_t result_id = insert_result(window_id, result, run_id, now_ms);
    if (result.decision == model::PublishDecision::queued) {
        insert_outbox_.bind_all(window.installation.user_id, window.installation.installation_id,
                                window.last_probe_s, window.ip, model::name_of(result.metrics.method),
                                result.body, result_id, now_ms, run_id);
        insert_outbox_.execute();
    }
    return result_id;
}

std::int64_t ResultStore::insert_result(std::int64_t window_id, const NewResult& result, std::int64_t run_id,
                                        std::int64_t now_ms) {
    const model::WindowMetrics& metrics = result.metrics;
    insert_result_.bind_all(window_id, model::name_of(metrics.method), metrics.method_version,
                            metrics.parameters_json, now_ms, run_id, model::name_of(result.decision),
                            baseline_window_id(metrics, window_id));
    const auto figures = figures_of(metrics);  // text is bound without a copy
    for (const Figure& figure : figures) bind_figure(insert_result_, figure);
    for (const WindowReference& reference : window_references_of(metrics)) {
        insert_result_.bind_named(":" + std::string(reference.name), reference.window_id);
    }
    insert_result_.step();
    const std::int64_t result_id = insert_result_.int64(0);
    insert_result_.execute();
    return result_id;
}

void ResultStore::supersede(std::int64_t result_id, std::int64_t now_ms) {
    supersede_.bind_all(result_id, now_ms);
    supersede_.execute();
}

void ResultStore::mark_history_changed(const FollowingResults& results) {
    mark_history_changed_.bind_all(results.installation.user_id, results.installation.installation_id,
                                   results.ends_s, model::name_of(results.method), results.method_version,
                                   results.within_s);
    mark_history_changed_.execute();
}

void ResultStore::mark_history_changed(std::int64_t result_id) {
    mark_result_.bind_all(result_id);
    mark_result_.execute();
}

void ResultStore::clear_history_changed(std::int64_t result_id) {
    clear_history_changed_.bind_all(result_id);
    clear_history_changed_.execute();
}

}  // namespace tixdb::store
