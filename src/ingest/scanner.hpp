// SPDX-License-Identifier: MIT
// Finds the files that an ingest has to look at, and hands them out folder by folder.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/warning_limit.hpp"
#include "ingest/batch.hpp"
#include "ingest/batch_cutter.hpp"
#include "ingest/report_tree.hpp"
#include "model/shard.hpp"
#include "store/installation_store.hpp"
#include "store/rejected_store.hpp"
#include "store/source_store.hpp"

namespace tixdb::ingest {

struct ScanOptions {
    bool verify_signatures = true;
    bool list_known = false;                           // hand out known files too
    std::optional<model::Shard> shard = std::nullopt;  // only its installations; nothing: all
};

struct ScanCounts {
    std::int64_t known = 0;         // in folders that were not listed
    std::int64_t ignored = 0;       // entries that are no reports
    std::int64_t forgotten = 0;     // folders that are left alone (`forget`)
    std::int64_t other_shards = 0;  // folders of installations that are other shards'
};

// The next path of a list, or nothing at its end.
using PathSource = std::function<std::optional<std::string>()>;

// Folders in order of user and installation, files by name. Thread rule: belongs to one thread, as does the
// database connection that it remembers by.
class Scanner {
  public:
    // memory: what earlier runs know, or null: nothing.
    Scanner(const ReportTree& tree, store::Database* memory, const ScanOptions& options, const Clock& clock,
            WarningLimit& warnings, BatchTaker take);
    ~Scanner();
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;

    // Everything below the base. Folders that have not changed are not listed, unless they hold files to look
    // at again, or known ones that are to be handed out. A folder that cannot be read is handed out as
    // refused. Throws Error{try_again} if there are not enough descriptors.
    void scan_all();
    // Only these: relative to the base, or absolute inside of it. Others are named in a warning.
    void scan_listed(const PathSource& next_path);

    [[nodiscard]] const ScanCounts& counts() const { return counts_; }

  private:
    struct Memory;

    // Whether nothing of it is looked at; counted, if so.
    [[nodiscard]] bool is_left_alone(const model::InstallationKey& installation);
    [[nodiscard]] bool is_of_another_shard(const model::InstallationKey& installation) const;
    [[nodiscard]] bool is_forgotten(const model::InstallationKey& installation) const;

    // One folder's files, in the order of their names.
    struct Listing {
        std::shared_ptr<const Folder> folder;
        std::vector<std::string> names;
        std::optional<store::SourceFolderRow> row;  // none: only some files of the folder
        bool was_refused = false;
        bool has_refused_files = false;
    };

    [[nodiscard]] bool tell_readable(std::int64_t user_id);
    [[nodiscard]] bool scan_user(std::int64_t user_id);
    [[nodiscard]] bool scan_folder(const model::InstallationKey& installation);
    [[nodiscard]] bool scan_slab(std::vector<std::pair<model::InstallationKey, std::string>>& slab);
    [[nodiscard]] bool refuse_folder(const model::InstallationKey& installation, int error);
    [[nodiscard]] bool was_refused(const Folder& folder) const;
    [[nodiscard]] bool scan_listing(Listing listing);
    [[nodiscard]] bool send_scouts(const Listing& listing);
    // At most kBatchFiles files, from the name at `at` on, which is moved on.
    [[nodiscard]] std::vector<ReportFile> look_at(const Listing& listing, std::size_t& at, bool counts);
    void recall(const Listing& listing, std::vector<ReportFile>& files);
    [[nodiscard]] bool still_stands(const store::RejectedRow& row,
                                    const std::optional<store::PinnedKey>& pinned) const;

    const ReportTree& tree_;
    std::unique_ptr<Memory> memory_;
    ScanOptions options_;
    const Clock& clock_;
    WarningLimit& warnings_;
    BatchTaker take_;
    ScanCounts counts_;
};

}  // namespace tixdb::ingest
