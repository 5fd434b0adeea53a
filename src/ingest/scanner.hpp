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
#include "base/log.hpp"
#include "ingest/batch.hpp"
#include "ingest/report_tree.hpp"
#include "store/installation_store.hpp"
#include "store/rejected_store.hpp"
#include "store/source_store.hpp"

namespace tixdb::ingest {

struct ScanOptions {
    bool verify_signatures = true;
    bool list_known = false;  // hand out known files too
};

struct ScanCounts {
    std::int64_t known = 0;    // in folders that were not listed
    std::int64_t ignored = 0;  // entries that are no reports
};

// The next path of a list, or nothing at its end.
using PathSource = std::function<std::optional<std::string>()>;

// Takes a batch; false: the run is to end. Sequence and budget are the taker's to fill in.
using BatchTaker = std::function<bool(Batch)>;

// Folders in order of user and installation, files by name. Thread rule: belongs to one thread, as does the
// database connection that it remembers by.
class Scanner {
  public:
    // memory: what earlier runs know, or null: nothing.
    Scanner(const ReportTree& tree, store::Database* memory, const ScanOptions& options, const Clock& clock,
            Log& log, BatchTaker take);
    ~Scanner();
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;

    // Everything below the base. Folders that have not changed are not listed, unless they hold files to look
    // at again, or known ones that are to be handed out.
    void scan_all();
    // Only these: relative to the base, or absolute inside of it. Others are named in a warning.
    void scan_listed(const PathSource& next_path);

    [[nodiscard]] const ScanCounts& counts() const { return counts_; }

  private:
    struct Memory;

    [[nodiscard]] bool scan_user(std::int64_t user_id);
    [[nodiscard]] bool scan_folder(const model::InstallationKey& installation);
    [[nodiscard]] bool scan_slab(std::vector<std::pair<model::InstallationKey, std::string>>& slab);
    [[nodiscard]] bool scan_names(const model::InstallationKey& installation, FileDescriptor descriptor,
                                  std::vector<std::string> names,
                                  std::optional<store::SourceFolderRow> folder_row);
    [[nodiscard]] std::vector<ReportFile> look_at(int folder, std::vector<std::string>& names,
                                                  bool must_exist,
                                                  const model::InstallationKey& installation);
    void recall(const model::InstallationKey& installation, std::vector<ReportFile>& files);
    [[nodiscard]] bool still_stands(const store::RejectedRow& row,
                                    const std::optional<store::PinnedKey>& pinned) const;
    void warn_unlistable(const std::string& folder, int error);

    const ReportTree& tree_;
    std::unique_ptr<Memory> memory_;
    ScanOptions options_;
    const Clock& clock_;
    Log& log_;
    BatchTaker take_;
    ScanCounts counts_;
};

}  // namespace tixdb::ingest
