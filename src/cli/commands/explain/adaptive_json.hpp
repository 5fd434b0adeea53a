// SPDX-License-Identifier: MIT
// The same as adaptive_text.hpp, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "report/explanation.hpp"

namespace tixdb::cli {

// null where nothing was computed again.
[[nodiscard]] nlohmann::ordered_json adaptive_json(const report::MethodExplanation& method);

}  // namespace tixdb::cli
