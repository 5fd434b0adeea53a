// SPDX-License-Identifier: MIT
// A clock that only the test moves.
#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace tixdb::test {

class FakeClock final : public Clock {
  public:
    explicit FakeClock(std::int64_t now_ms = 1'500'000'000'000) : now_ms_(now_ms) {}

    [[nodiscard]] std::int64_t now_ms() const override { return now_ms_; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
        return std::chrono::milliseconds(now_ms_.load());
    }
    // Sleeping is what moves this clock by itself.
    void sleep_for(std::chrono::milliseconds duration) override { advance(duration); }

    void advance(std::chrono::milliseconds duration) { now_ms_ += duration.count(); }
    void set_ms(std::int64_t now_ms) { now_ms_ = now_ms; }

  private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace tixdb::test
