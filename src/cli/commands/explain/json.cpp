// SPDX-License-Identifier: MIT

#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/commands/explain/adaptive_json.hpp"
#include "cli/commands/explain/text.hpp"
#include "cli/frame/nullable.hpp"
#include "cli/frame/output.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

// Names of files are bytes.
ordered_json text(const std::string& bytes) {
    return is_utf8(bytes) ? bytes : escaped(bytes);
}

ordered_json json_of(const store::FigureValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* word = std::get_if<std::string>(&value)) return *word;
    return nullptr;
}

ordered_json json_of(const std::vector<report::ComparedFigure>& figures) {
    ordered_json object = ordered_json::object();
    for (const report::ComparedFigure& figure : figures) {
        ordered_json& entry = object[std::string(figure.name)];
        entry["stored"] = json_of(figure.stored);
        entry["recomputed"] = figure.recomputed ? json_of(*figure.recomputed) : ordered_json();
        entry["reproduced"] = nullable(figure.reproduced());
    }
    return object;
}

ordered_json json_of(const store::StoredNetwork& stored) {
    const model::Network& network = stored.network;
    ordered_json object = {{"address_kind", model::name_of(network.kind)},
                           {"prefix", nullable(network.prefix)},
                           {"as_number", nullable(network.as_number)},
                           {"as_name", nullable(network.as_name)},
                           {"country", nullable(network.country)}};
    object["snapshot"] = nullptr;
    if (network.as_snapshot_id) {
        object["snapshot"] = {{"as_snapshot_id", *network.as_snapshot_id},
                              {"source", nullable(stored.source)},
                              {"valid_from_s", nullable(stored.valid_from_s)}};
    }
    object["looked_up_ms"] = stored.looked_up_ms;
    object["run_id"] = nullable(stored.run_id);
    return object;
}

ordered_json json_of(const store::WindowRow& window) {
    ordered_json object = {
        {"window_id", window.window_id},
        {"ip", window.ip},
        {"first_s", window.first_probe_s},
        {"last_s", window.last_probe_s},
        {"first_report_s", window.first_report_s},
        {"last_report_s", window.last_report_s},
        {"session_first_s", window.session_first_report_s},
        {"session_last_s", window.session_last_report_s},
        {"formed_ms", window.formed_ms},
        {"run_id", nullable(window.run_id)},
    };
    object["network"] = window.network ? json_of(*window.network) : ordered_json();
    return object;
}

ordered_json json_of(const store::ReportRow& report) {
    ordered_json files = ordered_json::array();
    for (const std::string& file : report.files) files.push_back(text(file));
    return {
        {"first_s", report.first_observation_s},
        {"last_s", report.last_observation_s},
        {"observations", report.observation_count},
        {"ip", report.ip},
        {"digest", hex(report.digest)},
        {"verified", report.verified},
        {"pruned_ms", nullable(report.pruned_ms)},
        {"run_id", nullable(report.run_id)},
        {"files", files},
    };
}

ordered_json late_reports_of(const report::Explanation& explanation) {
    const store::WindowRow& window = explanation.window;
    ordered_json array = ordered_json::array();
    for (const store::LateReportRow& late : explanation.late_reports) {
        array.push_back({{"first_s", late.first_observation_s},
                         {"last_s", late.last_observation_s},
                         {"observations", late.observation_count},
                         {"digest", hex(late.digest)},
                         {"found_ms", late.found_ms},
                         {"in_window", late.first_observation_s >= window.first_report_s &&
                                           late.first_observation_s <= window.last_report_s}});
    }
    return array;
}

ordered_json json_of(const std::optional<report::ObservationCounts>& counts) {
    if (!counts) return nullptr;
    return {{"received", counts->received},
            {"short_probes", counts->short_probes},
            {"distinct", counts->distinct},
            {"recent", counts->recent},
            {"recent_after_s", counts->recent_after_s}};
}

ordered_json json_of(const std::vector<report::HistogramBin>& bins) {
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

ordered_json json_of(const std::vector<metrics::Point>& points) {
    ordered_json array = ordered_json::array();
    for (const metrics::Point& point : points) array.push_back(ordered_json::array({point.x, point.y}));
    return array;
}

ordered_json json_of(const std::optional<report::HurstDetail>& hurst) {
    if (!hurst) return nullptr;
    return {{"series_length", hurst->series_length},
            {"rs_points", json_of(hurst->rs_points)},
            {"wavelet_points", json_of(hurst->wavelet_points)}};
}

ordered_json json_of(const report::ClassicDetail& detail) {
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
    return {{"rtt_histogram", json_of(detail.rtt_bins)},
            {"up_histogram", json_of(detail.up_bins)},
            {"down_histogram", json_of(detail.down_bins)},
            {"minutes", minutes}};
}

ordered_json json_of(const metrics::SkewTrial& trial) {
    return {{"horizon_min", trial.horizon_min},
            {"observations", trial.observations},
            {"skew_ms_per_s", trial.fit.skew_ms_per_s},
            {"shortfall_ms", trial.fit.shortfall_ms},
            {"anchored", trial.fit.is_anchored},
            {"carried_shortfall_ms", nullable(trial.carried_shortfall_ms)},
            {"accepted", trial.is_accepted()},
            {"accepted_as", trial.accepted_as ? ordered_json(name_of(*trial.accepted_as)) : ordered_json()},
            {"level", nullable(trial.is_level)},
            {"suits_last_minutes", trial.is_suitable}};
}

ordered_json json_of(const metrics::ShiftTrial& trial) {
    return {{"skew_ms_per_s", trial.skew_ms_per_s},
            {"parts", trial.parts},
            {"cut_off", trial.cut_off},
            {"sound", trial.is_sound},
            {"least_queue_ms", nullable(trial.least_queue_ms)},
            {"taken", trial.is_taken}};
}

ordered_json json_of(const metrics::PartDetail& part) {
    return {{"first_s", part.first_s},
            {"last_s", part.last_s},
            {"probes", part.probes},
            {"up_floor_ms", part.floors.up_ms},
            {"down_floor_ms", part.floors.down_ms},
            {"up_sharp", part.is_up_sharp},
            {"down_sharp", part.is_down_sharp},
            {"sixth_lowest_sum_ms", part.sound_sum_ms}};
}

template <typename T>
ordered_json json_list(const std::vector<T>& items) {
    ordered_json list = ordered_json::array();
    for (const T& item : items) list.push_back(json_of(item));
    return list;
}

ordered_json json_of(const report::QueueingDetail& detail) {
    ordered_json minutes = ordered_json::array();
    for (const metrics::QueueingMinute& minute : detail.minutes) {
        minutes.push_back({{"start_s", minute.start_s},
                           {"observations", minute.observations},
                           {"up_busy", minute.up_busy},
                           {"down_busy", minute.down_busy},
                           {"up_congested", minute.up_congested},
                           {"down_congested", minute.down_congested}});
    }
    // Of no observations there is no first and last one.
    const auto bound = [&detail](std::int64_t time_s) {
        return detail.described > 0 ? ordered_json(time_s) : ordered_json();
    };
    return {{"described", detail.described},
            {"described_first_s", bound(detail.described_first_s)},
            {"described_last_s", bound(detail.described_last_s)},
            {"session_observations", detail.session_observations},
            {"skew_trials", json_list(detail.steps.skew_trials)},
            {"looked_for_dips", detail.steps.has_looked_for_dips},
            {"shift_trials", json_list(detail.steps.shift_trials)},
            {"parts", json_list(detail.steps.parts)},
            {"route_rise_ms", nullable(detail.steps.rise_ms)},
            {"route_taken_from_s", nullable(detail.steps.route_from_s)},
            {"minutes", minutes}};
}

ordered_json json_of(const std::optional<report::BaselineOrigin>& baseline) {
    if (!baseline) return nullptr;
    ordered_json object = {{"window_id", baseline->window_id}, {"own", baseline->is_own}};
    const auto& bounds = baseline->bounds;
    object["first_s"] = bounds ? ordered_json(bounds->first_probe_s) : ordered_json();
    object["last_s"] = bounds ? ordered_json(bounds->last_probe_s) : ordered_json();
    object["superseded"] = bounds ? ordered_json(bounds->is_superseded) : ordered_json();
    object["least_base_now_ms"] = nullable(baseline->least_base_now_ms);
    return object;
}

ordered_json json_of(const report::MethodExplanation& method) {
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
    object["figures"] = json_of(method.figures);
    object["hurst"] = {{"up", json_of(method.up_hurst)}, {"down", json_of(method.down_hurst)}};
    switch (result.method()) {
        case model::Method::classic:
            object["classic"] = method.classic ? json_of(*method.classic) : ordered_json();
            return object;
        case model::Method::queueing:
            break;
        case model::Method::adaptive:
            object["same_history"] = nullable(method.has_same_history);
            object["history_changed"] = result.history_changed;
            object["adaptive"] = adaptive_json(method);
            return object;
    }
    object["same_history"] = nullable(method.has_same_history);
    object["history_changed"] = result.history_changed;
    object["queueing"] = method.queueing ? json_of(*method.queueing) : ordered_json();
    object["baseline"] = json_of(method.baseline);
    object["carried_skew"] = nullptr;
    if (const auto& carried = method.carried_skew) {
        object["carried_skew"] = {{"skew_ms_per_s", carried->skew_ms_per_s},
                                  {"window_last_s", carried->window_last_probe_s}};
    }
    return object;
}

ordered_json json_of(const store::SupersededResult& result) {
    return {
        {"window_id", result.window_id},
        {"method", result.method},
        {"method_version", result.method_version},
        {"parameters", ordered_json::parse(result.parameters_json, nullptr, false)},
        {"computed_ms", result.computed_ms},
        {"superseded_ms", result.superseded_ms},
        {"publish_decision", result.publish_decision},
        {"up_usage", nullable(result.up_usage)},
        {"down_usage", nullable(result.down_usage)},
        {"up_quality", nullable(result.up_quality)},
        {"down_quality", nullable(result.down_quality)},
    };
}

ordered_json json_of(const model::OutboxItem& item) {
    ordered_json object = {
        {"outbox_id", item.outbox_id},         {"ip", item.ip},
        {"method", nullable(item.method)},     {"source", item.result_id ? "computed" : "imported"},
        {"state", model::name_of(item.state)}, {"attempts", item.attempts},
        {"unclear_ends", item.unclear_ends},   {"next_attempt_ms", nullable(item.next_attempt_ms)},
    };
    object["held_for"] = item.held_for ? ordered_json(model::name_of(*item.held_for)) : ordered_json();
    object["last_status"] = nullable(item.last_status);
    object["last_error"] = item.last_error ? text(*item.last_error) : ordered_json();
    object["drop_reason"] = item.drop_reason ? text(*item.drop_reason) : ordered_json();
    object["note"] = item.note ? text(*item.note) : ordered_json();
    object["queued_ms"] = item.queued_ms;
    object["claimed_ms"] = nullable(item.claimed_ms);
    object["sent_ms"] = nullable(item.sent_ms);
    object["body"] = ordered_json::parse(item.body, nullptr, false);
    return object;
}

template <typename T>
ordered_json array_of(const std::vector<T>& elements) {
    ordered_json array = ordered_json::array();
    for (const T& element : elements) array.push_back(json_of(element));
    return array;
}

}  // namespace

void print_explanation_json(std::ostream& out, const report::Explanation& explanation) {
    ordered_json others = ordered_json::array();
    for (const store::WindowAt& other : explanation.other_windows) others.push_back(other.last_probe_s);
    const ordered_json document = {
        {"schema_version", kJsonSchemaVersion},
        {"user_id", explanation.window.installation.user_id},
        {"installation_id", explanation.window.installation.installation_id},
        {"asked_for_s", explanation.asked_for_s},
        {"other_windows_last_s", others},
        {"window", json_of(explanation.window)},
        {"figures", json_of(explanation.figures)},
        {"observations", json_of(explanation.observations)},
        {"pruned", explanation.is_pruned},
        {"reports", array_of(explanation.reports)},
        {"late_reports", late_reports_of(explanation)},
        {"methods", array_of(explanation.methods)},
        {"superseded_results", array_of(explanation.superseded_results)},
        {"outbox", array_of(explanation.outbox)},
    };
    out << document.dump(2) << '\n';
}

}  // namespace tixdb::cli
