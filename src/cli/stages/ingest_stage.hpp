// SPDX-License-Identifier: MIT
// The ingest stage as commands call it: `ingest` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/ingest_options.hpp"

namespace tixdb::cli {

// Lock, work, one line of summary, and the run's record; with dry_run, only what it would do. Throws as every
// command does.
[[nodiscard]] ExitCode run_ingest_stage(Context& context, const IngestOptions& options);

}  // namespace tixdb::cli
