// SPDX-License-Identifier: MIT
// What a plan says of itself.
#include "process/reprocessing/range_plan.hpp"

#include <gtest/gtest.h>

namespace tixdb::process::range_plan {
namespace {

// Windows of two addresses can lie in each other: the one that begins first may end last.
TEST(KeptWindows, LieBetweenTheFirstEndAndTheLastOneInWhateverOrderTheyAreFound) {
    KeptWindows kept;
    for (const std::int64_t end_s : {500, 200, 900, 700}) kept.add(end_s);
    EXPECT_EQ(kept.count, 4);
    EXPECT_EQ(kept.first_end_s, 200);
    EXPECT_EQ(kept.last_end_s, 900);
}

TEST(KeptWindows, MayEndBefore1970) {
    KeptWindows kept;
    for (const std::int64_t end_s : {-300, -100, -200}) kept.add(end_s);
    EXPECT_EQ(kept.first_end_s, -300);
    EXPECT_EQ(kept.last_end_s, -100);
}

TEST(RangePlan, IsEmptyOnlyWhereNothingIsToBeWritten) {
    PlannedWindow unchanged;
    unchanged.window_id = 1;
    RangePlan untouched;
    untouched.sessions = 1;
    untouched.reports = 30;
    untouched.unchanged = 2;
    untouched.windows = {unchanged, unchanged};
    untouched.pruned.add(60);
    untouched.on_way.add(60);
    EXPECT_TRUE(untouched.is_empty());

    for (const auto change : {
             +[](RangePlan& plan) { plan.late_reports = 1; },
             +[](RangePlan& plan) { plan.windows[1].window_id.reset(); },
             +[](RangePlan& plan) { plan.windows[1].results.emplace_back(); },
             +[](RangePlan& plan) { plan.windows[1].latency.emplace(); },
             +[](RangePlan& plan) { plan.followers.push_back(plan.windows.front()); },
             +[](RangePlan& plan) { plan.hours.emplace_back(); },
             +[](RangePlan& plan) { plan.superseded_windows = {1}; },
             +[](RangePlan& plan) { plan.superseded_items = {1}; },
             +[](RangePlan& plan) { plan.moves.emplace_back(); },
             +[](RangePlan& plan) { plan.history_unchanged = {1}; },
             +[](RangePlan& plan) { plan.history_changed = {1}; },
         }) {
        RangePlan plan = untouched;
        change(plan);
        EXPECT_FALSE(plan.is_empty());
    }
}

}  // namespace
}  // namespace tixdb::process::range_plan
