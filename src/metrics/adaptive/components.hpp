// SPDX-License-Identifier: MIT
// What a window's waits are explained as a mixture of: the idle link's jitter at other scales, and that
// jitter with a wait added, docs/methods.md#adaptive, steps 4 and 6.
#pragma once

#include <cstddef>
#include <vector>

#include "metrics/adaptive/kernel.hpp"

namespace tixdb::metrics {

// Sixteen idle ones in the wider family, and a busy one per octave from bin 1 to kLastWaitBin.
inline constexpr std::size_t kMostComponents = 16 + 19;

struct Components {
    std::vector<Shares> shares;          // idle ones first; each at least 1e-6 a bin before it is scaled to 1
    std::size_t idle = 0;                // how many of them are
    std::vector<std::size_t> wait_bins;  // of each busy one: its mean wait is that bin's lower edge

    [[nodiscard]] std::size_t size() const { return shares.size(); }
    [[nodiscard]] std::size_t busy() const { return shares.size() - idle; }
};

enum class IdleFamily {
    ordinary,  // 0.7 to 4 times the jitter that was learned
    wide       // up to 16 times, and a second disturbance on top of it
};

// Busy ones from theta0 = the lower edge of least_wait_bin on, each of twice the mean wait of the one before.
[[nodiscard]] Components components_of(const Shares& jitter, std::size_t least_wait_bin, IdleFamily family);

}  // namespace tixdb::metrics
