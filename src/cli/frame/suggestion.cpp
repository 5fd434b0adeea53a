// SPDX-License-Identifier: MIT

#include "cli/frame/suggestion.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace tixdb::cli {
namespace {

// Longer names are not corrected.
constexpr std::size_t kLongestName = 63;

// Levenshtein distance, one row at a time. b: at most kLongestName.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::array<std::size_t, kLongestName + 1> row{};
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view typed, const std::vector<std::string_view>& names) {
    constexpr std::size_t kNear = 2;
    std::string_view best;
    std::size_t best_distance = std::min(kNear + 1, typed.size());
    for (const std::string_view name : names) {
        if (name.size() > kLongestName) continue;
        const std::size_t distance = edit_distance(typed, name);
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = name;
    }
    return std::string(best);
}

}  // namespace tixdb::cli
