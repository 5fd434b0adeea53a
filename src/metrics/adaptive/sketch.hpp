// SPDX-License-Identifier: MIT
// The waits of a window's probes as a histogram of half octaves: all that later windows keep of them,
// docs/methods.md#adaptive, step 1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "model/adaptive.hpp"

namespace tixdb::metrics {

using model::kSketchBins;

// Bin b holds edges[b] <= q < edges[b + 1], in ms; the last one all from edges[39] on.
struct SketchScale {
    std::array<double, kSketchBins + 1> edges_ms;
    std::array<double, kSketchBins> middles_ms;
};
// Always the same one; thread-safe.
[[nodiscard]] const SketchScale& sketch_scale();

// wait_ms >= 0.
[[nodiscard]] std::size_t sketch_bin_of(double wait_ms);
[[nodiscard]] model::Sketch sketch_of(std::span<const double> waits_ms);
[[nodiscard]] std::int64_t probes_in(const model::Sketch& sketch);

// The ceil(3 N / 4)-th smallest. waits_ms: not empty.
[[nodiscard]] double upper_quartile_of(std::span<const double> waits_ms);

}  // namespace tixdb::metrics
