// SPDX-License-Identifier: MIT
// Which results of other windows `reprocess` computes again, marks, counts or leaves.
#include "process/reprocessing/followers.hpp"

#include <gtest/gtest.h>

#include "support/reprocess_fixture.hpp"

namespace tixdb::process::followers {
namespace {

class Followers : public test::TwoSlowSessions {
  protected:
    // As if another version had computed it: what it says from now on is another thing for those after it.
    void make_old(int window_id) {
        execute("UPDATE result SET method_version = 0 WHERE method = 'queueing' AND window_id = " +
                std::to_string(window_id));
    }
    // As if it had been computed when another slope was known.
    void give_other_slope(int window_id) {
        execute(
            "UPDATE result SET earlier_skew_ms_per_s = coalesce(earlier_skew_ms_per_s, 0) + 0.01,"
            " earlier_skew_window_id = 1 WHERE method = 'queueing' AND window_id = " +
            std::to_string(window_id));
    }
    std::string marked() {
        return text(
            "SELECT group_concat(of) FROM (SELECT window_id || ' ' || method AS of FROM result"
            " WHERE history_changed = 1 AND superseded_ms IS NULL ORDER BY 1)");
    }
    std::int64_t superseded_of_the_second() {
        return number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL AND window_id IN (3, 4)");
    }
};

TEST_F(Followers, OfAnotherVersionStayAsTheyAre) {
    process_two_slow_sessions();
    execute("UPDATE result SET method_version = 0 WHERE method = 'queueing' AND window_id > 2");
    EXPECT_TRUE(reprocess_with_the_fast_minute().front().followers.empty());
    EXPECT_EQ(superseded_of_the_second(), 0);
}

TEST_F(Followers, WhoseHourIsPrunedInPartStayAsTheyAre) {
    process_two_slow_sessions();
    // The last window has all of its reports; the skew looks farther back.
    test::prune_reports(database_, "first_observation_s BETWEEN " + std::to_string(kStart + 60 * 1200) +
                                       " AND " + std::to_string(kStart + 60 * 1202));
    const auto plans = reprocess_with_the_fast_minute();
    EXPECT_EQ(plans.front().pruned.count, 2);
    EXPECT_TRUE(plans.front().followers.empty());
    EXPECT_EQ(superseded_of_the_second(), 0);
}

TEST_F(Followers, KeepTheUpstreamEpsilonToo) {
    set("epsilon-up", "30");
    process_two_slow_sessions();
    set("epsilon-up", "24");
    ASSERT_EQ(reprocess_with_the_fast_minute().front().followers.size(), 2);
    EXPECT_EQ(number(later_ + " AND x.parameters ->> '$.epsilon_up_ms' = 30"), 2);
}

TEST(ChangedEnds, LieBetweenTheFirstOneAndTheLastOneInWhateverOrderTheyAreFound) {
    ChangedEnds ends;
    EXPECT_TRUE(ends.empty());
    for (const std::int64_t end_s : {-500, 200, -900, -700}) ends.add(end_s);
    EXPECT_FALSE(ends.empty());
    EXPECT_EQ(ends.first_end_s(), -900);
    EXPECT_EQ(ends.last_end_s(), 200);
    ChangedEnds of_one;
    of_one.add(-300);
    EXPECT_EQ(of_one.first_end_s(), -300);
    EXPECT_EQ(of_one.last_end_s(), -300);
}

// Between two that change: it stays, is marked in both methods, and counts once.
TEST_F(Followers, OnTheirWayInTheRangeAreMarkedAndCountedOnce) {
    insert_minutes(0, 40);
    EXPECT_EQ(test::process_all(database_).windows, 3);
    execute("UPDATE outbox SET state = 'uncertain' WHERE outbox_id = 2");
    make_old(1);
    give_other_slope(2);
    make_old(3);
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().on_way.count, 1);
    EXPECT_EQ(marked(), "2 adaptive,2 queueing");
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL AND window_id = 2"), 0);
}

TEST_F(Followers, PrunedInTheRangeCountOnce) {
    insert_minutes(0, 30);
    test::process_all(database_);
    test::prune_reports(database_, "first_observation_s >= " + std::to_string(kStart + 60 * 20));
    make_old(1);
    give_other_slope(2);
    const auto plans = reprocess({.methods = {model::Method::queueing}});
    EXPECT_EQ(plans.front().pruned.count, 1);
    EXPECT_FALSE(plans.front().is_empty());
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL AND window_id = 2"
                     " AND method = 'queueing'"),
              0);
}

TEST_F(Followers, ThatReadTheSameLoseTheirMarksInEitherMethod) {
    process_two_slow_sessions();
    execute(
        "UPDATE result SET history_changed = 1 WHERE (window_id = 3 AND method = 'queueing')"
        " OR (window_id = 4 AND method = 'adaptive')");
    make_old(1);
    reprocess_the_first_session();
    EXPECT_EQ(marked(), "");
    EXPECT_EQ(superseded_of_the_second(), 0);
}

}  // namespace
}  // namespace tixdb::process::followers
