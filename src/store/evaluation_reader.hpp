// SPDX-License-Identifier: MIT
// Reads the usage of windows from all current results.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/result.hpp"
#include "store/database.hpp"

namespace tixdb::store {

// What `adaptive` says beyond usage; empty for other methods.
struct SeenLoad {
    std::optional<model::DetectionState> state;  // none: not learned
    std::optional<double> low;
    std::optional<double> ceiling;
};

struct WindowUsage {
    model::InstallationKey installation;
    std::string ip;
    std::int64_t first_report_s = 0;  // time of the first report's first observation
    std::int64_t last_probe_s = 0;
    model::Method method = model::Method::classic;
    std::optional<double> up_usage;  // as stored, unclamped
    std::optional<double> down_usage;
    SeenLoad up_seen{};
    SeenLoad down_seen{};
};

// By installation, time and method.
[[nodiscard]] std::vector<WindowUsage> read_window_usages(Database& database);
// Of one installation, of the windows that end in [from_s, to_s].
[[nodiscard]] std::vector<WindowUsage> read_window_usages(Database& database,
                                                          const model::InstallationKey& key,
                                                          std::int64_t from_s, std::int64_t to_s);

}  // namespace tixdb::store
