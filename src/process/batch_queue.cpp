// SPDX-License-Identifier: MIT

#include "process/batch_queue.hpp"

#include <algorithm>
#include <utility>

namespace tixdb::process {
namespace {

std::size_t windows_of(const InstallationBatch& batch) {
    return std::max<std::size_t>(1, batch.windows.size());
}

}  // namespace

bool BatchQueue::has_room_for(std::size_t windows) const {
    return batches_.empty() || windows_ + windows <= most_windows_;
}

bool BatchQueue::push(InstallationBatch batch) {
    const std::size_t windows = windows_of(batch);
    std::unique_lock lock(mutex_);
    while (!closed_ && !has_room_for(windows)) {
        is_full_ = true;
        is_worth_taking_.notify_one();
        has_room_.wait(lock);
    }
    if (closed_) return false;
    batches_.push_back(std::move(batch));
    windows_ += windows;
    if (windows_ >= most_windows_ / 2) is_worth_taking_.notify_one();
    return true;
}

std::vector<InstallationBatch> BatchQueue::take(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    const auto is_much = [this] { return closed_ || is_full_ || windows_ >= most_windows_ / 2; };
    while (!is_worth_taking_.wait_for(lock, time, is_much) && batches_.empty()) {
    }
    windows_ = 0;
    is_full_ = false;
    has_room_.notify_all();
    return std::exchange(batches_, {});
}

void BatchQueue::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    has_room_.notify_all();
    is_worth_taking_.notify_all();
}

}  // namespace tixdb::process
