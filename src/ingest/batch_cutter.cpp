// SPDX-License-Identifier: MIT

#include "ingest/batch_cutter.hpp"

#include <algorithm>
#include <iterator>

namespace tixdb::ingest {
namespace {

// About what 500 reports take. A file as large as is allowed makes a batch of its own.
constexpr std::size_t kBatchFiles = 512;
constexpr std::int64_t kBatchBytes = 4LL * 1024 * 1024;
// A batch costs so much even if it is empty: its folder stays open.
constexpr std::int64_t kBatchOverheadBytes = 128LL * 1024;

std::int64_t cost_of(const ReportFile& file) {
    return file.status == FileStatus::fresh ? file.stamp.state.size_bytes : 0;
}

using Files = std::vector<ReportFile>;

// Where the batch that begins at `begin` ends.
Files::iterator end_of_batch(Files::iterator begin, Files::iterator end, std::int64_t& bytes) {
    bytes = 0;
    auto at = begin;
    while (at != end && static_cast<std::size_t>(at - begin) < kBatchFiles) {
        const std::int64_t cost = cost_of(*at);
        if (at != begin && bytes + cost > kBatchBytes) break;
        bytes += cost;
        ++at;
    }
    return at;
}

bool fit_into_one_batch(Files& files) {
    std::int64_t bytes = 0;
    return end_of_batch(files.begin(), files.end(), bytes) == files.end();
}

bool cut_scouts(const std::shared_ptr<const Folder>& folder, Files& files,
                const std::function<bool(Batch)>& take) {
    // All of them: a few fresh files among many others are cut apart too.
    if (fit_into_one_batch(files)) return true;
    Files fresh;
    std::ranges::copy_if(files, std::back_inserter(fresh),
                         [](const ReportFile& file) { return file.status == FileStatus::fresh; });
    std::int64_t bytes = 0;
    for (auto at = fresh.begin(); at != fresh.end();) {
        const auto end = end_of_batch(at, fresh.end(), bytes);
        Batch batch;
        batch.folder = folder;
        batch.is_scout = true;
        batch.files.assign(std::make_move_iterator(at), std::make_move_iterator(end));
        batch.budget_bytes = bytes + kBatchOverheadBytes;
        if (!take(std::move(batch))) return false;
        at = end;
    }
    return true;
}

}  // namespace

bool cut_batches(const std::shared_ptr<const Folder>& folder, std::vector<ReportFile> files,
                 const CutOptions& options, const std::function<bool(Batch)>& take) {
    if (options.scout_if_many && !cut_scouts(folder, files, take)) return false;
    auto at = files.begin();
    do {
        Batch batch;
        std::int64_t bytes = 0;
        const auto end = end_of_batch(at, files.end(), bytes);
        batch.folder = folder;
        batch.is_last = end == files.end();
        batch.files.assign(std::make_move_iterator(at), std::make_move_iterator(end));
        batch.budget_bytes = bytes + kBatchOverheadBytes;
        if (batch.is_last) {
            batch.known_files = options.known_files;
            batch.folder_row = options.folder_row;
        }
        if (!take(std::move(batch))) return false;
        at = end;
    } while (at != files.end());
    return true;
}

}  // namespace tixdb::ingest
