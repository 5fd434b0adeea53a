// SPDX-License-Identifier: MIT
// An explanation for programs (docs/man/tixdb-explain.md).
#pragma once

#include <iosfwd>

#include "report/explanation.hpp"

namespace tixdb::cli {

// One JSON object with schema_version 1.
void print_explanation_json(std::ostream& out, const report::Explanation& explanation);

}  // namespace tixdb::cli
