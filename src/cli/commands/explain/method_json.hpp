// SPDX-License-Identifier: MIT
// The part of an explanation that is about one method's result, for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "report/explanation.hpp"

namespace tixdb::cli {

// An object by the figures' names: what is stored, what came out now, and whether the two are equal.
[[nodiscard]] nlohmann::ordered_json figures_json(const std::vector<report::ComparedFigure>& figures);
[[nodiscard]] nlohmann::ordered_json method_json(const report::MethodExplanation& method);

}  // namespace tixdb::cli
