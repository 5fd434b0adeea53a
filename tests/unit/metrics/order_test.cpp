// SPDX-License-Identifier: MIT
// Sorting and selecting without branches gives what the library's functions give.
#include "metrics/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "metrics/adaptive/sketch.hpp"

namespace tixdb::metrics {
namespace {

// spread 1: all equal.
std::vector<std::int64_t> made_numbers(std::mt19937_64& random) {
    const std::size_t size = random() % 400;
    const auto spread = std::int64_t{1} << (random() % 40);
    std::vector<std::int64_t> numbers(size);
    for (std::int64_t& number : numbers) number = static_cast<std::int64_t>(random()) % spread;
    const auto order = random() % 4;
    if (order == 1) std::sort(numbers.begin(), numbers.end());
    if (order == 2) std::sort(numbers.rbegin(), numbers.rend());
    return numbers;
}

RC_GTEST_PROP(SortAscending, GivesWhatTheLibrarySorts, (unsigned seed)) {
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> numbers = made_numbers(random);
    std::vector<std::int64_t> expected = numbers;
    std::sort(expected.begin(), expected.end());
    sort_ascending(numbers);
    RC_ASSERT(numbers == expected);
}

RC_GTEST_PROP(SelectNth, PutsInPlaceWhatSortingWouldAndPartsTheRest, (unsigned seed)) {
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> numbers = made_numbers(random);
    RC_PRE(!numbers.empty());
    std::vector<std::int64_t> expected = numbers;
    std::sort(expected.begin(), expected.end());
    const std::size_t at = random() % numbers.size();
    select_nth(numbers.data(), numbers.data() + at, numbers.data() + numbers.size());
    RC_ASSERT(numbers[at] == expected[at]);
    const auto nth = numbers.begin() + static_cast<std::ptrdiff_t>(at);
    RC_ASSERT(std::all_of(numbers.begin(), nth, [&](std::int64_t number) { return number <= *nth; }));
    RC_ASSERT(std::all_of(nth, numbers.end(), [&](std::int64_t number) { return number >= *nth; }));
    std::sort(numbers.begin(), numbers.end());
    RC_ASSERT(numbers == expected);
}

TEST(SelectNth, SelectsAmongNumbersThatRiseAndFall) {
    std::vector<double> numbers(4096);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = static_cast<double>(std::min(i, numbers.size() - i));
    }
    std::vector<double> expected = numbers;
    std::sort(expected.begin(), expected.end());
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{2047}, std::size_t{4095}}) {
        std::vector<double> values = numbers;
        select_nth(values.data(), values.data() + at, values.data() + values.size());
        EXPECT_EQ(values[at], expected[at]);
    }
}

TEST(SketchBin, IsTheLastWhoseEdgeTheWaitReaches) {
    const auto& edges = sketch_scale().edges_ms;
    const auto plain = [&](double wait_ms) {
        const auto end = edges.begin() + kSketchBins;
        return static_cast<std::size_t>(std::upper_bound(edges.begin() + 1, end, wait_ms) - edges.begin()) -
               1;
    };
    for (std::size_t bin = 1; bin < kSketchBins; ++bin) {
        for (const double wait_ms : {edges[bin], std::nextafter(edges[bin], 0.0),
                                     std::nextafter(edges[bin], std::numeric_limits<double>::max())}) {
            EXPECT_EQ(sketch_bin_of(wait_ms), plain(wait_ms)) << wait_ms;
        }
    }
    EXPECT_EQ(sketch_bin_of(0), 0U);
    EXPECT_EQ(sketch_bin_of(1e12), kSketchBins - 1);
}

}  // namespace
}  // namespace tixdb::metrics
