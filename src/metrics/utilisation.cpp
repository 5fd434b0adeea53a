// SPDX-License-Identifier: MIT

#include "metrics/utilisation.hpp"

#include "metrics/elementary.hpp"

namespace tixdb::metrics {

double utilisation_of(double busy_share) {
    if (busy_share <= 0) return 0;
    if (busy_share >= 1) return 1;
    // Newton's method on a convex increasing function, from its right: every step falls short of the root, so
    // that the first one that does not go down has reached it.
    double rho = 1;
    for (;;) {
        const double next = (rho * rho + busy_share * exp_of_unit(1 - rho)) / (1 + rho);
        if (!(next < rho)) return rho;
        rho = next;
    }
}

}  // namespace tixdb::metrics
