// SPDX-License-Identifier: MIT
// Reads what `tixdb explain` tells of one window: what it was formed of, and its results.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/network.hpp"
#include "model/report.hpp"
#include "model/result.hpp"
#include "store/database.hpp"
#include "store/stored_result.hpp"

namespace tixdb::store {

struct WindowAt {
    std::int64_t window_id = 0;
    std::int64_t last_probe_s = 0;
};

struct NearestWindows {
    std::optional<std::int64_t> before_last_probe_s;  // of the window that ends last before a time
    std::optional<std::int64_t> after_last_probe_s;   // of the one that ends first at or after it
    std::int64_t reports = 0;                         // of the installation
};

// The network a window was measured in, and where that is known from.
struct StoredNetwork {
    model::Network network;
    std::optional<std::string> source;  // the snapshot's file; empty: no table was asked
    std::optional<std::int64_t> valid_from_s;
    std::int64_t looked_up_ms = 0;
    std::optional<std::int64_t> run_id;
};

struct WindowRow {
    std::int64_t window_id = 0;
    model::InstallationKey installation;
    std::string ip;
    std::int64_t session_report_id = 0;
    std::int64_t first_report_s = 0;
    std::int64_t last_report_s = 0;
    std::int64_t first_probe_s = 0;
    std::int64_t last_probe_s = 0;
    std::int64_t reports = 0;
    std::int64_t observations = 0;
    std::int64_t distinct_observations = 0;
    std::int64_t formed_ms = 0;
    std::optional<std::int64_t> run_id;
    std::int64_t session_first_report_s = 0;  // first observation of the session's first report
    std::int64_t session_last_report_s = 0;   // first observation of the last report in its windows
    std::optional<StoredNetwork> network;     // empty: nothing was ever stored about it
};

struct ReportRow {
    std::int64_t report_id = 0;
    std::int64_t first_observation_s = 0;
    std::int64_t last_observation_s = 0;
    std::int64_t observation_count = 0;  // as received
    std::string ip;
    model::Digest digest{};
    bool verified = false;
    std::optional<std::int64_t> pruned_ms;
    std::optional<std::int64_t> run_id;
    std::vector<std::string> files;  // names in the installation's folder; none: the file is gone
};

struct LateReportRow {
    std::int64_t report_id = 0;
    std::int64_t first_observation_s = 0;
    std::int64_t last_observation_s = 0;
    std::int64_t observation_count = 0;
    model::Digest digest{};
    std::int64_t found_ms = 0;
};

struct SupersededResult {
    std::int64_t result_id = 0;
    std::int64_t window_id = 0;
    std::string method;
    int method_version = 0;
    std::string parameters_json;
    std::int64_t computed_ms = 0;
    std::int64_t superseded_ms = 0;
    std::string publish_decision;
    std::optional<double> up_usage;
    std::optional<double> down_usage;
    std::optional<double> up_quality;
    std::optional<double> down_quality;
};

struct WindowBounds {
    std::int64_t first_probe_s = 0;
    std::int64_t last_probe_s = 0;
    bool is_superseded = false;
};

struct SessionReport {
    std::int64_t report_id = 0;
    bool is_pruned = false;
    std::int64_t observation_count = 0;  // as received
};

// What a result of `adaptive` kept of its window, one direction.
struct StoredSketch {
    std::optional<double> quartile_ms;
    std::optional<model::Sketch> sketch;
};
struct StoredSketches {
    StoredSketch up;
    StoredSketch down;
};

// Thread rule: that of its connection. The caller holds a Snapshot, so that all fits together.
class ExplainStore {
  public:
    explicit ExplainStore(Database& database) : database_(database) {}

    // Current windows of the installation that contain time_s, the one that ends first first.
    [[nodiscard]] std::vector<WindowAt> windows_at(const model::InstallationKey& key, std::int64_t time_s);
    [[nodiscard]] NearestWindows nearest_windows(const model::InstallationKey& key, std::int64_t time_s);

    // Nothing if there is none.
    [[nodiscard]] std::optional<WindowRow> window(std::int64_t window_id);
    [[nodiscard]] std::optional<WindowBounds> bounds(std::int64_t window_id);
    // In order, with their files.
    [[nodiscard]] std::vector<ReportRow> reports(const WindowRow& window);
    // Late reports that the window's session might hold if they had come in time.
    [[nodiscard]] std::vector<LateReportRow> late_reports(const WindowRow& window);
    // The current ones, by method.
    [[nodiscard]] std::vector<StoredResult> results(std::int64_t window_id);
    // The sketches that a window had when a result of its own or a later one was stored; empty if none.
    [[nodiscard]] StoredSketches sketches_as_of(std::int64_t window_id, std::int64_t result_id);
    // What they superseded, oldest first.
    [[nodiscard]] std::vector<SupersededResult> superseded_results(std::int64_t window_id);
    // The session's reports up to the window's last one that begin after begins_after_s and reach beyond
    // ends_after_s, in order.
    [[nodiscard]] std::vector<SessionReport> session_reports(std::int64_t window_id,
                                                             std::int64_t begins_after_s,
                                                             std::int64_t ends_after_s);
    // Everything queued for the installation under this time, oldest first.
    [[nodiscard]] std::vector<std::int64_t> outbox_ids(const model::InstallationKey& key,
                                                       std::int64_t last_s);

  private:
    void add_files(std::vector<ReportRow>& reports, const WindowRow& window);

    Database& database_;
};

}  // namespace tixdb::store
