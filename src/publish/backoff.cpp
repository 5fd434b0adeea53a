// SPDX-License-Identifier: MIT

#include "publish/backoff.hpp"

#include <algorithm>

namespace tixdb::publish {

std::chrono::milliseconds backoff(std::int64_t attempts, double chance, std::chrono::milliseconds base,
                                  std::chrono::milliseconds cap) {
    std::chrono::milliseconds longest = std::min(base, cap);
    for (std::int64_t i = 1; i < attempts && longest < cap; ++i) longest = std::min(longest * 2, cap);
    const auto delay = static_cast<std::int64_t>(chance * static_cast<double>(longest.count()));
    return std::chrono::milliseconds(std::max<std::int64_t>(delay, 1));
}

}  // namespace tixdb::publish
