// SPDX-License-Identifier: MIT
// Pruning as commands call it: `prune` itself and `run`.
#pragma once

#include <chrono>
#include <optional>

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "maintenance/pruner.hpp"

namespace tixdb::cli {

// Takes the data lock, works in short pieces with gaps for others, prints one line of summary and records the
// run; with dry_run, only says what it would do. at_most: it ends after so long, and the next call goes on
// there. Throws Error, and Interrupted if the run is asked to stop.
[[nodiscard]] ExitCode run_prune_stage(Context& context, const maintenance::RetentionRules& rules,
                                       bool dry_run,
                                       std::optional<std::chrono::milliseconds> at_most = std::nullopt);

// By the settings, as `run` does; nothing at all where they keep everything.
[[nodiscard]] ExitCode run_prune_stage_by_settings(Context& context, bool dry_run);

}  // namespace tixdb::cli
