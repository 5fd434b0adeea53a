// SPDX-License-Identifier: MIT
// What shapes a reprocessing run.
#pragma once

#include <vector>

#include "process/parameters.hpp"

namespace tixdb::process {

struct ReprocessParameters {
    Parameters parameters;               // its methods: those of a new window
    std::vector<model::Method> methods;  // computed again where a window stays the same
    bool republish = false;  // queue what was sent once more if it differs, and what was not queued
};

}  // namespace tixdb::process
