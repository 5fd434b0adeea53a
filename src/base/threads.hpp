// SPDX-License-Identifier: MIT
// How many threads to work with, and how they are started.
#pragma once

#include <cstdint>
#include <functional>
#include <thread>

namespace tixdb {

// What was asked for, or, where that is 0 (or less), as many as this machine has cores. At least 1.
[[nodiscard]] unsigned threads_or_all_cores(std::int64_t wanted);

// Throws Error{failed} that says what to do if the machine, or a limit, allows no further thread. Whoever has
// started some before must see to their end then.
[[nodiscard]] std::thread start_thread(std::function<void()> work);

}  // namespace tixdb
