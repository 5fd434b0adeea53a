// SPDX-License-Identifier: MIT
// What shapes a reprocessing run.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "process/parameters.hpp"

namespace tixdb::process {

struct ReprocessParameters {
    Parameters parameters;               // its methods: those of a new window
    std::vector<model::Method> methods;  // computed again where a window stays the same
    bool republish = false;  // queue what was sent once more if it differs, and what was not queued
};

// What reprocessing has to know of publishing. Called from one thread.
struct PublishTies {
    PayloadBuilder build_payload;
    // Whether what tix-api keeps of two bodies is the same.
    std::function<bool(std::string_view, std::string_view)> tell_the_same;
};

}  // namespace tixdb::process
