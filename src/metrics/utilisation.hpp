// SPDX-License-Identifier: MIT
// From how often a queue is found busy to how loaded the link is, docs/methods.md#utilisation.
#pragma once

namespace tixdb::metrics {

// The rho in [0, 1] with rho * exp(rho - 1) = busy_share. busy_share in [0, 1]; monotone, 0 -> 0, 1 -> 1.
[[nodiscard]] double utilisation_of(double busy_share);

}  // namespace tixdb::metrics
