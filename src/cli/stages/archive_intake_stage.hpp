// SPDX-License-Identifier: MIT
// `ingest --archive`: gives pruned observations back.
#pragma once

#include <filesystem>

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"

namespace tixdb::cli {

// Takes the data lock, prints one line of summary and records the run. Throws Error, and Interrupted if the
// run is asked to stop.
[[nodiscard]] ExitCode run_archive_intake(Context& context, const std::filesystem::path& archive);

}  // namespace tixdb::cli
