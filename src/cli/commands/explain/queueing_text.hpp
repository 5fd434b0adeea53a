// SPDX-License-Identifier: MIT
// The steps by which queueing came to a result, for people.
#pragma once

#include <iosfwd>
#include <string>

#include "model/result.hpp"
#include "report/explanation.hpp"

namespace tixdb::cli {

// Of a result that was not computed again, the baseline only.
void print_queueing(std::ostream& out, const report::MethodExplanation& method);

// "10:31:20 up -120.0 ms, down +120.1 ms: the clock". A shift that takes from one direction what it adds to
// the other, within 5 ms, is called one of the clock, any other one of the route.
[[nodiscard]] std::string text_of(const model::QueueingShift& shift);

}  // namespace tixdb::cli
