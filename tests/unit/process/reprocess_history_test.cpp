// SPDX-License-Identifier: MIT
// How reprocessing changes what later windows read.
#include <gtest/gtest.h>

#include "process/history.hpp"
#include "store/history_reader.hpp"
#include "support/reprocess_fixture.hpp"

namespace tixdb::process::reprocess_history {
namespace {

using ReprocessAndHistory = test::TwoSlowSessions;

TEST_F(ReprocessAndHistory, LaterWindowsWhoseLeastFloorSumChangesAreComputedAgain) {
    process_two_slow_sessions();
    const auto plans = reprocess_with_the_fast_minute();
    ASSERT_EQ(plans.size(), 1);
    EXPECT_EQ(plans.front().followers.size(), 2);
    EXPECT_EQ(number(later_ + " AND x.baseline_ms < x.base_ms - 30"), 2);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

// 160 ms above the late minutes: the second session becomes one of another route, and offers the third no
// floor any more.
TEST_F(ReprocessAndHistory, WhatReadsAFollowerThatSaysSomethingElseIsComputedAgainToo) {
    for (int i = 0; i < 20; ++i) insert_slow_minutes(4 * i, 1, 80);
    insert_slow_minutes(20 * 60, 30, 80);
    insert_slow_minutes(40 * 60, 30, 100);
    EXPECT_EQ(test::process_all(database_).windows, 5);
    for (int i = 0; i < 19; ++i) insert_minutes(4 * i + 1, 3);
    test::process_all(database_);
    test::ReprocessOptions options;
    options.range.to_s = kStart + 36'000;
    const auto plans = reprocess(options);
    ASSERT_EQ(plans.size(), 1);
    EXPECT_EQ(plans.front().followers.size(), 4);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

// A late report of three probes that wait: the first window is another one then, and says the same.
TEST_F(ReprocessAndHistory, ResultThatReadsTheSameValueOfAWindowInPlaceOfAnotherNamesThatOne) {
    insert_minutes(0, 10);
    insert_minutes(11, 9);
    insert_slow_minutes(20 * 60, 30, 20);
    EXPECT_EQ(test::process_all(database_).windows, 3);
    test::MadeReport late = test::quiet_report(kStart + 600, 3);
    for (model::Observation& probe : late.observations) {
        probe.reception_ns += 50'000'000;
        probe.sent_ns += 50'000'000;
        probe.final_ns += 100'000'000;
    }
    insert({late});
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    const std::string read =
        "SELECT group_concat(x.base_ms || ' ' || x.earlier_floor_sum_ms || ' ' || x.earlier_skew_ms_per_s)" +
        later_.substr(later_.find(" FROM"));
    const std::string before = text(read);
    test::ReprocessOptions options;
    options.range.to_s = kStart + 36'000;
    const auto plans = reprocess(options);
    EXPECT_EQ(number("SELECT group_concat(window_id) FROM window WHERE superseded_ms IS NOT NULL"), 1);
    EXPECT_EQ(plans.front().followers.size(), 2);
    for (const ValueChange& change : plans.front().changes) {
        EXPECT_TRUE(change.decision) << "no value goes: the new window ends when the old one did";
    }
    EXPECT_EQ(text(read), before);
    EXPECT_EQ(number(later_ + " AND x.earlier_floor_sum_window_id = 4"), 2);
}

// A report of another address among them, and neither half of the session fills a window any more.
TEST_F(ReprocessAndHistory, ResultsThatReadWindowsThatAreNoMoreAreComputedAgain) {
    insert_minutes(0, 15);
    insert_minutes(16, 15);
    insert_slow_minutes(20 * 60, 30, 20);
    EXPECT_EQ(test::process_all(database_).windows, 4);
    ASSERT_EQ(number(later_ + " AND x.baseline_ms < x.base_ms - 30"), 2);
    insert_minutes(15, 1, "192.0.2.2");
    test::process_all(database_);
    test::ReprocessOptions options;
    options.range.to_s = kStart + 36'000;
    reprocess(options);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 2);
    EXPECT_EQ(number(later_ + " AND x.baseline_ms = x.base_ms AND x.earlier_floor_sum_ms IS NULL"), 2);
}

// Only its beginning is asked for; where the second part's windows begin depends on it.
TEST_F(ReprocessAndHistory, SessionThatAnotherAddressDividesIsComputedAgainToItsEnd) {
    insert_minutes(0, 15);
    insert_minutes(16, 40);
    EXPECT_EQ(test::process_all(database_).windows, 5);
    insert_minutes(15, 1, "192.0.2.2");
    test::process_all(database_);
    test::ReprocessOptions options;
    options.range.to_s = kStart + 300;
    reprocess(options);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

// The window that ended with the nineteenth minute had ended more than a day before, the one to the 28th has
// not.
TEST_F(ReprocessAndHistory, ResultsThatReadANewWindowThatEndsLaterThanTheOldOnesAreComputedAgain) {
    insert_minutes(0, 10);
    insert_minutes(11, 17);
    insert_slow_minutes(24 * 60 + 5, 19, 20);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    ASSERT_EQ(number(later_ + " AND x.baseline_ms = x.base_ms"), 1);
    reprocess_with_the_fast_minute();
    EXPECT_EQ(number(later_ + " AND x.baseline_ms < x.base_ms - 30"), 1);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

TEST_F(ReprocessAndHistory, FollowersKeepTheParametersThatTheyWereComputedWith) {
    process_two_slow_sessions();
    reprocess({.epsilon_down_ms = 3});
    const auto plans = reprocess_with_the_fast_minute();
    ASSERT_EQ(plans.front().followers.size(), 2);
    EXPECT_EQ(number(later_ + " AND x.parameters ->> '$.epsilon_down_ms' = 3"), 2);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE method = 'queueing' AND superseded_ms IS NULL"
                     " AND parameters ->> '$.epsilon_down_ms' = 8"),
              2);
}

TEST_F(ReprocessAndHistory, DryRunTellsOfFollowersOnce) {
    process_two_slow_sessions();
    insert_minutes(10, 1);
    test::process_all(database_);
    const auto planned = reprocess({.dry_run = true});
    const auto done = reprocess();
    ASSERT_EQ(planned.size(), 2);
    ASSERT_EQ(done.size(), 2);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(planned[i].followers.size(), done[i].followers.size());
        EXPECT_EQ(planned[i].changes.size(), done[i].changes.size());
        EXPECT_EQ(planned[i].unchanged, done[i].unchanged);
    }
    EXPECT_EQ(done[1].unchanged, 2) << "computed as followers of the first session";
}

// What the second session reads of the first one is not what is stored.
TEST_F(ReprocessAndHistory, DryRunComputesLaterSessionsWithWhatItWouldWriteOfEarlierOnes) {
    process_two_slow_sessions();
    insert_minutes(10, 1);
    insert_slow_minutes(20 * 60 + 30, 12, 20);
    insert_slow_minutes(20 * 60 + 43, 9, 20);
    test::process_all(database_);
    insert_slow_minutes(20 * 60 + 42, 1, 20);
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    const auto baselines = [](const std::vector<RangePlan>& plans) {
        std::vector<double> found;
        for (const PlannedWindow& window : plans.back().windows) {
            for (const PlannedResult& planned : window.results) {
                const auto& queueing = planned.result.metrics.queueing;
                if (queueing) found.push_back(queueing->baseline_ms.value());
            }
        }
        return found;
    };
    const auto planned = baselines(reprocess({.dry_run = true}));
    ASSERT_FALSE(planned.empty());
    EXPECT_LT(planned.back(), 30) << "the late minute's";
    EXPECT_EQ(planned, baselines(reprocess()));
}

TEST_F(ReprocessAndHistory, FollowerOnItsWayIsMarkedAndComputedOnceItHasArrived) {
    process_two_slow_sessions();
    execute("UPDATE outbox SET state = 'uncertain' WHERE outbox_id = 4");
    const auto plans = reprocess_with_the_fast_minute();
    EXPECT_EQ(plans.front().on_way.count, 1);
    EXPECT_EQ(number(later_ + " AND x.history_changed = 1"), 1);
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1 WHERE outbox_id = 4");
    reprocess();
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result WHERE superseded_ms IS NULL"), 0);
    EXPECT_EQ(number(later_ + " AND x.baseline_ms < x.base_ms - 30"), 2);
}

TEST_F(ReprocessAndHistory, KeptWindowsArePartOfIt) {
    insert_minutes(0, 30);
    insert_slow_minutes(20 * 60, 30, 20);
    test::process_all(database_);
    const std::string before = test::stored_results(database_);
    test::delete_observations(database_, 1, 30);
    execute("UPDATE report SET observations_pruned_ms = 1 WHERE report_id <= 30");
    execute("UPDATE result SET method_version = 0 WHERE window_id > 2");
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().pruned.count, 2);
    EXPECT_EQ(test::stored_results(database_), before);
}

TEST_F(ReprocessAndHistory, SupersededResultsAreNotPartOfIt) {
    insert_minutes(0, 30);
    test::process_all(database_);
    // As if the current results had been computed after others that were lower.
    execute(
        "INSERT INTO result (window_id, method, method_version, parameters, recent_observations, minutes,"
        " floor_sum_ms, base_ms, baseline_ms, up_usage, computed_ms, superseded_ms, publish_decision)"
        " SELECT window_id, method, method_version, parameters, 600, 10, 0.5, 0.5, 0.5, 0, 0, 1, "
        "'other_method'"
        "   FROM result WHERE method = 'queueing'");
    insert_slow_minutes(20 * 60, 30, 20);
    test::process_all(database_);
    EXPECT_EQ(number(later_ + " AND x.baseline_ms > 1"), 2);
    EXPECT_EQ(number(later_ + " AND x.earlier_floor_sum_ms > 1"), 2);
}

TEST_F(ReprocessAndHistory, WindowThatEndsExactlyADayBeforeIsNotPartOfIt) {
    for (const bool at_once : {true, false}) {
        test::TemporaryDatabase temporary;
        test::ReportInserter inserter(temporary.database());
        // Windows of 19 minutes: one alone, fast, and another a day later to the second.
        for (int day = 0; day < 2; ++day) {
            for (int i = 0; i < 19; ++i) {
                test::MadeReport report = test::quiet_report(kStart + 86'400 * day + 60 * i, 60);
                for (model::Observation& probe : report.observations) probe.final_ns += day * 40'000'000;
                inserter.insert(report);
            }
            if (!at_once) test::process_all(temporary.database());
        }
        test::process_all(temporary.database());
        EXPECT_EQ(temporary.number("SELECT count(*) FROM window"), 2);
        EXPECT_EQ(temporary.number("SELECT count(*) FROM result WHERE method = 'queueing'"
                                   " AND baseline_ms = base_ms AND earlier_floor_sum_ms IS NULL"),
                  2);
    }
}

TEST_F(ReprocessAndHistory, IsMarkedWhereAWindowComesTooLateForResultsThatWouldHaveReadIt) {
    insert_slow_minutes(20 * 60, 30, 20);
    insert_slow_minutes(45 * 60, 30, 20);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result"), 0);
    // An old upload: what ends in the 24 hours after it, and nothing else, of either method that reads it.
    insert_minutes(0, 30);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    EXPECT_EQ(number("SELECT count(*) FROM result AS x JOIN window AS w USING (window_id)"
                     " WHERE x.history_changed = 1 AND x.method = 'queueing' AND w.first_report_s BETWEEN " +
                     std::to_string(kStart + 36'000) + " AND " + std::to_string(kStart + 86'400)),
              2);
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result"), 4);
    const auto plans = reprocess();
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result WHERE superseded_ms IS NULL"), 0);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

TEST_F(ReprocessAndHistory, SlopeOfAResultThatSkippedADirectionIsNotPartOfIt) {
    insert_minutes(0, 30);
    test::process_all(database_);
    ASSERT_EQ(number("SELECT earlier_skew_window_id FROM result WHERE method = 'queueing' AND window_id = 2"),
              1);
    execute("UPDATE result SET skipped_direction = 'down' WHERE method = 'queueing'");
    insert_minutes(40, 19);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE method = 'queueing' AND window_id = 3"
                     " AND earlier_skew_window_id IS NULL"),
              1);
}

TEST_F(ReprocessAndHistory, OffersAnEarlierWindowTheSameOnceALaterOneHasAsked) {
    insert_minutes(0, 30);
    test::process_all(database_);
    store::HistoryReader reader(database_, history_versions());
    History history(reader, {1, 1});
    const std::int64_t last_s = kStart + 2 * 3600;
    const auto offered = history.offered_to("192.0.2.1", last_s);
    EXPECT_TRUE(offered.floor_sum_ms);
    EXPECT_FALSE(history.offered_to("192.0.2.1", last_s + 80 * 3600).floor_sum_ms);
    EXPECT_EQ(history.offered_to("192.0.2.1", last_s), offered);
}

TEST_F(ReprocessAndHistory, MarkOfAResultThatReadsTheSameIsTakenAway) {
    insert_minutes(0, 30);
    test::process_all(database_);
    execute("UPDATE result SET history_changed = 1 WHERE method = 'queueing'");
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().unchanged, 2);
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM result"), 6);
}

}  // namespace
}  // namespace tixdb::process::reprocess_history
