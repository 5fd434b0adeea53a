// SPDX-License-Identifier: MIT

#include "metrics/adaptive/kernel.hpp"

#include <algorithm>

#include "metrics/adaptive/exponential_waits.hpp"

namespace tixdb::metrics {
namespace {

constexpr std::size_t kLeastAveraged = 6;
// What the fixed epsilon calls busy must not be called idle.
constexpr double kLargestShareAboveEpsilon = 0.10;
constexpr double kLeastSpreadMs = 0.05;
constexpr double kLeastToldMs = 1;

std::size_t rounded_up(std::size_t count, std::size_t divisor) {
    return (count + divisor - 1) / divisor;
}

}  // namespace

std::size_t kernel_size(std::size_t windows) {
    if (windows < kLeastHistoryWindows) return 0;
    return std::min(rounded_up(windows, 5), std::max(kLeastAveraged, rounded_up(windows, 20)));
}

std::vector<const SketchedWindow*> kernel_of(std::span<const SketchedWindow* const> windows,
                                             SketchedDirection SketchedWindow::*direction) {
    std::vector<const SketchedWindow*> ordered(windows.begin(), windows.end());
    const auto is_quieter = [&](const SketchedWindow* a, const SketchedWindow* b) {
        const double a_ms = (a->*direction).quartile_ms;
        const double b_ms = (b->*direction).quartile_ms;
        return a_ms != b_ms ? a_ms < b_ms : a->last_probe_s < b->last_probe_s;
    };
    std::stable_sort(ordered.begin(), ordered.end(), is_quieter);
    ordered.resize(kernel_size(windows.size()));
    return ordered;
}

Shares idle_jitter(std::span<const model::Sketch* const> kernel) {
    Shares jitter{};
    for (const model::Sketch* sketch : kernel) {
        const auto probes = static_cast<double>(probes_in(*sketch));
        for (std::size_t b = 0; b < kSketchBins; ++b) jitter[b] += (*sketch)[b] / probes;
    }
    for (double& share : jitter) share /= static_cast<double>(kernel.size());
    return jitter;
}

double share_above(const Shares& jitter, double epsilon_ms) {
    double share = 0;
    for (std::size_t b = 0; b < kSketchBins; ++b) {
        if (sketch_scale().middles_ms[b] > epsilon_ms) share += jitter[b];
    }
    return share;
}

double point_of(const Shares& jitter, double p) {
    const auto& edges = sketch_scale().edges_ms;
    double below = 0;
    std::size_t last = 0;
    for (std::size_t b = 0; b < kSketchBins; ++b) {
        if (!(jitter[b] > 0)) continue;
        if (below + jitter[b] >= p) return edges[b] + (edges[b + 1] - edges[b]) * ((p - below) / jitter[b]);
        below += jitter[b];
        last = b;
    }
    return edges[last + 1];  // the shares' sum was rounded to below p
}

double spread_of(const Shares& jitter) {
    return std::max(kLeastSpreadMs, point_of(jitter, 0.9) - point_of(jitter, 0.1));
}

std::optional<std::size_t> least_wait_bin(double spread_ms) {
    const double least_ms = std::max(2 * spread_ms, kLeastToldMs);
    const auto& edges = sketch_scale().edges_ms;
    for (std::size_t t = 1; t <= kLastWaitBin; ++t) {
        if (edges[t] >= least_ms) return t;
    }
    return std::nullopt;
}

IdleLink idle_link(std::span<const model::Sketch* const> kernel, double epsilon_ms) {
    IdleLink link;
    if (kernel.empty()) {
        link.not_learned = model::Missing::no_history;
        return link;
    }
    link.jitter = idle_jitter(kernel);
    link.share_above_epsilon = share_above(link.jitter, epsilon_ms);
    if (link.share_above_epsilon > kLargestShareAboveEpsilon) {
        link.not_learned = model::Missing::noisy_history;
        return link;
    }
    link.spread_ms = spread_of(link.jitter);
    if (const auto bin = least_wait_bin(*link.spread_ms)) {
        link.least_wait_bin = *bin;
    } else {
        link.not_learned = model::Missing::noisy_history;
    }
    return link;
}

}  // namespace tixdb::metrics
