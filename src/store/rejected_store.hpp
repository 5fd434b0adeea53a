// SPDX-License-Identifier: MIT
// Files that were refused, and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/report.hpp"
#include "store/database.hpp"
#include "store/source_store.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct RejectedRow {
    std::string path;  // below the reports' base, escaped
    std::string reason;
    std::string detail;
    std::optional<model::Digest> digest;  // of the file's bytes; empty if it was not read
    SourceFileState state;
};

// All paths of an installation's folder are in [first, second).
[[nodiscard]] std::pair<std::string, std::string> rejected_paths_of(
    const model::InstallationKey& installation);

// Works in the caller's transaction.
class RejectedStore {
  public:
    explicit RejectedStore(Database& database);

    // Whether anything below the installation's folder is refused.
    [[nodiscard]] bool has_any(const model::InstallationKey& installation);
    [[nodiscard]] std::optional<RejectedRow> find(std::string_view path);
    // The files that are refused for that reason.
    [[nodiscard]] std::vector<std::string> paths_of(std::string_view reason);

    // Adds the refusal, or counts it once more. True if it is new: the path was not refused before, or for
    // another reason, or with other content.
    bool note(const RejectedRow& row, std::int64_t now_ms, std::int64_t run_id);
    // Counts a refusal that is still valid, without reading the file again.
    void count_again(std::string_view path, const SourceFileState& state, std::int64_t now_ms);
    // The file was accepted.
    void forget(std::string_view path);

  private:
    Statement select_any_;
    Statement select_path_;
    Statement select_paths_;
    Statement upsert_;
    Statement update_seen_;
    Statement delete_;
};

}  // namespace tixdb::store
