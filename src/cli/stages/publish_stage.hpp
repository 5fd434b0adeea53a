// SPDX-License-Identifier: MIT
// The publish stage as commands call it: `publish` itself and `run`.
#pragma once

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/stages/publish_options.hpp"

namespace tixdb::cli {

// Sends what is due and writes the summary line; with dry_run, only shows the requests. Takes the publish
// lock. --wait is both how long it waits for the lock and for how long, from its start, it waits for items to
// become due. Errors that end a run are logged here. Throws Error{configuration} if the password could not be
// read, Interrupted if asked to stop.
[[nodiscard]] ExitCode run_publish_stage(Context& context, const PublishOptions& options);

}  // namespace tixdb::cli
