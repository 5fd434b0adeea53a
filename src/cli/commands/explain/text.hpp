// SPDX-License-Identifier: MIT
// An explanation for people (docs/man/tixdb-explain.md).
#pragma once

#include <iosfwd>

#include "report/explanation.hpp"

namespace tixdb::cli {

void print_explanation(std::ostream& out, const report::Explanation& explanation);

}  // namespace tixdb::cli
