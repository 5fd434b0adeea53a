// SPDX-License-Identifier: MIT

#include "base/clock.hpp"

#include "base/signals.hpp"

namespace tixdb {

std::int64_t SystemClock::now_ms() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

std::chrono::nanoseconds SystemClock::monotonic() const {
    return std::chrono::steady_clock::now().time_since_epoch();
}

void SystemClock::sleep_for(std::chrono::milliseconds duration) {
    wait_for_stop(duration);
}

}  // namespace tixdb
