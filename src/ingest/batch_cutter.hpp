// SPDX-License-Identifier: MIT
// Cuts a folder's files into batches that are small enough to be held in memory several at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ingest/batch.hpp"

namespace tixdb::ingest {

struct CutOptions {
    // All files first go by as scouts if they do not fit into one batch.
    bool scout_if_many = false;
    // Of the last batch.
    std::int64_t known_files = 0;
    std::optional<store::SourceFolderRow> folder_row;
};

// At least one batch, even without files. False as soon as take says so.
[[nodiscard]] bool cut_batches(const std::shared_ptr<const Folder>& folder, std::vector<ReportFile> files,
                               const CutOptions& options, const std::function<bool(Batch)>& take);

}  // namespace tixdb::ingest
