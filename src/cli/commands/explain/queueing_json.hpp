// SPDX-License-Identifier: MIT
// The steps by which queueing came to a result, for programs.
#pragma once

#include <nlohmann/json.hpp>

#include "report/explanation.hpp"

namespace tixdb::cli {

// Adds what only results of queueing have to object, which describes the result.
void add_queueing(nlohmann::ordered_json& object, const report::MethodExplanation& method);

}  // namespace tixdb::cli
