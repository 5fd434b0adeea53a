// SPDX-License-Identifier: MIT

#include "cli/commands/explain/json.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/commands/explain/method_json.hpp"
#include "cli/frame/nullable.hpp"
#include "cli/frame/output.hpp"

namespace tixdb::cli {
namespace {

using nlohmann::ordered_json;

// Names of files are bytes.
ordered_json text(const std::string& bytes) {
    return is_utf8(bytes) ? bytes : escaped(bytes);
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
    ordered_json methods = ordered_json::array();
    for (const report::MethodExplanation& method : explanation.methods)
        methods.push_back(method_json(method));
    const ordered_json document = {
        {"schema_version", kJsonSchemaVersion},
        {"user_id", explanation.window.installation.user_id},
        {"installation_id", explanation.window.installation.installation_id},
        {"asked_for_s", explanation.asked_for_s},
        {"other_windows_last_s", others},
        {"window", json_of(explanation.window)},
        {"figures", figures_json(explanation.figures)},
        {"observations", json_of(explanation.observations)},
        {"pruned", explanation.is_pruned},
        {"reports", array_of(explanation.reports)},
        {"late_reports", late_reports_of(explanation)},
        {"methods", methods},
        {"superseded_results", array_of(explanation.superseded_results)},
        {"outbox", array_of(explanation.outbox)},
    };
    out << document.dump(2) << '\n';
}

}  // namespace tixdb::cli
