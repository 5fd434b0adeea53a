// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "base/log.hpp"

namespace tixdb::cli {

// Says of what was written that so many reports of its range are not in it. Nothing if none are missing.
void warn_of_pruned(Log& log, std::int64_t pruned_reports);

}  // namespace tixdb::cli
