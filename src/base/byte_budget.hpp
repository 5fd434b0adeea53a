// SPDX-License-Identifier: MIT
// How many bytes may be in flight at once: what keeps memory independent of the input.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace tixdb {

// Thread rule: all methods may be called from any thread; the share that was acquired first is also granted
// first only if one thread does all acquiring.
class ByteBudget {
  public:
    explicit ByteBudget(std::int64_t total) : total_(total) {}

    // Waits until `amount` is free. More than the total is granted alone, when nothing else is out.
    // False once the budget was closed.
    bool acquire(std::int64_t amount) {
        std::unique_lock lock(mutex_);
        freed_.wait(lock, [&] { return closed_ || out_ == 0 || out_ + amount <= total_; });
        if (closed_) return false;
        out_ += amount;
        return true;
    }

    void release(std::int64_t amount) {
        const std::lock_guard lock(mutex_);
        out_ -= amount;
        freed_.notify_all();
    }

    // Nothing is granted any more; who waits returns.
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
