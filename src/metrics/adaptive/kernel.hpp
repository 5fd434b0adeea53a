// SPDX-License-Identifier: MIT
// The idle link's jitter, learned from the quietest windows of a day: docs/methods.md#adaptive, steps 2
// and 3.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "metrics/adaptive/sketch.hpp"
#include "model/adaptive.hpp"
#include "model/metric.hpp"

namespace tixdb::metrics {

inline constexpr std::size_t kLeastHistoryWindows = 18;

// What later windows keep of one direction of a window.
struct SketchedDirection {
    double quartile_ms = 0;
    model::Sketch sketch{};

    friend bool operator==(const SketchedDirection&, const SketchedDirection&) = default;
};

struct SketchedWindow {
    std::int64_t window_id = 0;     // comes back in AdaptiveDirection::kernel_windows
    std::int64_t last_probe_s = 0;  // its end
    SketchedDirection up;
    SketchedDirection down;
};

// How many of n windows are taken for idle; none of fewer than 18.
[[nodiscard]] std::size_t kernel_size(std::size_t windows);

// The windows taken for idle, in order of (quartile, end); of equal ones the one that comes first in
// `windows`. direction: &SketchedWindow::up or down.
[[nodiscard]] std::vector<const SketchedWindow*> kernel_of(std::span<const SketchedWindow* const> windows,
                                                           SketchedDirection SketchedWindow::*direction);

// Shares of the bins, in sum 1.
using Shares = std::array<double, kSketchBins>;

// What an idle link's probes wait: J.
[[nodiscard]] Shares idle_jitter(std::span<const model::Sketch* const> kernel);
// The share of bins whose middle lies above.
[[nodiscard]] double share_above(const Shares& jitter, double epsilon_ms);
// The p-th point, 0 < p < 1, in ms: linear within a bin.
[[nodiscard]] double point_of(const Shares& jitter, double p);
[[nodiscard]] double spread_of(const Shares& jitter);  // s
// The bin whose lower edge is theta0, the shortest wait told from jitter; none: the jitter is as large as all
// that is looked for.
[[nodiscard]] std::optional<std::size_t> least_wait_bin(double spread_ms);

// One direction's idle link, as far as learned.
struct IdleLink {
    Shares jitter{};
    double share_above_epsilon = 0;
    std::optional<double> spread_ms;
    std::size_t least_wait_bin = 0;
    std::optional<model::Missing> not_learned;  // no_history, noisy_history
};

// kernel: as kernel_of() chose, none for too few windows.
[[nodiscard]] IdleLink idle_link(std::span<const model::Sketch* const> kernel, double epsilon_ms);

}  // namespace tixdb::metrics
