// SPDX-License-Identifier: MIT
// Report files that exist but could not be read, for a reason that may pass.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// As long as an installation has such a file, process leaves its reports alone: windows formed without the
// file would be wrong once it can be read. Works in the caller's transaction. Names as in SourceStore.
class UnreadFileStore {
  public:
    explicit UnreadFileStore(Database& database);

    [[nodiscard]] bool has_any();
    // Notes a failure. Returns when the first one since the file was last read happened (unix ms).
    std::int64_t note(const model::InstallationKey& installation, std::string_view name,
                      std::string_view error, std::int64_t now_ms, std::int64_t run_id);
    // What note() would return, if it was called for the file before.
    [[nodiscard]] std::optional<std::int64_t> first_failed_ms(const model::InstallationKey& installation,
                                                              std::string_view name);
    // The file was read, or refused.
    void forget(const model::InstallationKey& installation, std::string_view name);
    // Called after a run that has looked at all files: those that it did not note again no longer exist.
    void forget_all_but_those_of(std::int64_t run_id);

  private:
    Statement select_any_;
    Statement select_first_failed_;
    Statement upsert_;
    Statement delete_;
    Statement delete_others_;
};

}  // namespace tixdb::store
