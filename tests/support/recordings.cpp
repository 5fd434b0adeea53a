// SPDX-License-Identifier: MIT

#include "support/recordings.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "metrics/observations.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::test {
namespace {

using model::Observation;

nlohmann::json read_json(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return nlohmann::json::parse(file);
}

std::int64_t big_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8U | byte;
    return static_cast<std::int64_t>(value);
}

std::vector<Observation> decoded(std::span<const std::uint8_t> message) {
    std::vector<Observation> observations;
    for (; message.size() >= model::kObservationBytes; message = message.subspan(model::kObservationBytes)) {
        Observation o;
        o.day_timestamp_s = big_endian(message.first(8));
        o.type = static_cast<char>(message[8]);
        o.packet_size = static_cast<std::int32_t>(big_endian(message.subspan(9, 4)));
        o.initial_ns = big_endian(message.subspan(13, 8));
        o.reception_ns = big_endian(message.subspan(21, 8));
        o.sent_ns = big_endian(message.subspan(29, 8));
        o.final_ns = big_endian(message.subspan(37, 8));
        observations.push_back(o);
    }
    return observations;
}

RecordedReport read_report(const std::filesystem::path& path) {
    const nlohmann::json json = read_json(path);
    const std::string from = json.at("from");
    const auto message = base64_decoded(json.at("message").get<std::string>()).value();
    const auto digest = sha256(message);
    return {from.substr(0, from.rfind(':')), {digest.begin(), digest.end()}, decoded(message)};
}

std::int64_t first_s(const RecordedReport& report) {
    return report.observations.front().day_timestamp_s;
}

std::vector<RecordedReport> read_reports(const std::filesystem::path& archive) {
    const TemporaryFolder folder;
    const std::string command = "tar -xzf '" + archive.string() + "' -C '" + folder.path().string() + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    std::vector<RecordedReport> reports;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
        if (entry.path().extension() == ".json") reports.push_back(read_report(entry.path()));
    }
    std::sort(reports.begin(), reports.end(), [](const RecordedReport& a, const RecordedReport& b) {
        return std::pair(first_s(a), a.digest) < std::pair(first_s(b), b.digest);
    });
    return reports;
}

std::vector<Observation> observations_of(std::span<const RecordedReport> reports) {
    std::vector<Observation> observations;
    for (const RecordedReport& report : reports) {
        observations.insert(observations.end(), report.observations.begin(), report.observations.end());
    }
    return metrics::distinct_short_probes(std::move(observations));
}

constexpr std::int64_t kLargestGapS = 300;
constexpr std::size_t kLeastInWindow = 1084;

void form_windows(Recording& recording, std::span<const RecordedReport> session) {
    for (std::size_t start = 0; start < session.size();) {
        std::size_t count = 0;
        std::size_t received = 0;
        while (received < kLeastInWindow && start + count < session.size()) {
            received += session[start + count++].observations.size();
        }
        if (received < kLeastInWindow) return;
        const auto part = session.subspan(start, count);
        recording.windows.push_back({part.front().ip, count, received, first_s(part.front()),
                                     first_s(part.back()), recording.sessions.size() - 1,
                                     observations_of(part)});
        start += std::max<std::size_t>(1, count / 2);
    }
}

void form_sessions(Recording& recording) {
    const std::span<const RecordedReport> reports = recording.reports;
    for (std::size_t begin = 0; begin < reports.size();) {
        std::size_t end = begin + 1;
        while (end < reports.size() && reports[end].ip == reports[begin].ip &&
               first_s(reports[end]) - first_s(reports[end - 1]) <= kLargestGapS) {
            ++end;
        }
        const auto session = reports.subspan(begin, end - begin);
        recording.sessions.push_back(observations_of(session));
        form_windows(recording, session);
        begin = end;
    }
}

}  // namespace

std::vector<Observation> Recording::session_before(const RecordedWindow& window) const {
    std::vector<Observation> result;
    for (const Observation& o : sessions.at(window.session)) {
        if (o.day_timestamp_s > window.last_s() - 3600 && o.day_timestamp_s <= window.last_s())
            result.push_back(o);
    }
    return result;
}

const std::vector<std::string>& recording_names() {
    static const std::vector<std::string> names = {"1b", "2b", "5b", "7", "9", "10"};
    return names;
}

std::filesystem::path recordings_folder() {
    const char* folder = std::getenv("TIXDB_RECORDINGS");
    if (folder != nullptr) return folder;
    return test::source_folder().parent_path() / "shared" / "data";
}

std::optional<Recording> load_recording(const std::string& name) {
    const auto folder = recordings_folder() / "experiments" / name;
    if (!std::filesystem::exists(folder / "reports.tar.gz")) return std::nullopt;
    Recording recording;
    recording.name = name;
    recording.classic = read_json(folder / "classic.json");
    recording.queueing = read_json(folder / "queueing.json");
    recording.adaptive = read_json(folder / "adaptive.json");
    recording.reports = read_reports(folder / "reports.tar.gz");
    form_sessions(recording);
    return recording;
}

}  // namespace tixdb::test
