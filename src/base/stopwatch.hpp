// SPDX-License-Identifier: MIT
// How long something takes.
#pragma once

#include <chrono>

#include "base/clock.hpp"

namespace tixdb {

// Runs from its construction. The clock must outlive it.
class Stopwatch {
  public:
    explicit Stopwatch(const Clock& clock) : clock_(&clock), started_(clock.monotonic()) {}

    void restart() { started_ = clock_->monotonic(); }

    [[nodiscard]] std::chrono::nanoseconds elapsed() const { return clock_->monotonic() - started_; }
    [[nodiscard]] double elapsed_s() const { return std::chrono::duration<double>(elapsed()).count(); }
    [[nodiscard]] std::chrono::milliseconds elapsed_ms() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(elapsed());
    }

  private:
    const Clock* clock_;
    std::chrono::nanoseconds started_;
};

}  // namespace tixdb
