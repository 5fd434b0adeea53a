// SPDX-License-Identifier: MIT
// The process stage as commands call it: `process` itself and `run`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"

namespace tixdb::cli {

struct ProcessOptions {
    std::string method = "all";
    std::optional<std::string> publish_from;

    // Not declared here, since commands share them:
    std::int64_t threads = 0;  // 0: one a processor
    bool dry_run = false;

    void declare(OptionSet& options);
    // Throws Error{usage}.
    void validate(const Context& context) const;
};

// Lock, work, one line of summary, and the run's record. Throws as every command does.
ExitCode run_process_stage(Context& context, const ProcessOptions& options);

}  // namespace tixdb::cli
