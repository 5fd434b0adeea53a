// SPDX-License-Identifier: MIT
// What `export` reads: rows of one kind, of a range, in an order that depends on the data alone.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "model/installation.hpp"
#include "model/shard.hpp"
#include "store/database.hpp"
#include "store/row_cursor.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// [from_s, to_s), and whose; what is not given does not narrow it. The queries do not know of shards: whoever
// reads leaves out the rows of others (is_of_shard).
struct ExportRange {
    std::int64_t from_s = std::numeric_limits<std::int64_t>::min();
    std::int64_t to_s = std::numeric_limits<std::int64_t>::max();
    std::optional<std::int64_t> user_id;
    std::optional<std::int64_t> installation_id;
    std::optional<model::Shard> shard = std::nullopt;

    [[nodiscard]] bool is_of_shard(const model::InstallationKey& key) const {
        return !shard || shard->holds(key);
    }
    [[nodiscard]] bool has_times() const {
        return from_s != std::numeric_limits<std::int64_t>::min() ||
               to_s != std::numeric_limits<std::int64_t>::max();
    }
};

enum class ExportTable { results, latency, hours, minutes, outbox, rejected, gaps };

// The rows by user, installation and time; rejected by path. The columns and what lies in the range are those
// of sql/exported/select_<table>.sql.
[[nodiscard]] RowCursor rows_of(Database& database, ExportTable table, const ExportRange& range);

struct ExportedReport {
    std::int64_t report_id = 0;
    model::InstallationKey installation;
    std::string ip;
    bool is_pruned = false;  // its observations are gone
};

// Reports that may hold observations of the range, by user, installation, first observation and digest.
// Thread rule: that of its connection.
class ExportedReports {
  public:
    ExportedReports(Database& database, const ExportRange& range);

    // False at the end.
    [[nodiscard]] bool next(ExportedReport& report);

  private:
    Statement reports_;
};

}  // namespace tixdb::store
