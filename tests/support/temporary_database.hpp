// SPDX-License-Identifier: MIT
// A migrated database in a file of its own.
#pragma once

#include "store/database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::test {

// An empty, migrated database in a file of this name.
void make_database(const std::filesystem::path& path);

class TemporaryDatabase {
  public:
    TemporaryDatabase();

    [[nodiscard]] store::Database& database() { return database_; }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "tixdb.sqlite"; }
    [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

    // Another file comes into its place, as when a backup is put back: nothing may be open on it meanwhile.
    void replace_by(const std::filesystem::path& file);

    // The first column of the first row; throws if there is none.
    [[nodiscard]] std::int64_t number(const std::string& sql);
    [[nodiscard]] std::string text(const std::string& sql);

  private:
    TemporaryFolder folder_;
    store::Database database_;
};

}  // namespace tixdb::test
