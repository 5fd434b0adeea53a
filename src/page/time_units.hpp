// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace tixdb::page {

inline constexpr std::int64_t kHourS = 3600;
inline constexpr std::int64_t kDayS = 86'400;

}  // namespace tixdb::page
