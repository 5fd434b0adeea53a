// SPDX-License-Identifier: MIT
// The process stage as commands call it: `process` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/process_options.hpp"
#include "store/database.hpp"

namespace tixdb::cli {

// Stores the options that become settings (--publish-from). `run` does so before its first stage: even if
// that fails or is interrupted, the next run must not send what this one was told to leave.
void keep_settings(Context& context, store::Database& database, const ProcessOptions& options);

// Takes the lock, does the work, prints one line of summary and records the run; with dry_run, only says what
// it would do. Throws Error, and Interrupted if the run is asked to stop.
[[nodiscard]] ExitCode run_process_stage(Context& context, const ProcessOptions& options);

}  // namespace tixdb::cli
