// SPDX-License-Identifier: MIT

#include "process/reprocessing/comparison.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <variant>

namespace tixdb::process {
namespace {

constexpr std::array<std::string_view, 9> kValues = {
    "up_usage",         "down_usage",    "up_quality",         "down_quality", "up_hurst_rs",
    "up_hurst_wavelet", "down_hurst_rs", "down_hurst_wavelet", "reason"};

store::FigureValue value_named(const std::vector<store::Figure>& figures, std::string_view name) {
    const auto is_it = [&](const store::Figure& figure) { return figure.name == name; };
    const auto figure = std::find_if(figures.begin(), figures.end(), is_it);
    if (figure == figures.end()) return {};
    return figure->value;
}

// What differs although no value does.
void add_first_difference(std::vector<ValueChange>& changes, const ValueChange& blank,
                          const store::StandingResult& standing, const model::WindowMetrics& metrics,
                          const std::vector<store::Figure>& now) {
    ValueChange change = blank;
    if (standing.method_version != metrics.method_version) {
        change.value = "method_version";
        change.was = std::int64_t{standing.method_version};
        change.is = std::int64_t{metrics.method_version};
    } else if (standing.parameters_json != metrics.parameters_json) {
        change.value = "parameters";
        change.was = standing.parameters_json;
        change.is = metrics.parameters_json;
    } else {
        const auto different =
            std::mismatch(standing.figures.begin(), standing.figures.end(), now.begin(), now.end());
        if (different.first == standing.figures.end() || different.second == now.end()) {
            change.value = "publish_decision";
            change.was = std::string(name_of(standing.decision));
            if (blank.decision) change.is = std::string(name_of(*blank.decision));
        } else {
            change.value = different.first->name;
            change.was = different.first->value;
            change.is = different.second->value;
        }
    }
    changes.push_back(change);
}

}  // namespace

std::optional<Why> difference(const store::StandingResult& standing, const model::WindowMetrics& computed) {
    if (standing.method_version != computed.method_version) return Why::method_version;
    if (standing.parameters_json != computed.parameters_json) return Why::parameters;
    if (standing.figures != store::figures_of(computed)) return Why::history;
    return std::nullopt;
}

std::vector<ValueChange> value_changes(std::int64_t last_s, model::Method method,
                                       const store::StandingResult* standing, const ComputedResult* computed,
                                       Why why) {
    std::vector<store::Figure> was;
    std::vector<store::Figure> is;
    ValueChange blank{last_s, method, {}, {}, {}, why, std::nullopt};
    if (standing != nullptr) was = standing->figures;
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
    if (changes.empty() && standing != nullptr && computed != nullptr) {
        add_first_difference(changes, blank, *standing, computed->metrics, is);
    }
    return changes;
}

std::optional<double> real_named(const std::vector<store::Figure>& figures, std::string_view name) {
    const store::FigureValue value = value_named(figures, name);
    const auto* number = std::get_if<double>(&value);
    if (number == nullptr) return std::nullopt;
    return *number;
}

std::optional<double> carried_skew(const std::vector<store::Figure>& figures) {
    const store::FigureValue source = value_named(figures, "skew_source");
    const auto* text = std::get_if<std::string>(&source);
    if (text == nullptr || *text != name_of(model::SkewSource::carried)) return std::nullopt;
    return real_named(figures, "skew_ms_per_s");
}

}  // namespace tixdb::process
