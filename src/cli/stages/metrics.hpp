// SPDX-License-Identifier: MIT
// What monitoring reads of a database: for `status --format prometheus` and `run --metrics-file`.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "cli/frame/context.hpp"

namespace tixdb::cli {

// Throws as readers of the database do. docs/man/tixdb-status.md lists the metrics; renaming one breaks the
// alerts and dashboards of others.
void write_metrics(std::ostream& out, const Context& context);

// The same as a file that a textfile collector finds whole at any time: written beside, then given its name.
// Throws Error{failed} if it cannot be written.
void write_metrics_file(const std::filesystem::path& path, const Context& context);

}  // namespace tixdb::cli
