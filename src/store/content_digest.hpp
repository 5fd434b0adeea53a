// SPDX-License-Identifier: MIT
// A digest of what a database holds, equal for databases of equal content however their rows came in.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/progress_hook.hpp"
#include "model/report.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct TableDigest {
    std::string_view table;
    std::int64_t rows = 0;
    model::Digest digest{};
};

struct ContentDigest {
    std::vector<TableDigest> tables;  // in a fixed order
    std::int64_t rows = 0;
    model::Digest digest{};  // of all tables
};

// Of everything but row ids, run ids, times of work, what the file system says of files, and what is of the
// database and not of its installations: runs, identity, changes of settings, tombstones, caches, and what is
// known of tix-api's servers. What refers to a row refers to its content. Each row is written as its values,
// in the order of sql/content/<table>.sql, with their types and lengths; a report's row has its observations
// in it. Rows are taken as a multiset (base/multiset_digest.hpp), since ids and with them the order differ.
// The caller holds a snapshot. hook gets the number of rows. Throws Interrupted when the run is asked to
// stop.
[[nodiscard]] ContentDigest digest_content(Database& database, const ProgressHook& hook = {});

// The tables that the digest says nothing of.
[[nodiscard]] std::span<const std::string_view> tables_without_content();

}  // namespace tixdb::store
