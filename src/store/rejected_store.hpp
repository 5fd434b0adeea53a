// SPDX-License-Identifier: MIT
// Files that were refused, and why.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

    void visit_folder(const model::InstallationKey& installation,
                      const std::function<void(RejectedRow)>& visit);

    // Adds the refusal, or counts it once more. True if it is new: the path was not refused before, or for
    // another reason, or with other content.
    bool note(const RejectedRow& row, std::int64_t now_ms, std::int64_t run_id);
    // Counts a refusal that stands, without a new look at the file.
    void count_again(std::string_view path, const SourceFileState& state, std::int64_t now_ms);
    // The file was accepted.
    void forget(std::string_view path);

  private:
    Statement select_folder_;
    Statement select_path_;
    Statement upsert_;
    Statement update_seen_;
    Statement delete_;
};

}  // namespace tixdb::store
