// SPDX-License-Identifier: MIT
// A limit to the bytes that are held at the same time, so that memory does not grow with the input.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace tixdb {

// Thread rule: all methods may be called from any thread. Only if one thread makes all calls of acquire() are
// they granted in their order.
class ByteBudget {
  public:
    explicit ByteBudget(std::int64_t total) : total_(total) {}

    // Waits until `amount` bytes are free. An amount beyond the total is granted once nothing else is held.
    // False if the budget was closed meanwhile.
    bool acquire(std::int64_t amount) {
        std::unique_lock lock(mutex_);
        freed_.wait(lock, [&] { return closed_ || out_ == 0 || out_ + amount <= total_; });
        if (closed_) return false;
        out_ += amount;
        return true;
    }

    // Gives back what acquire() granted.
    void release(std::int64_t amount) {
        const std::lock_guard lock(mutex_);
        out_ -= amount;
        freed_.notify_all();
    }

    // From now on nothing is granted; calls that wait return false.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        freed_.notify_all();
    }

  private:
    const std::int64_t total_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::int64_t out_ = 0;
    bool closed_ = false;
};

}  // namespace tixdb
