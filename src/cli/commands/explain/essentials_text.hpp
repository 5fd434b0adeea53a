// SPDX-License-Identifier: MIT
// The twenty lines of an explanation that most people want (docs/man/tixdb-explain.md).
#pragma once

#include <iosfwd>

#include "report/explanation.hpp"

namespace tixdb::cli {

void print_essentials(std::ostream& out, const report::Explanation& explanation);

}  // namespace tixdb::cli
