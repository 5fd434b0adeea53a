// SPDX-License-Identifier: MIT
// A clock that only the test moves.
#pragma once

#include <atomic>
#include <string>

#include "base/clock.hpp"

namespace tixdb::test {

class FakeClock final : public Clock {
  public:
    explicit FakeClock(std::int64_t now_ms = 1'500'000'000'000) : now_ms_(now_ms) {}

    [[nodiscard]] std::int64_t now_ms() const override { return now_ms_; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
        return std::chrono::milliseconds(elapsed_ms_.load());
    }
    [[nodiscard]] BootTime boot_time() const override {
        return {"boot-" + std::to_string(boots_), elapsed_ms_ - booted_ms_};
    }
    // Sleeping is what moves this clock by itself.
    void sleep_for(std::chrono::milliseconds duration) override { advance(duration); }

    // Time goes by.
    void advance(std::chrono::milliseconds duration) {
        now_ms_ += duration.count();
        elapsed_ms_ += duration.count();
    }
    // Somebody sets the time of day.
    void set_ms(std::int64_t now_ms) { now_ms_ = now_ms; }
    void step(std::chrono::milliseconds duration) { now_ms_ += duration.count(); }
    // The machine starts anew, in no time.
    void reboot() {
        ++boots_;
        booted_ms_ = elapsed_ms_.load();
    }

  private:
    std::atomic<std::int64_t> now_ms_;
    std::atomic<std::int64_t> elapsed_ms_{1'000'000};
    std::atomic<std::int64_t> booted_ms_{0};
    std::atomic<int> boots_{1};
};

}  // namespace tixdb::test
