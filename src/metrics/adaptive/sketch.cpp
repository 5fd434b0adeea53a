// SPDX-License-Identifier: MIT

#include "metrics/adaptive/sketch.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "metrics/order.hpp"

namespace tixdb::metrics {
namespace {

constexpr double kFirstEdgeMs = 0.02;
// Written out: the C library's roots may differ in the last bit.
constexpr double kSqrt2 = 1.4142135623730951;
constexpr double kFourthRootOf2 = 1.189207115002721;

SketchScale make_scale() {
    SketchScale scale{};
    double octave_ms = kFirstEdgeMs;
    for (std::size_t b = 1; b < kSketchBins; b += 2) {
        scale.edges_ms[b] = octave_ms;
        scale.edges_ms[b + 1] = octave_ms * kSqrt2;
        octave_ms = 2 * octave_ms;
    }
    scale.middles_ms[0] = kFirstEdgeMs / 2;
    for (std::size_t b = 1; b < kSketchBins; ++b) {
        scale.middles_ms[b] = scale.edges_ms[b] * kFourthRootOf2;
    }
    return scale;
}

}  // namespace

const SketchScale& sketch_scale() {
    static const SketchScale kScale = make_scale();
    return kScale;
}

std::size_t sketch_bin_of(double wait_ms) {
    // std::upper_bound without its branches, of which every other one is guessed wrong: how many of the edges
    // behind the first are not beyond the wait.
    const double* const edges = sketch_scale().edges_ms.data() + 1;
    std::size_t below = 0;
    std::size_t left = kSketchBins - 1;
    while (left > 0) {
        const std::size_t half = (left + 1) / 2;
        below += wait_ms < edges[below + half - 1] ? 0 : half;
        left -= half;
    }
    return below;
}

model::Sketch sketch_of(std::span<const double> waits_ms) {
    model::Sketch sketch{};
    for (const double wait_ms : waits_ms) ++sketch[sketch_bin_of(wait_ms)];
    return sketch;
}

std::int64_t probes_in(const model::Sketch& sketch) {
    return std::accumulate(sketch.begin(), sketch.end(), std::int64_t{0});
}

double upper_quartile_of(std::span<const double> waits_ms) {
    std::vector<double> waits(waits_ms.begin(), waits_ms.end());
    const std::size_t rank = (3 * waits.size() + 3) / 4;
    select_nth(waits.data(), waits.data() + rank - 1, waits.data() + waits.size());
    return waits[rank - 1];
}

}  // namespace tixdb::metrics
