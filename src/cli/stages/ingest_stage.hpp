// SPDX-License-Identifier: MIT
// The ingest stage as commands call it: `ingest` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/ingest_options.hpp"
#include "cli/stages/process_options.hpp"

namespace tixdb::cli {

// Takes the lock, does the work, prints one line of summary and records the run; with dry_run, only says what
// it would do. Throws Error, and Interrupted if the run is asked to stop. kept: options of a later stage
// whose settings are stored first, or null.
[[nodiscard]] ExitCode run_ingest_stage(Context& context, const IngestOptions& options,
                                        const ProcessOptions* kept = nullptr);

}  // namespace tixdb::cli
