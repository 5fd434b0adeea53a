// SPDX-License-Identifier: MIT

#include "base/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace tixdb {
namespace {

// Longer names are not corrected.
constexpr std::size_t kLongestName = 63;

using Row = std::array<std::size_t, kLongestName + 1>;

// Damerau and Levenshtein's, optimal string alignment, row by row. b: at most kLongestName.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    Row before_last{};
    Row last{};
    Row row{};
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        before_last = last;
        last = row;
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            row[j + 1] = std::min({last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1});
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
                row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
            }
        }
    }
    return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view typed, const std::vector<std::string_view>& names) {
    constexpr std::size_t kShortWord = 5;
    const std::size_t near = typed.size() <= kShortWord ? 1 : 2;
    std::string_view best;
    std::size_t best_distance = std::min(near + 1, typed.size());
    for (const std::string_view name : names) {
        if (name.size() > kLongestName) continue;
        const std::size_t distance = edit_distance(typed, name);
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = name;
    }
    return std::string(best);
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string_view>& names,
                         std::string_view otherwise) {
    const std::string nearest = nearest_name(typed, names);
    return nearest.empty() ? std::string(otherwise) : fmt::format("did you mean {}?", nearest);
}

}  // namespace tixdb
