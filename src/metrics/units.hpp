// SPDX-License-Identifier: MIT
// Conversions between the units that metrics are given in.
#pragma once

namespace tixdb::metrics {

inline constexpr double kNsPerMs = 1e6;

}  // namespace tixdb::metrics
