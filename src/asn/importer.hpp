// SPDX-License-Identifier: MIT
// Imports tables of networks and names into the database, as snapshots.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "asn/prefix_table.hpp"
#include "asn/table_file.hpp"
#include "base/log.hpp"
#include "store/as_store.hpp"

namespace tixdb::asn {

struct ImportOptions {
    std::vector<std::filesystem::path> files;  // of prefixes or ranges
    std::optional<std::filesystem::path> names;
    std::optional<std::int64_t> valid_from_s;  // empty: the date in the file's name, else now
    bool force = false;                        // import even a table that has shrunk
};

struct ImportedSnapshot {
    store::AsSnapshot snapshot;
    bool known = false;  // the snapshot in force then came from the same file: nothing was stored
};

// A date in a file's name, as in routeviews-rv2-20170910-1200.pfx2as.gz or names-2017-09-10.txt: its
// midnight.
[[nodiscard]] std::optional<std::int64_t> date_in_name(const std::filesystem::path& path);

// Reads files one after the other, so that memory is bounded by the largest. Each snapshot is stored in one
// transaction, whole or not at all; if there are several files, all of them are read and checked before the
// first is stored, each against those before it. Refused, with Error{failed}: what read_table() refuses; a
// file without a routed prefix; two files of one family and one time; and, unless forced, a snapshot with
// less than 80 % of the entries of its neighbour: of the last one before it, else of the next.
class Importer {
  public:
    // database may be null if there is none yet; only check() may be called then.
    Importer(store::Database* database, std::int64_t now_ms, Log& log);

    // Everything but storing.
    [[nodiscard]] std::vector<ImportedSnapshot> check(const ImportOptions& options);
    [[nodiscard]] std::vector<ImportedSnapshot> import(const ImportOptions& options, std::int64_t run_id);

  private:
    struct Input {
        std::filesystem::path path;
        Expect expect;
        std::int64_t valid_from_s;
    };

    [[nodiscard]] std::vector<Input> inputs_of(const ImportOptions& options) const;
    [[nodiscard]] std::vector<ImportedSnapshot> plan(const TableFile& table, const Input& input,
                                                     bool force) const;
    void require_not_shrunk(const store::AsSnapshot& snapshot) const;
    void require_own_time(const store::AsSnapshot& snapshot) const;
    [[nodiscard]] bool is_known(const store::AsSnapshot& snapshot) const;
    void warn_of(const TableFile& table);
    void store(const TableFile& table, ImportedSnapshot& planned, std::int64_t run_id);

    store::Database* database_;
    std::int64_t now_ms_;
    Log& log_;
    std::vector<store::AsSnapshot> present_;
};

}  // namespace tixdb::asn
