// SPDX-License-Identifier: MIT

#include "process/reprocessing/succession.hpp"

#include <gtest/gtest.h>

namespace tixdb::process::succession {
namespace {

using Windows = std::vector<std::vector<std::int64_t>>;
using Predecessors = std::vector<std::vector<std::size_t>>;

TEST(Succession, NewWindowSucceedsTheOneThatItSharesMostReportsWith) {
    const Windows old = {{1, 2, 3}, {3, 4, 5}};
    EXPECT_EQ(predecessors_of({{2, 3, 9}, {4, 5, 6}}, old), (Predecessors{{0}, {1}}));
}

TEST(Succession, OldWindowWithoutABetterSuccessorGoesToTheOneThatSharesMostWithIt) {
    // Both old ones now lie in one.
    EXPECT_EQ(predecessors_of({{1, 2, 3, 4, 5}}, {{1, 2, 3}, {4, 5}}), (Predecessors{{0, 1}}));
}

TEST(Succession, OneOldWindowCanHaveSeveralSuccessors) {
    EXPECT_EQ(predecessors_of({{1, 2}, {3, 4}}, {{1, 2, 3, 4}}), (Predecessors{{0}, {0}}));
}

TEST(Succession, WindowOfNewReportsAloneSucceedsNothing) {
    EXPECT_EQ(predecessors_of({{7, 8}}, {{1, 2}}), (Predecessors{{}}));
    EXPECT_EQ(predecessors_of({}, {{1, 2}}), Predecessors{});
}

TEST(Succession, OfEquallyGoodOnesTheFirstCounts) {
    EXPECT_EQ(predecessors_of({{1, 2}}, {{1, 9}, {2, 8}}), (Predecessors{{0, 1}}));
    EXPECT_EQ(predecessors_of({{1, 5}, {2, 6}}, {{1, 2}}), (Predecessors{{0}, {0}}));
}

}  // namespace
}  // namespace tixdb::process::succession
