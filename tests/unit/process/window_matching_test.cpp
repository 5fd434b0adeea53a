// SPDX-License-Identifier: MIT

#include "process/reprocessing/window_matching.hpp"

#include <gtest/gtest.h>

namespace tixdb::process::window_matching {
namespace {

using Windows = std::vector<std::vector<std::int64_t>>;
using Predecessors = std::vector<std::vector<std::size_t>>;

TEST(WindowMatching, NewWindowSucceedsTheOneThatItSharesMostReportsWith) {
    const Windows old = {{1, 2, 3}, {3, 4, 5}};
    EXPECT_EQ(predecessors_of({{2, 3, 9}, {4, 5, 6}}, old), (Predecessors{{0}, {1}}));
}

TEST(WindowMatching, OldWindowWithoutABetterSuccessorGoesToTheOneThatSharesMostWithIt) {
    // Both old ones now lie in one.
    EXPECT_EQ(predecessors_of({{1, 2, 3, 4, 5}}, {{1, 2, 3}, {4, 5}}), (Predecessors{{0, 1}}));
}

TEST(WindowMatching, OneOldWindowCanHaveSeveralSuccessors) {
    EXPECT_EQ(predecessors_of({{1, 2}, {3, 4}}, {{1, 2, 3, 4}}), (Predecessors{{0}, {0}}));
}

TEST(WindowMatching, WindowOfNewReportsAloneSucceedsNothing) {
    EXPECT_EQ(predecessors_of({{7, 8}}, {{1, 2}}), (Predecessors{{}}));
    EXPECT_EQ(predecessors_of({}, {{1, 2}}), Predecessors{});
}

TEST(WindowMatching, OfEquallyGoodOnesTheFirstCounts) {
    EXPECT_EQ(predecessors_of({{1, 2}}, {{1, 9}, {2, 8}}), (Predecessors{{0, 1}}));
    EXPECT_EQ(predecessors_of({{1, 5}, {2, 6}}, {{1, 2}}), (Predecessors{{0}, {0}}));
    // The old window 0 shares one report with each of the new ones, which share more with others.
    EXPECT_EQ(predecessors_of({{1, 10, 11}, {2, 12, 13}}, {{1, 2}, {10, 11}, {12, 13}}),
              (Predecessors{{0, 1}, {2}}));
    // The new window 0 shares one report with each of the old ones, which share more with others.
    EXPECT_EQ(predecessors_of({{1, 2}, {10, 11}, {12, 13}}, {{1, 10, 11}, {2, 12, 13}}),
              (Predecessors{{0}, {0}, {1}}));
}

}  // namespace
}  // namespace tixdb::process::window_matching
