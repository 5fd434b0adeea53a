// SPDX-License-Identifier: MIT

#include "support/made_sessions.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/source_tree.hpp"

namespace tixdb::test {
namespace {

using model::Observation;

std::filesystem::path data_file(const std::string& name) {
    return test::source_folder() / "tests" / "data" / "metrics" / name;
}

// Columns: docs of tests/reference/make_metrics_data.py.
std::vector<Observation> read_observations(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::vector<Observation> observations;
    Observation last;
    for (std::string line; std::getline(file, line);) {
        std::replace(line.begin(), line.end(), ',', ' ');
        std::istringstream fields(line);
        fields.imbue(std::locale::classic());
        std::array<std::int64_t, 5> row{};
        for (std::int64_t& field : row) fields >> field;
        Observation o;
        o.day_timestamp_s = last.day_timestamp_s + row[0];
        o.initial_ns = last.initial_ns + row[1];
        o.reception_ns = o.initial_ns + row[2];
        o.sent_ns = o.reception_ns + row[3];
        o.final_ns = o.initial_ns + row[4];
        observations.push_back(o);
        last = o;
    }
    return observations;
}

template <typename T>
std::optional<model::EarlierValue<T>> value_or_none(const nlohmann::json& value) {
    if (value.is_null()) return std::nullopt;
    return model::EarlierValue<T>{value.get<T>(), 0};
}

model::QueueingReads reads_of(const nlohmann::json& json) {
    model::QueueingReads reads;
    reads.skew_ms_per_s = value_or_none<double>(json.at("skew_ms_per_s"));
    reads.floor_sum_ms = value_or_none<double>(json.at("floor_sum_ms"));
    reads.since_s = value_or_none<std::int64_t>(json.at("since_s"));
    reads.route_start_s = value_or_none<std::int64_t>(json.at("route_start_s"));
    return reads;
}

}  // namespace

const std::vector<std::string>& made_session_names() {
    static const std::vector<std::string> names = {
        "drifting",   "client_midnight", "server_midnight", "standing_queue",
        "clock_step", "disturbed",       "route",           "torn"};
    return names;
}

MadeSession load_made_session(const std::string& name) {
    MadeSession session;
    session.name = name;
    session.observations = read_observations(data_file(name + ".csv"));
    std::ifstream file(data_file(name + ".json"));
    const nlohmann::json expected = nlohmann::json::parse(file);
    for (const auto& json : expected.at("windows")) {
        MadeWindow window;
        window.begin = json.at("begin");
        window.end = json.at("end");
        // The sessions are shorter than an hour: all of it up to the window's last second is history.
        const std::int64_t last_s = session.observations[window.end - 1].day_timestamp_s;
        const auto end =
            std::partition_point(session.observations.begin(), session.observations.end(),
                                 [&](const Observation& o) { return o.day_timestamp_s <= last_s; });
        window.history.session = std::span(session.observations.begin(), end);
        window.history.offered = reads_of(json.at("offered"));
        window.classic = json.at("classic");
        window.queueing = json.at("queueing");
        window.latency = json.at("latency");
        session.windows.push_back(std::move(window));
    }
    return session;
}

}  // namespace tixdb::test
