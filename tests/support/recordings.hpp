// SPDX-License-Identifier: MIT
// The recorded experiments that the metrics are checked against. They are not part of the project: found
// through the environment variable TIXDB_RECORDINGS, by default ../shared/data beside the source folder.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::test {

struct RecordedReport {
    std::string ip;
    std::vector<std::uint8_t> digest;
    std::vector<model::Observation> observations;  // in message order
};

// docs/methods.md#windows, formed here without the program's own code, so that each checks the other.
struct RecordedWindow {
    std::string ip;
    std::size_t reports = 0;
    std::size_t received = 0;         // observations before duplicates are removed
    std::int64_t first_report_s = 0;  // time of the first report's first observation
    std::int64_t last_report_s = 0;
    std::size_t session = 0;                       // index into Recording::sessions
    std::vector<model::Observation> observations;  // distinct, S, ordered

    [[nodiscard]] std::int64_t last_s() const { return observations.back().day_timestamp_s; }
};

struct Recording {
    std::string name;
    std::vector<RecordedReport> reports;                    // in order
    std::vector<RecordedWindow> windows;                    // in order
    std::vector<std::vector<model::Observation>> sessions;  // distinct, S, ordered
    nlohmann::json classic;
    nlohmann::json queueing;
    nlohmann::json adaptive;

    // e - 3600 s < T <= e, e = the window's last.
    [[nodiscard]] std::vector<model::Observation> session_before(const RecordedWindow& window) const;
};

[[nodiscard]] const std::vector<std::string>& recording_names();

// Nothing if there is no such recording on this machine.
[[nodiscard]] std::optional<Recording> load_recording(const std::string& name);
[[nodiscard]] std::filesystem::path recordings_folder();

}  // namespace tixdb::test
