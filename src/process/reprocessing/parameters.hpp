// SPDX-License-Identifier: MIT
// What shapes a reprocessing run.
#pragma once

#include <vector>

#include "process/parameters.hpp"

namespace tixdb::process {

struct ReprocessParameters {
    Parameters parameters;               // its methods: those of a new window
    std::vector<model::Method> methods;  // computed again where a window stays the same
    // Queue again what was sent, if it differs, and queue what never was.
    bool republish = false;
};

}  // namespace tixdb::process
