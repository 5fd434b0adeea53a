// SPDX-License-Identifier: MIT
// What is known of the report files: which were read, and which folders need not be listed again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// The state of a file when it was read. Equal numbers are taken to mean equal content.
struct SourceFileState {
    std::int64_t size_bytes = 0;
    std::int64_t mtime_ns = 0;
    std::int64_t inode = 0;

    friend bool operator==(const SourceFileState&, const SourceFileState&) = default;
};

struct SourceFolderRow {
    std::int64_t device = 0;
    std::int64_t inode = 0;
    std::int64_t mtime_ns =
        0;  // 0: it changed so shortly before the listing that a later change may look the same
    std::int64_t files = 0;       // whose report is stored
    std::int64_t unfinished = 0;  // left for the next run
    std::int64_t rejected = 0;    // refused
};

// Works in the caller's transaction. Names are those of the file system, UTF-8, not escaped.
class SourceStore {
  public:
    explicit SourceStore(Database& database);

    [[nodiscard]] std::optional<SourceFolderRow> folder(const model::InstallationKey& installation);
    void remember_folder(const model::InstallationKey& installation, const SourceFolderRow& row);

    // Calls visit for every known file from first_name to last_name, in the order of the names' bytes.
    void visit_files(const model::InstallationKey& installation, std::string_view first_name,
                     std::string_view last_name,
                     const std::function<void(std::string_view name, const SourceFileState&)>& visit);
    // known_before: the report was stored from another file.
    void remember_file(const model::InstallationKey& installation, std::string_view name,
                       const SourceFileState& state, std::int64_t report_id, bool known_before);

  private:
    Statement select_folder_;
    Statement upsert_folder_;
    Statement select_files_;
    Statement upsert_file_;
};

}  // namespace tixdb::store
