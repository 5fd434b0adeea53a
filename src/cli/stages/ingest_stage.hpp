// SPDX-License-Identifier: MIT
// The ingest stage as commands call it: `ingest` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/ingest_options.hpp"
#include "cli/stages/process_options.hpp"

namespace tixdb::cli {

// Lock, work, one line of summary, and the run's record; with dry_run, only what it would do. Throws as every
// command does.
// kept: options of a later stage whose settings are stored first, or null.
[[nodiscard]] ExitCode run_ingest_stage(Context& context, const IngestOptions& options,
                                        const ProcessOptions* kept = nullptr);

}  // namespace tixdb::cli
