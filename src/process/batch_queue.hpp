// SPDX-License-Identifier: MIT
// Hands what workers have computed to the one that writes it, many installations at a time: a hand-over for
// each would wake the writer, and take a processor from a worker, once per installation.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "process/batch.hpp"

namespace tixdb::process {

// Thread rule: all methods may be called from any thread; take() from one at a time.
class BatchQueue {
  public:
    // most_windows bounds what waits to be written, whatever the number of installations; a batch that has
    // more of them is taken when nothing else waits.
    explicit BatchQueue(std::size_t most_windows) : most_windows_(most_windows) {}

    // Waits while too much waits to be written. False, and the batch is dropped, if the queue was closed.
    [[nodiscard]] bool push(InstallationBatch batch);

    // All that is there, once it is half of what may wait, or when a worker cannot go on before it is taken,
    // or after `time` if there is anything. In the order in which it was put in; nothing once the queue is
    // closed and empty.
    [[nodiscard]] std::vector<InstallationBatch> take(std::chrono::milliseconds time);

    // No more is taken in; what is there can still be taken out.
    void close();

  private:
    [[nodiscard]] bool has_room_for(std::size_t windows) const;

    const std::size_t most_windows_;
    std::mutex mutex_;
    std::condition_variable has_room_;
    std::condition_variable is_worth_taking_;
    std::vector<InstallationBatch> batches_;
    std::size_t windows_ = 0;  // of batches_, where a batch without any counts as one
    bool is_full_ = false;     // a worker waits until all is taken
    bool closed_ = false;
};

}  // namespace tixdb::process
