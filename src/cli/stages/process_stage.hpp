// SPDX-License-Identifier: MIT
// The process stage as commands call it: `process` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/process_options.hpp"

namespace tixdb::cli {

// Lock, work, one line of summary, and the run's record; with dry_run, only what it would do. Throws as every
// command does.
[[nodiscard]] ExitCode run_process_stage(Context& context, const ProcessOptions& options);

}  // namespace tixdb::cli
