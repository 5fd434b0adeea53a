// SPDX-License-Identifier: MIT
// What `explain` prints of a result of `adaptive` beyond its figures.
#pragma once

#include <iosfwd>
#include <string>

#include "model/adaptive.hpp"
#include "report/explanation.hpp"

namespace tixdb::cli {

void print_adaptive(std::ostream& out, const report::MethodExplanation& method);

// A direction's state in words; empty if it has not learned.
[[nodiscard]] std::string state_in_words(const model::AdaptiveDirection& direction);

}  // namespace tixdb::cli
