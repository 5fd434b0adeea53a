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

// So many files make a batch, fewer if they are large.
inline constexpr std::size_t kBatchFiles = 512;

// Takes a batch and fills in its sequence and budget. False if the run is to end.
using BatchTaker = std::function<bool(Batch)>;

// Belongs to one thread.
class BatchCutter {
  public:
    // scouts: the batches are marked as such. take must outlive it.
    BatchCutter(std::shared_ptr<const Folder> folder, bool scouts, const BatchTaker& take)
        : folder_(std::move(folder)), scouts_(scouts), take_(take) {}

    // False once take() has returned false.
    [[nodiscard]] bool add(ReportFile file);
    // Hands out the rest. Unless they are scouts there always is a last batch, even without files.
    [[nodiscard]] bool finish(Batch last = {});

  private:
    bool hand_out(Batch batch);

    std::shared_ptr<const Folder> folder_;
    bool scouts_;
    const BatchTaker& take_;
    std::vector<ReportFile> files_;
    std::int64_t bytes_ = 0;
};

[[nodiscard]] bool fit_into_one_batch(const std::vector<ReportFile>& files);

}  // namespace tixdb::ingest
