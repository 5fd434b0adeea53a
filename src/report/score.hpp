// SPDX-License-Identifier: MIT
// How far estimates of usage are from the true one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace tixdb::report {

struct Estimate {
    double expected = 0;
    double usage = 0;
};

// If there are no estimates, windows is 0 and everything else is empty.
struct Score {
    std::int64_t windows = 0;
    std::optional<double> mae;            // mean |usage - expected|
    std::optional<double> bias;           // mean (usage - expected)
    std::optional<double> largest_error;  // max |usage - expected|
    std::optional<double> rank_correlation;
};

[[nodiscard]] Score score_of(std::span<const Estimate> estimates);

// Spearman's rho: the correlation of the ranks, equal values sharing the mean of theirs. Nothing if all
// values of either side are equal.
[[nodiscard]] std::optional<double> rank_correlation(std::span<const Estimate> estimates);

}  // namespace tixdb::report
