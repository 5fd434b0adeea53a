// SPDX-License-Identifier: MIT
// How many threads to work with, and how they are started.
#pragma once

#include <cstdint>
#include <functional>
#include <thread>

namespace tixdb {

// The number that was asked for; if that is 0 or less, the number of cores. At least 1.
[[nodiscard]] unsigned threads_or_all_cores(std::int64_t wanted);

// Throws Error{failed} that says what to do if the machine, or a limit, allows no further thread. The caller
// must then end and join the threads that it has started before.
[[nodiscard]] std::thread start_thread(std::function<void()> work);

}  // namespace tixdb
