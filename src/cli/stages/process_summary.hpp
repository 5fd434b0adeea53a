// SPDX-License-Identifier: MIT
// What the process stage tells people.
#pragma once

#include <string>

#include "cli/frame/run_counts.hpp"
#include "process/processor.hpp"

namespace tixdb::cli {

// "process: 57 windows, 114 results (57 queued), 3 late reports (… takes them in) in 0.3 s"
[[nodiscard]] std::string text_of(const process::ProcessSummary& summary, double elapsed_s);
// The same of a dry run, which counts windows and reports alone.
[[nodiscard]] std::string dry_run_text_of(const process::ProcessSummary& summary);
[[nodiscard]] RunCounts run_counts_of(const process::ProcessSummary& summary);

}  // namespace tixdb::cli
