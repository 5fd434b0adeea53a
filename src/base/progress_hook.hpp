// SPDX-License-Identifier: MIT
// How a stage reports its progress.
#pragma once

#include <cstdint>
#include <functional>

namespace tixdb {

// Called now and then, by one thread at a time, with the number of things done since the beginning. An empty
// hook is not called.
using ProgressHook = std::function<void(std::int64_t done)>;

}  // namespace tixdb
