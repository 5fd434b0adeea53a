// SPDX-License-Identifier: MIT
// The load that is asked of a link's cross traffic over time, and what the link then really carried.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/installation.hpp"

namespace tixdb::simulate {

// From `after_s` seconds after the beginning on, until the next step.
struct LoadStep {
    std::int64_t after_s = 0;
    double utilisation = 0;  // 0…2; over 1 is more than the link can carry

    friend bool operator==(const LoadStep&, const LoadStep&) = default;
};

// In order of time, the first at 0.
using Load = std::vector<LoadStep>;

// One value held all the time.
[[nodiscard]] inline Load constant_load(double utilisation) {
    return {{0, utilisation}};
}

// The values one after the other, each for an equal part of the duration.
[[nodiscard]] Load load_in_equal_parts(const std::vector<double>& utilisations, std::int64_t duration_s);

struct LoadPair {
    Load up;
    Load down;
};

// Loads of single installations, instead of the scenario's.
using LoadPlan = std::map<model::InstallationKey, LoadPair>;

// One direction in one UTC minute, or the simulated part of it.
struct MinuteLoad {
    std::int64_t minute_s = 0;       // unix seconds of the minute's beginning
    double busy_share = 0;           // how much of the time the link was busy, probes included
    double set_share = 0;            // the cross traffic's load that was asked for, mean over the time
    std::int64_t carried_bytes = 0;  // that the link has sent, probes included, rounded
};

}  // namespace tixdb::simulate
