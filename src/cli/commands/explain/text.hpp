// SPDX-License-Identifier: MIT
// An explanation for people, and for programs (docs/man/tixdb-explain.md).
#pragma once

#include <iosfwd>

#include "report/explanation.hpp"

namespace tixdb::cli {

void print_explanation(std::ostream& out, const report::Explanation& explanation);

// One JSON object with schema_version 1.
void print_explanation_json(std::ostream& out, const report::Explanation& explanation);

}  // namespace tixdb::cli
