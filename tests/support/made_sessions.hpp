// SPDX-License-Identifier: MIT
// Made sessions that are part of the project (tests/data/metrics), and what the Python reference says about
// them (tests/reference).
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "metrics/queueing.hpp"
#include "model/observation.hpp"

namespace tixdb::test {

struct MadeWindow {
    std::size_t begin = 0;  // observations [begin, end) of the session
    std::size_t end = 0;
    metrics::WindowHistory history;  // views into the session
    nlohmann::json classic;          // expected
    nlohmann::json queueing;
    nlohmann::json latency;
};

struct MadeSession {
    std::string name;
    std::vector<model::Observation> observations;
    std::vector<MadeWindow> windows;

    [[nodiscard]] std::span<const model::Observation> in(const MadeWindow& window) const {
        return std::span(observations).subspan(window.begin, window.end - window.begin);
    }
};

[[nodiscard]] const std::vector<std::string>& made_session_names();
[[nodiscard]] MadeSession load_made_session(const std::string& name);

}  // namespace tixdb::test
