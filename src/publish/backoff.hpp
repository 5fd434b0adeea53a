// SPDX-License-Identifier: MIT
// How long to wait before the next attempt. Pure.
#pragma once

#include <chrono>
#include <cstdint>

namespace tixdb::publish {

// Exponential backoff with full jitter: chance * min(cap, base * 2^(attempts - 1)), at least 1 ms.
// attempts >= 1: how many have failed; chance in [0, 1). (M. Brooker, "Exponential Backoff And Jitter", AWS
// Architecture Blog, 2015.)
[[nodiscard]] std::chrono::milliseconds backoff(std::int64_t attempts, double chance,
                                                std::chrono::milliseconds base,
                                                std::chrono::milliseconds cap);

// A longer Retry-After, received or stored, counts as this.
inline constexpr std::chrono::milliseconds kLongestRetryAfter = std::chrono::hours(24);

}  // namespace tixdb::publish
