// SPDX-License-Identifier: MIT

#include "cli/commands/explain/method_json.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "cli/commands/explain/adaptive_json.hpp"
#include "cli/commands/explain/queueing_json.hpp"
#include "cli/frame/nullable.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

ordered_json member_of(const store::FigureValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* word = std::get_if<std::string>(&value)) return *word;
    return nullptr;
}

ordered_json member_of(const std::vector<report::HistogramBin>& bins) {
    ordered_json array = ordered_json::array();
    for (const report::HistogramBin& b : bins) {
        array.push_back({{"min_ns", b.bin.min},
                         {"max_ns", b.bin.max},
                         {"count", b.bin.count},
                         {"density", std::isfinite(b.density) ? ordered_json(b.density) : ordered_json()},
                         {"candidate", b.is_candidate},
                         {"mode", b.is_mode}});
    }
    return array;
}

ordered_json member_of(const std::vector<metrics::Point>& points) {
    ordered_json array = ordered_json::array();
    for (const metrics::Point& point : points) array.push_back(ordered_json::array({point.x, point.y}));
    return array;
}

ordered_json member_of(const std::optional<report::HurstDetail>& hurst) {
    if (!hurst) return nullptr;
    return {{"series_length", hurst->series_length},
            {"rs_points", member_of(hurst->rs_points)},
            {"wavelet_points", member_of(hurst->wavelet_points)}};
}

ordered_json member_of(const report::ClassicDetail& detail) {
    ordered_json minutes = ordered_json::array();
    for (const metrics::ClassicMinute& minute : detail.minutes) {
        minutes.push_back({{"start_s", minute.start_s},
                           {"observations", minute.observations},
                           {"counts", minute.counts()},
                           {"up_usage", nullable(minute.up_usage)},
                           {"down_usage", nullable(minute.down_usage)},
                           {"up_congested", minute.up_congested},
                           {"down_congested", minute.down_congested}});
    }
    return {{"rtt_histogram", member_of(detail.rtt_bins)},
            {"up_histogram", member_of(detail.up_bins)},
            {"down_histogram", member_of(detail.down_bins)},
            {"minutes", minutes}};
}

}  // namespace

ordered_json figures_json(const std::vector<report::ComparedFigure>& figures) {
    ordered_json object = ordered_json::object();
    for (const report::ComparedFigure& figure : figures) {
        ordered_json& entry = object[std::string(figure.name)];
        entry["stored"] = member_of(figure.stored);
        entry["recomputed"] = figure.recomputed ? member_of(*figure.recomputed) : ordered_json();
        entry["reproduced"] = nullable(figure.reproduced());
    }
    return object;
}

ordered_json method_json(const report::MethodExplanation& method) {
    const store::StoredResult& result = method.result;
    ordered_json object = {
        {"method", model::name_of(result.method())},
        {"method_version", result.metrics.method_version},
        {"parameters", ordered_json::parse(result.metrics.parameters_json, nullptr, false)},
        {"computed_ms", result.computed_ms},
        {"run_id", nullable(result.run_id)},
        {"publish_decision", model::name_of(result.decision)},
        {"reproduced", nullable(method.reproduced())},
    };
    object["not_recomputed"] =
        method.not_recomputed.empty() ? ordered_json() : ordered_json(method.not_recomputed);
    object["figures"] = figures_json(method.figures);
    object["hurst"] = {{"up", member_of(method.up_hurst)}, {"down", member_of(method.down_hurst)}};
    switch (result.method()) {
        case model::Method::classic:
            object["classic"] = method.classic ? member_of(*method.classic) : ordered_json();
            break;
        case model::Method::queueing:
            add_queueing(object, method);
            break;
        case model::Method::adaptive:
            object["same_history"] = nullable(method.has_same_history);
            object["history_changed"] = result.history_changed;
            object["adaptive"] = adaptive_json(method);
            break;
    }
    return object;
}

}  // namespace tixdb::cli
