// SPDX-License-Identifier: MIT

#include "base/clock.hpp"

#include <ctime>
#include <fstream>

#include "base/signals.hpp"

namespace tixdb {
namespace {

std::string boot_id_of_this_machine() {
    std::string boot_id;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> boot_id;
    return boot_id.empty() ? "unknown" : boot_id;
}

}  // namespace

BootTime Clock::boot_time() const {
    timespec up = {};
    clock_gettime(CLOCK_BOOTTIME, &up);
    return {boot_id_of_this_machine(), std::int64_t{up.tv_sec} * 1000 + up.tv_nsec / 1'000'000};
}

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
