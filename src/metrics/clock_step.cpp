// SPDX-License-Identifier: MIT

#include "metrics/clock_step.hpp"

#include <algorithm>
#include <cstdlib>

namespace tixdb::metrics {
namespace {

using Observations = std::span<const model::Observation>;

constexpr std::int64_t kLeastGapS = 10;
constexpr std::int64_t kCompareS = 60;
constexpr std::int64_t kLeastJumpNs = 20'000'000;
constexpr std::int64_t kLargestSumNs = 5'000'000;

// Change of the least delay from the last minute before the observation `after` to the first one from it on.
std::int64_t jump_ns(Observations recent, std::span<const std::int64_t> delays_ns, std::size_t after) {
    const std::int64_t start_s = recent[after - 1].day_timestamp_s - kCompareS;
    const std::int64_t end_s = recent[after].day_timestamp_s + kCompareS;
    std::int64_t before_ns = delays_ns[after - 1];
    for (std::size_t i = after; i-- > 0 && recent[i].day_timestamp_s > start_s;) {
        before_ns = std::min(before_ns, delays_ns[i]);
    }
    std::int64_t after_ns = delays_ns[after];
    for (std::size_t i = after; i < recent.size() && recent[i].day_timestamp_s < end_s; ++i) {
        after_ns = std::min(after_ns, delays_ns[i]);
    }
    return after_ns - before_ns;
}

// A clock that steps takes from one direction what it gives to the other; a route that changes does not.
bool is_step(std::int64_t up_jump_ns, std::int64_t down_jump_ns) {
    return std::abs(up_jump_ns) > kLeastJumpNs && std::abs(down_jump_ns) > kLeastJumpNs &&
           (up_jump_ns > 0) != (down_jump_ns > 0) && std::abs(up_jump_ns + down_jump_ns) <= kLargestSumNs;
}

}  // namespace

std::optional<Side> side_kept_after_clock_step(Observations recent, std::span<const std::int64_t> up_ns,
                                               std::span<const std::int64_t> down_ns) {
    for (std::size_t i = recent.size(); i-- > 1;) {
        if (recent[i].day_timestamp_s - recent[i - 1].day_timestamp_s <= kLeastGapS) continue;
        if (!is_step(jump_ns(recent, up_ns, i), jump_ns(recent, down_ns, i))) continue;
        const std::size_t later = recent.size() - i;
        return later >= i ? Side{i, later} : Side{0, i};
    }
    return std::nullopt;
}

}  // namespace tixdb::metrics
