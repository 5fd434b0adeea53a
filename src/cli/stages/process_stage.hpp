// SPDX-License-Identifier: MIT
// The process stage as commands call it: `process` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/process_options.hpp"
#include "store/database.hpp"

namespace tixdb::cli {

// Stores what options keep as settings (--publish-from). `run` does so before its first stage: where that is
// interrupted or fails, the next run must not send what this one was told to leave.
void keep_settings(Context& context, store::Database& database, const ProcessOptions& options);

// Lock, work, one line of summary, and the run's record; with dry_run, only what it would do. Throws as every
// command does.
[[nodiscard]] ExitCode run_process_stage(Context& context, const ProcessOptions& options);

}  // namespace tixdb::cli
