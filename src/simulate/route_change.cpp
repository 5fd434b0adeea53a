// SPDX-License-Identifier: MIT

#include "simulate/route_change.hpp"

#include "model/observation.hpp"

namespace tixdb::simulate {

std::int64_t route_change_ns(const std::vector<RouteChange>& changes, std::int64_t elapsed_ns) {
    std::int64_t sum_ns = 0;
    for (const RouteChange& change : changes) {
        const bool has_begun = elapsed_ns >= change.after_s * model::kNsPerS;
        const bool is_over = change.until_s > 0 && elapsed_ns >= change.until_s * model::kNsPerS;
        if (has_begun && !is_over) sum_ns += change.by_ns;
    }
    return sum_ns;
}

}  // namespace tixdb::simulate
