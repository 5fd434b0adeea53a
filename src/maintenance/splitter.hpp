// SPDX-License-Identifier: MIT
// Makes shards of one database, each a database of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/progress_hook.hpp"
#include "maintenance/copied_source.hpp"
#include "maintenance/new_database.hpp"
#include "model/shard.hpp"

namespace tixdb::maintenance {

struct SplitRequest {
    std::filesystem::path database;
    int count = 1;  // of shards
    // One name per part, or one for all, in which {} stands for the part's index.
    std::vector<std::string> targets;
    bool overwrite = false;
    Making making;
};

struct SplitPart {
    model::Shard shard;
    std::filesystem::path target;
    std::vector<model::InstallationKey> installations;
    std::int64_t reports = 0;
};

struct SplitSummary {
    std::vector<SplitPart> parts;  // by index
    std::int64_t rows = 0;         // copied, into all of them
};

// The shards of `count` that a database, whole or a shard of another division, can have installations of:
// all; of a shard that stays, itself and those that are new.
[[nodiscard]] std::vector<model::Shard> possible_parts(const std::optional<model::Shard>& own, int count);

// Says what split() would do, and throws what it would throw before it writes: Error{usage} if the names are
// not one per possible part, Error{failed} if one of them is there; and what look_at_source() throws.
[[nodiscard]] SplitSummary plan_split(const SplitRequest& request);

// All parts are made and checked, then get their names, one after the other. If it throws before that,
// nothing is there. The database is only read. hook gets the rows copied. Throws Interrupted when the run is
// asked to stop.
[[nodiscard]] SplitSummary split(const SplitRequest& request, const ProgressHook& hook = {});

}  // namespace tixdb::maintenance
