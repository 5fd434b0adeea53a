// SPDX-License-Identifier: MIT

#include "metrics/adaptive/components.hpp"

#include <algorithm>

#include "metrics/adaptive/exponential_waits.hpp"

namespace tixdb::metrics {
namespace {

constexpr double kLeastShare = 1e-6;
// Half octaves that the jitter's scale may have moved by.
constexpr int kLeastMove = -1;
constexpr int kLargestMove = 4;
constexpr int kLargestWideMove = 8;
constexpr int kLeastSecondMove = 3;

Shares moved(const Shares& jitter, int bins) {
    constexpr int kLast = static_cast<int>(kSketchBins) - 1;
    Shares result{};
    for (int b = 0; b <= kLast; ++b) {
        const auto to = static_cast<std::size_t>(std::clamp(b + bins, 0, kLast));
        result[to] += jitter[static_cast<std::size_t>(b)];
    }
    return result;
}

Shares with_second(const Shares& jitter, const Shares& second) {
    const auto& sums = exponential_waits().bins_of_sums;
    Shares result{};
    for (std::size_t i = 0; i < kSketchBins; ++i) {
        if (jitter[i] == 0) continue;
        for (std::size_t j = 0; j < kSketchBins; ++j) result[sums[i][j]] += jitter[i] * second[j];
    }
    return result;
}

Shares with_wait(const Shares& jitter, std::size_t wait_bin) {
    const auto& shares = exponential_waits().shares[wait_bin];
    Shares result{};
    for (std::size_t j = 0; j < kSketchBins; ++j) {
        if (jitter[j] == 0) continue;
        for (std::size_t b = 0; b < kSketchBins; ++b) result[b] += jitter[j] * shares[j][b];
    }
    return result;
}

// No bin is impossible: a single odd probe must not decide.
void scale(Shares& shares) {
    double sum = 0;
    for (double& share : shares) {
        if (share < kLeastShare) share = kLeastShare;
        sum += share;
    }
    for (double& share : shares) share /= sum;
}

}  // namespace

Components components_of(const Shares& jitter, std::size_t least_wait_bin, IdleFamily family) {
    Components components;
    const int largest = family == IdleFamily::wide ? kLargestWideMove : kLargestMove;
    for (int bins = kLeastMove; bins <= largest; ++bins) components.shares.push_back(moved(jitter, bins));
    if (family == IdleFamily::wide) {
        for (int bins = kLeastSecondMove; bins <= largest; ++bins) {
            components.shares.push_back(with_second(jitter, moved(jitter, bins)));
        }
    }
    components.idle = components.shares.size();
    for (std::size_t bin = least_wait_bin; bin <= kLastWaitBin; bin += 2) {
        components.shares.push_back(with_wait(jitter, bin));
        components.wait_bins.push_back(bin);
    }
    for (Shares& shares : components.shares) scale(shares);
    return components;
}

}  // namespace tixdb::metrics
