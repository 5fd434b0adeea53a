// SPDX-License-Identifier: MIT
// `backup --manifest`: what a copy of a database holds, in a file beside it that programs read.
#pragma once

#include <filesystem>

#include "cli/frame/context.hpp"

namespace tixdb::cli {

// "shard-3.sqlite" -> "shard-3.sqlite.manifest.json"
[[nodiscard]] std::filesystem::path manifest_of(const std::filesystem::path& file);

// Removes an earlier manifest, so that none speaks of a file that it does not know. Throws Error{failed}.
void remove_manifest(const std::filesystem::path& file);

// Reads the file, which is a whole database, and writes its manifest, in one step. Throws Error{failed}, and
// Interrupted if the run is asked to stop.
void write_manifest(Context& context, const std::filesystem::path& file);

}  // namespace tixdb::cli
