// SPDX-License-Identifier: MIT
// What queueing went through on its way to a result, for people.
#pragma once

#include <iosfwd>
#include <string>

#include "model/result.hpp"
#include "report/explanation.hpp"

namespace tixdb::cli {

// Nothing but the baseline where the result was not computed again.
void print_queueing(std::ostream& out, const report::MethodExplanation& method);

// "10:31:20 up -120.0 ms, down +120.1 ms: the clock": what a clock takes from one direction it gives to the
// other, within 5 ms; a route does not.
[[nodiscard]] std::string text_of(const model::QueueingShift& shift);

}  // namespace tixdb::cli
