// SPDX-License-Identifier: MIT
// Time as the program sees it; tests put a clock of their own in its place.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tixdb {

// How long this machine has been up, sleep included: unlike the time of day, nobody sets it. It says nothing
// about another boot.
struct BootTime {
    std::string boot_id;  // of this boot and no other
    std::int64_t ms = 0;
};

// Thread rule: all methods may be called from any thread.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    // Milliseconds since 1970-01-01 UTC.
    [[nodiscard]] virtual std::int64_t now_ms() const = 0;
    // For durations; never runs backwards.
    [[nodiscard]] virtual std::chrono::nanoseconds monotonic() const = 0;
    [[nodiscard]] virtual BootTime boot_time() const;
    // Returns early if the program is asked to stop.
    virtual void sleep_for(std::chrono::milliseconds duration) = 0;

    [[nodiscard]] std::int64_t now_s() const { return now_ms() / 1000; }
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] std::int64_t now_ms() const override;
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override;
    void sleep_for(std::chrono::milliseconds duration) override;
};

}  // namespace tixdb
