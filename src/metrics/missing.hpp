// SPDX-License-Identifier: MIT
// A direction of which nothing can be said.
#pragma once

#include "model/result.hpp"

namespace tixdb::metrics {

[[nodiscard]] inline model::DirectionMetrics missing_for(model::Missing reason) {
    model::DirectionMetrics direction;
    direction.usage = direction.quality = direction.hurst_rs = direction.hurst_wavelet = reason;
    return direction;
}

}  // namespace tixdb::metrics
