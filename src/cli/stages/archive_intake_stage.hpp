// SPDX-License-Identifier: MIT
// `ingest --archive`: gives pruned observations back.
#pragma once

#include <filesystem>
#include <optional>

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "model/shard.hpp"

namespace tixdb::cli {

// shard: that was asked for; a database knows no reports of others. Takes the data lock, prints one line of
// summary and records the run. Throws Error, and Interrupted if the run is asked to stop.
[[nodiscard]] ExitCode run_archive_intake(Context& context, const std::filesystem::path& archive,
                                          const std::optional<model::Shard>& shard);

}  // namespace tixdb::cli
