// SPDX-License-Identifier: MIT

#include "ingest/batch_cutter.hpp"

#include <utility>

namespace tixdb::ingest {
namespace {

// About what 500 reports take. A file as large as is allowed makes a batch of its own.
constexpr std::int64_t kBatchBytes = 4LL * 1024 * 1024;
// A batch costs so much even if it is empty: its folder stays open.
constexpr std::int64_t kBatchOverheadBytes = 128LL * 1024;

// What a file costs that is not read: its name, stamp, and why it is or was refused.
constexpr std::int64_t kEntryBytes = 1024;

std::int64_t cost_of(const ReportFile& file) {
    return kEntryBytes + (file.status == FileStatus::fresh ? file.stamp.state.size_bytes : 0);
}

}  // namespace

std::string path_of(const Folder& folder) {
    const model::InstallationKey& key = folder.installation;
    return (key.installation_id == 0 ? std::to_string(key.user_id) : key.text()) + "/";
}

bool BatchCutter::add(ReportFile file) {
    const std::int64_t cost = cost_of(file);
    const bool is_full = files_.size() >= kBatchFiles || bytes_ + cost > kBatchBytes;
    if (is_full && !files_.empty() && !hand_out({})) return false;
    bytes_ += cost;
    files_.push_back(std::move(file));
    return true;
}

bool BatchCutter::finish(Batch last) {
    if (scouts_ && files_.empty()) return true;
    last.is_last = !scouts_;
    return hand_out(std::move(last));
}

bool BatchCutter::hand_out(Batch batch) {
    batch.folder = folder_;
    batch.is_scout = scouts_;
    batch.files = std::exchange(files_, {});
    batch.budget_bytes = std::exchange(bytes_, 0) + kBatchOverheadBytes;
    return take_(std::move(batch));
}

bool fit_into_one_batch(const std::vector<ReportFile>& files) {
    std::int64_t bytes = 0;
    for (const ReportFile& file : files) bytes += cost_of(file);
    return files.size() <= kBatchFiles && (files.size() <= 1 || bytes <= kBatchBytes);
}

}  // namespace tixdb::ingest
