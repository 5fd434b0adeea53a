// SPDX-License-Identifier: MIT

#include "metrics/adaptive/exponential_waits.hpp"

#include <memory>

#include "metrics/elementary.hpp"

namespace tixdb::metrics {
namespace {

constexpr double kE = 2.718281828459045;
constexpr double kLargestExponent = 40;

// The share of waits of a mean that are shorter than x.
double shorter_than(double x_ms, double mean_ms) {
    return x_ms > 0 ? 1 - exp_of_minus(x_ms / mean_ms) : 0;
}

std::array<double, kSketchBins> shares_of(double mean_ms, double jitter_ms) {
    const auto& edges = sketch_scale().edges_ms;
    std::array<double, kSketchBins> shares{};
    double before = 0;
    for (std::size_t b = 0; b + 1 < kSketchBins; ++b) {
        const double until = shorter_than(edges[b + 1] - jitter_ms, mean_ms);
        shares[b] = until - before;
        before = until;
    }
    shares.back() = 1 - shorter_than(edges[kSketchBins - 1] - jitter_ms, mean_ms);
    return shares;
}

std::unique_ptr<const ExponentialWaits> make_waits() {
    auto waits = std::make_unique<ExponentialWaits>();
    const SketchScale& scale = sketch_scale();
    for (std::size_t j = 0; j < kSketchBins; ++j) {
        for (std::size_t t = 1; t <= kLastWaitBin; ++t) {
            waits->shares[t][j] = shares_of(scale.edges_ms[t], scale.middles_ms[j]);
        }
        for (std::size_t i = 0; i < kSketchBins; ++i) {
            waits->bins_of_sums[i][j] =
                static_cast<std::uint8_t>(sketch_bin_of(scale.middles_ms[i] + scale.middles_ms[j]));
        }
    }
    return waits;
}

}  // namespace

double exp_of_minus(double y) {
    if (y > kLargestExponent) return 0;
    const int whole = static_cast<int>(y);
    double power = exp_of_unit(y - whole);
    for (int i = 0; i < whole; ++i) power *= kE;
    return 1 / power;
}

const ExponentialWaits& exponential_waits() {
    static const std::unique_ptr<const ExponentialWaits> kWaits = make_waits();
    return *kWaits;
}

}  // namespace tixdb::metrics
