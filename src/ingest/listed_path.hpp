// SPDX-License-Identifier: MIT
// One path of a list of files (--files-from).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "model/installation.hpp"

namespace tixdb::ingest {

// Where a listed file lies.
using ListedFile = std::pair<model::InstallationKey, std::string>;

// path: relative to base, or absolute inside of it, by base's own name or without links. Nothing if it does
// not name <user>/<installation>/<report file>.
[[nodiscard]] std::optional<ListedFile> listed_file(const std::filesystem::path& base,
                                                    const std::string& path);

}  // namespace tixdb::ingest
