// SPDX-License-Identifier: MIT
// How many threads to work with.
#pragma once

#include <cstdint>
#include <thread>

namespace tixdb {

// What was asked for, or, where that is 0 (or less), as many as this machine has cores. At least 1.
[[nodiscard]] inline unsigned threads_or_all_cores(std::int64_t wanted) {
    if (wanted > 0) return static_cast<unsigned>(wanted);
    const unsigned cores = std::thread::hardware_concurrency();
    return cores > 0 ? cores : 1;
}

}  // namespace tixdb
