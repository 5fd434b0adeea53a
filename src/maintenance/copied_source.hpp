// SPDX-License-Identifier: MIT
// A database that is merged with others or split, looked at before anything is written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/shard.hpp"

namespace tixdb::maintenance {

struct CopiedSource {
    std::filesystem::path path;
    std::optional<model::Shard> shard;
    std::vector<model::InstallationKey> installations;  // whoever has a row, in order
    std::map<model::InstallationKey, std::int64_t> reports;
    std::map<std::string, std::string> settings;
    bool has_results = false;
};

// Throws Error{failed} if there is no such file, Error{configuration} if it is not a database of this
// program's schema, Error{try_again} if a run is at work on it.
[[nodiscard]] CopiedSource look_at_source(const std::filesystem::path& path);

// Reports of these installations.
[[nodiscard]] std::int64_t reports_of(const CopiedSource& source,
                                      const std::vector<model::InstallationKey>& installations);

}  // namespace tixdb::maintenance
