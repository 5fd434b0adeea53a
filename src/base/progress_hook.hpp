// SPDX-License-Identifier: MIT
// How a stage tells how far it is.
#pragma once

#include <cstdint>
#include <functional>

namespace tixdb {

// Called now and then, from one thread at a time, with what is done in all so far; may be empty.
using ProgressHook = std::function<void(std::int64_t done)>;

}  // namespace tixdb
