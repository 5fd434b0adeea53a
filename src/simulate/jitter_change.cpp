// SPDX-License-Identifier: MIT

#include "simulate/jitter_change.hpp"

#include "model/observation.hpp"

namespace tixdb::simulate {

double jitter_factor(const std::vector<JitterChange>& changes, std::int64_t elapsed_ns) {
    double factor = 1;
    for (const JitterChange& change : changes) {
        const bool has_begun = elapsed_ns >= change.after_s * model::kNsPerS;
        const bool is_over = change.until_s > 0 && elapsed_ns >= change.until_s * model::kNsPerS;
        if (has_begun && !is_over) factor *= change.factor;
    }
    return factor;
}

}  // namespace tixdb::simulate
