// SPDX-License-Identifier: MIT
// What queueing went through on its way to a result, for programs.
#pragma once

#include <nlohmann/json.hpp>

#include "report/explanation.hpp"

namespace tixdb::cli {

// Adds what only results of queueing have to the object of one.
void add_queueing(nlohmann::ordered_json& object, const report::MethodExplanation& method);

}  // namespace tixdb::cli
