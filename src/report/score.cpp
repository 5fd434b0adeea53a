// SPDX-License-Identifier: MIT

#include "report/score.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace tixdb::report {
namespace {

// From 1 on; equal values get the mean of the places they take.
std::vector<double> ranks_of(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] < values[b] : a < b;
    });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = static_cast<double>(begin + 1 + end) / 2;
        for (; begin < end; ++begin) ranks[order[begin]] = rank;
    }
    return ranks;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

std::optional<double> rank_correlation(std::span<const Estimate> estimates) {
    if (estimates.empty()) return std::nullopt;
    std::vector<double> expected;
    std::vector<double> usage;
    for (const Estimate& estimate : estimates) {
        expected.push_back(estimate.expected);
        usage.push_back(estimate.usage);
    }
    const std::vector<double> x = ranks_of(expected);
    const std::vector<double> y = ranks_of(usage);
    const double mean_x = mean_of(x);
    const double mean_y = mean_of(y);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    if (xx == 0 || yy == 0) return std::nullopt;
    return xy / std::sqrt(xx * yy);
}

Score score_of(std::span<const Estimate> estimates) {
    Score score;
    score.windows = static_cast<std::int64_t>(estimates.size());
    if (estimates.empty()) return score;
    double absolute = 0;
    double signed_sum = 0;
    double largest = 0;
    for (const Estimate& estimate : estimates) {
        const double error = estimate.usage - estimate.expected;
        absolute += std::abs(error);
        signed_sum += error;
        largest = std::max(largest, std::abs(error));
    }
    const auto count = static_cast<double>(estimates.size());
    score.mae = absolute / count;
    score.bias = signed_sum / count;
    score.largest_error = largest;
    score.rank_correlation = rank_correlation(estimates);
    return score;
}

}  // namespace tixdb::report
