// SPDX-License-Identifier: MIT
// What shapes the results of a run, the same for all installations.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/queueing.hpp"
#include "model/result.hpp"

namespace tixdb::process {

struct Parameters {
    // Computed for every window, in this order; the published one is among them.
    std::vector<model::Method> methods{model::kMethods.begin(), model::kMethods.end()};
    model::Method published = model::kDefaultMethod;
    // Windows that end before it are computed, and not queued (unix seconds).
    std::optional<std::int64_t> publish_from_s;
    metrics::QueueingParameters queueing;
};

}  // namespace tixdb::process
