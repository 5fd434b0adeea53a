// SPDX-License-Identifier: MIT

#include "process/reprocessing/comparison.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "metrics/adaptive/history.hpp"
#include "metrics/queueing_history.hpp"
#include "store/result_figures.hpp"

namespace tixdb::process {
namespace {

constexpr std::array<std::string_view, 15> kValues = {
    "up_usage",         "down_usage",    "up_quality",         "down_quality", "up_hurst_rs",
    "up_hurst_wavelet", "down_hurst_rs", "down_hurst_wavelet", "up_low",       "down_low",
    "up_state",         "down_state",    "up_ceiling",         "down_ceiling", "reason"};

store::FigureValue value_named(const std::vector<store::Figure>& figures, std::string_view name) {
    const auto is_it = [&](const store::Figure& figure) { return figure.name == name; };
    const auto figure = std::find_if(figures.begin(), figures.end(), is_it);
    if (figure == figures.end()) return {};
    return figure->value;
}

// A window that has no row yet has no id to show.
store::FigureValue id_in(const store::WindowReference& reference) {
    if (!reference.window_id || *reference.window_id < 0) return {};
    return *reference.window_id;
}

// What differs although no value does.
ValueChange first_difference(ValueChange change, const store::CurrentResult& current,
                             const model::WindowMetrics& metrics) {
    const auto set = [&](std::string_view value, store::FigureValue was, store::FigureValue is) {
        change.value = value;
        change.was = std::move(was);
        change.is = std::move(is);
        return change;
    };
    const model::WindowMetrics& old = current.metrics;
    if (old.method_version != metrics.method_version) {
        return set("method_version", std::int64_t{old.method_version}, std::int64_t{metrics.method_version});
    }
    if (old.parameters_json != metrics.parameters_json) {
        return set("parameters", old.parameters_json, metrics.parameters_json);
    }
    const auto was = store::figures_of(old);
    const auto is = store::figures_of(metrics);
    for (std::size_t i = 0; i < was.size(); ++i) {
        if (was[i] != is[i]) return set(was[i].name, was[i].value, is[i].value);
    }
    const auto from = store::window_references_of(old);
    const auto from_now = store::window_references_of(metrics);
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (from[i] != from_now[i]) return set(from[i].name, id_in(from[i]), id_in(from_now[i]));
    }
    store::FigureValue decision;
    if (change.decision) decision = std::string(name_of(*change.decision));
    return set("publish_decision", std::string(name_of(current.decision)), decision);
}

bool has_other_rate(const model::WindowMetrics& old, const model::WindowMetrics& computed) {
    if (!old.adaptive || !computed.adaptive) return false;
    return old.adaptive->up.link_mbps != computed.adaptive->up.link_mbps ||
           old.adaptive->down.link_mbps != computed.adaptive->down.link_mbps;
}

}  // namespace

std::optional<Why> difference(const store::CurrentResult& current, const model::WindowMetrics& computed) {
    const model::WindowMetrics& old = current.metrics;
    if (old.method_version != computed.method_version) return Why::method_version;
    if (old.parameters_json != computed.parameters_json) return Why::parameters;
    if (has_other_rate(old, computed)) return Why::link_rate;
    if (store::figures_of(old) != store::figures_of(computed)) return Why::history;
    if (store::window_references_of(old) != store::window_references_of(computed)) return Why::history;
    return std::nullopt;
}

std::vector<ValueChange> value_changes(std::int64_t last_probe_s, model::Method method,
                                       const store::CurrentResult* current, const store::NewResult* computed,
                                       Why why) {
    std::vector<store::Figure> was;
    std::vector<store::Figure> is;
    ValueChange blank{last_probe_s, method, {}, {}, {}, why, std::nullopt};
    if (current != nullptr) was = store::figures_of(current->metrics);
    if (computed != nullptr) {
        is = store::figures_of(computed->metrics);
        blank.decision = computed->decision;
    }
    std::vector<ValueChange> changes;
    for (const std::string_view name : kValues) {
        ValueChange change = blank;
        change.value = name;
        change.was = value_named(was, name);
        change.is = value_named(is, name);
        if (change.was != change.is) changes.push_back(std::move(change));
    }
    if (changes.empty() && current != nullptr && computed != nullptr) {
        changes.push_back(first_difference(blank, *current, computed->metrics));
    }
    return changes;
}

bool offers_the_same(const model::WindowMetrics& old, const model::WindowMetrics& computed) {
    const auto a = metrics::earlier_result(0, 0, false, old);
    const auto b = metrics::earlier_result(0, 0, false, computed);
    return a.missing == b.missing && a.floor_sum_ms == b.floor_sum_ms && a.rise_ms == b.rise_ms &&
           a.since_s == b.since_s && a.fitted_skew_ms_per_s == b.fitted_skew_ms_per_s;
}

bool has_same_sketches(const model::WindowMetrics* old, const model::WindowMetrics* computed) {
    const auto read_of = [](const model::WindowMetrics* metrics) -> std::optional<metrics::SketchedWindow> {
        if (metrics == nullptr) return std::nullopt;
        return metrics::sketched_window(0, 0, *metrics);
    };
    const auto a = read_of(old);
    const auto b = read_of(computed);
    if (!a || !b) return a.has_value() == b.has_value();
    return a->up == b->up && a->down == b->down;
}

}  // namespace tixdb::process
