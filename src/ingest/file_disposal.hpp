// SPDX-License-Identifier: MIT
// What happens to report files once the database has them: nothing, deleted, or moved away.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/warning_limit.hpp"
#include "ingest/report_file.hpp"
#include "ingest/report_tree.hpp"
#include "store/database.hpp"

namespace tixdb::ingest {

struct AfterIngest {
    enum class Action : std::uint8_t { keep, remove, move };
    Action action = Action::keep;
    std::filesystem::path target;  // move only
};

struct DisposalCounts {
    std::int64_t removed = 0;
    std::int64_t not_removed = 0;
};

// Thread rule: belongs to one thread.
class FileDisposal {
  public:
    // Throws Error{usage} if files would be moved into the folder that they are read from, whatever links or
    // mounts lead there.
    FileDisposal(const ReportTree& tree, AfterIngest after, WarningLimit& warnings);

    void add(const model::InstallationKey& folder, const ReportFile& file);

    // Deletes or moves the files added. Only called once the commit that made them known has returned. A file
    // that has changed since it was read stays, one that cannot be removed is named in a warning and stays
    // too; once the medium is full or read-only none is tried any more. Throws Error{failed} before it
    // touches another file if the database that knows them is no longer in its place
    // (Database::require_in_place).
    DisposalCounts carry_out(store::Database& database);

  private:
    struct Item {
        model::InstallationKey folder;
        std::string name;
        FileStamp stamp;
    };

    void carry_out(const Item& item, int source_folder, int target_folder, DisposalCounts& counts);
    [[nodiscard]] FileDescriptor open_target(const model::InstallationKey& folder);
    // error: why something could not be removed; ends all further attempts where these would fail likewise.
    void fail(const std::string& what, int error);

    const ReportTree& tree_;
    AfterIngest after_;
    WarningLimit& warnings_;
    std::vector<Item> items_;
    bool has_ended_ = false;
    std::set<model::InstallationKey> tidied_;  // targets without leftovers of processes that were killed
};

}  // namespace tixdb::ingest
