// SPDX-License-Identifier: MIT

#include "store/result_store.hpp"

#include <deque>
#include <type_traits>
#include <variant>

#include "store/result_columns.hpp"
#include "store/sketch_blob.hpp"
#include "store/sql/result.hpp"
#include "store/sql/window.hpp"

namespace tixdb::store {
namespace {

void bind_figure(Statement& statement, int at, const FigureValue& figure) {
    const auto bind = [&](const auto& value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
            statement.bind(at, std::nullopt);
        } else {
            statement.bind(at, value);
        }
    };
    std::visit(bind, figure);
}

template <typename Named>
std::vector<int> parameters_named_as(const Statement& statement, const std::vector<Named>& columns) {
    std::vector<int> parameters;
    parameters.reserve(columns.size());
    for (const Named& column : columns) {
        parameters.push_back(statement.parameter_named(":" + std::string(column.name)));
    }
    return parameters;
}

// Binds what visit_adaptive_detail_columns() visits; holds the bytes that are bound without a copy.
class DetailBinder {
  public:
    explicit DetailBinder(Statement& statement) : statement_(statement) {}

    template <typename Field>
    void operator()(std::string_view name, const Field& field) {
        statement_.bind_named(":" + std::string(name), bindable(field));
    }

  private:
    using Blob = std::span<const std::uint8_t>;

    static std::int64_t bindable(std::int64_t value) { return value; }
    static std::int64_t bindable(bool value) { return value ? 1 : 0; }
    static std::optional<double> bindable(const std::optional<double>& value) { return value; }
    std::optional<Blob> bindable(const std::optional<model::Sketch>& sketch) {
        if (!sketch) return std::nullopt;
        return Blob(blobs_.emplace_back(blob_of(*sketch)));
    }
    std::optional<std::string_view> bindable(const std::vector<std::int64_t>& window_ids) {
        if (window_ids.empty()) return std::nullopt;
        return texts_.emplace_back(text_of(window_ids));
    }

    Statement& statement_;
    std::deque<SketchBlob> blobs_;
    std::deque<std::string> texts_;
};

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
    : database_(database),
      insert_result_(database, sql::result::insert_result),
      insert_adaptive_detail_(database, sql::result::insert_adaptive_detail),
      insert_outbox_(database, sql::result::insert_outbox_of_result),
      supersede_(database, sql::result::supersede_result),
      has_followers_(database, sql::window::select_any_follower),
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
    const auto figures = result_figures_of(metrics);  // text is bound without a copy
    const auto references = window_references_of(metrics);
    if (figures_at_.empty()) {
        figures_at_ = parameters_named_as(insert_result_, figures);
        references_at_ = parameters_named_as(insert_result_, references);
    }
    for (std::size_t i = 0; i < figures.size(); ++i) {
        bind_figure(insert_result_, figures_at_[i], figures[i].value);
    }
    for (std::size_t i = 0; i < references.size(); ++i) {
        insert_result_.bind(references_at_[i], references[i].window_id);
    }
    insert_result_.execute();
    const std::int64_t result_id = database_.handle().getLastInsertRowid();
    if (metrics.adaptive) insert_adaptive_detail(result_id, *metrics.adaptive);
    return result_id;
}

void ResultStore::insert_adaptive_detail(std::int64_t result_id, const model::AdaptiveFindings& findings) {
    insert_adaptive_detail_.bind(1, result_id);
    DetailBinder binder(insert_adaptive_detail_);
    visit_adaptive_detail_columns(findings, binder);
    insert_adaptive_detail_.execute();
}

void ResultStore::supersede(std::int64_t result_id, std::int64_t now_ms) {
    supersede_.bind_all(result_id, now_ms);
    supersede_.execute();
}

void ResultStore::mark_history_changed(const FollowingResults& results) {
    if (!has_followers(results)) return;
    mark_history_changed_.bind_all(results.installation.user_id, results.installation.installation_id,
                                   results.ends_s, model::name_of(results.method), results.method_version,
                                   results.within_s);
    mark_history_changed_.execute();
}

// Mostly there is none, and an UPDATE that finds nothing costs ten times what asking does.
bool ResultStore::has_followers(const FollowingResults& results) {
    const ResetAtEnd reset(has_followers_);
    has_followers_.bind_all(results.installation.user_id, results.installation.installation_id,
                            results.ends_s, results.within_s);
    return has_followers_.step();
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
