// SPDX-License-Identifier: MIT

#include "metrics/impossible.hpp"

#include <algorithm>

namespace tixdb::metrics {

std::int64_t impossible_among(std::span<const model::Observation> observations) {
    return std::count_if(observations.begin(), observations.end(), is_impossible);
}

}  // namespace tixdb::metrics
