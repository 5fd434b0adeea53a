// SPDX-License-Identifier: MIT
// What reprocessing does to windows and results.
#include <gtest/gtest.h>

#include "support/reprocess_fixture.hpp"

namespace tixdb::process::reprocess {
namespace {

using Reprocess = test::ReprocessFixture;

TEST_F(Reprocess, HistoryThatIsAsItWouldBeComputedStaysAsItIs) {
    insert_minutes(0, 40);
    EXPECT_EQ(test::process_all(database_).windows, 3);
    const auto plans = reprocess();
    ASSERT_EQ(plans.size(), 1);
    EXPECT_TRUE(plans.front().is_empty());
    EXPECT_EQ(plans.front().unchanged, 3);
    EXPECT_EQ(plans.front().reports, 40);
    EXPECT_EQ(number("SELECT count(*) FROM result"), 9);
}

TEST_F(Reprocess, LateReportIsTakenIntoTheWindowsAroundIt) {
    insert_minutes(0, 10);
    insert_minutes(11, 20);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    insert_minutes(10, 1);
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    const auto plans = reprocess();
    ASSERT_EQ(plans.size(), 1);
    EXPECT_EQ(plans.front().late_reports, 1);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 2);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 2);
    EXPECT_EQ(number("SELECT count(*) FROM window_report AS m JOIN window AS w USING (window_id)"
                     " JOIN report AS r USING (report_id)"
                     " WHERE w.superseded_ms IS NULL AND r.first_observation_s = " +
                     std::to_string(kStart + 600)),
              2);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_run_id = (SELECT max(run_id) FROM run)"),
              2);
    EXPECT_EQ(states(), "pending:2 superseded:2");
}

TEST_F(Reprocess, WindowWithTheSameReportsKeepsItsRow) {
    insert_minutes(0, 40);
    insert_minutes(41, 4);
    test::process_all(database_);
    const auto windows = text("SELECT group_concat(window_id) FROM window ORDER BY window_id");
    // Late, but behind the last window's end only once there are more.
    insert_minutes(45, 10);
    test::process_all(database_);
    insert_minutes(40, 1);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 1);
    reprocess();
    EXPECT_EQ(
        text("SELECT group_concat(window_id) FROM window WHERE superseded_ms IS NULL AND window_id IN (" +
             windows + ") ORDER BY window_id"),
        windows);
}

TEST_F(Reprocess, OnlySessionsThatTheRangeTouchesAreComputedAgain) {
    insert_minutes(0, 30);
    insert_minutes(100, 30);
    insert_minutes(0, 30, "192.0.2.1", {1, 2});
    test::process_all(database_);
    test::ReprocessOptions options;
    options.epsilon_down_ms = 3;
    // The last second of the second session.
    options.range = {kStart + 60 * 130 - 1, kStart + 60 * 130, 1, 1};
    const auto plans = reprocess(options);
    ASSERT_EQ(plans.size(), 1);
    EXPECT_EQ(plans.front().reports, 30);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL"), 4);
    EXPECT_EQ(number("SELECT count(*) FROM result AS x JOIN window AS w USING (window_id)"
                     " WHERE x.superseded_ms IS NOT NULL AND w.first_probe_s < " +
                     std::to_string(kStart + 6000)),
              0);
    // [from, to): a range that ends where the session begins does not touch it.
    options.range = {kStart + 60 * 40, kStart + 60 * 100, 1, 1};
    EXPECT_TRUE(reprocess(options).empty());
}

TEST_F(Reprocess, OtherParametersAreStoredWithTheNewResultsAndTheOldOnesStay) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    const double before = std::stod(text("SELECT down_usage FROM result WHERE method = 'queueing' LIMIT 1"));
    const auto plans = reprocess({.epsilon_down_ms = 50});
    ASSERT_FALSE(plans.front().changes.empty());
    for (const ValueChange& change : plans.front().changes) {
        EXPECT_NE(change.method, model::Method::classic);
        EXPECT_EQ(change.why, Why::parameters);
    }
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
                     " AND parameters ->> '$.epsilon_down_ms' = 50 AND down_usage = 0"),
              2);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL AND down_usage > 0"), 4);
    EXPECT_GT(before, 0);
    // The setting is as it was: without the option, the next run goes back.
    reprocess();
    EXPECT_EQ(std::stod(text("SELECT down_usage FROM result WHERE method = 'queueing'"
                             " AND superseded_ms IS NULL LIMIT 1")),
              before);
}

TEST_F(Reprocess, MethodThatIsNotAskedForKeepsItsResults) {
    insert_minutes(0, 30);
    test::process_all(database_);
    execute("UPDATE result SET method_version = 0");
    const auto plans = reprocess({.methods = {model::Method::classic}});
    for (const ValueChange& change : plans.front().changes) EXPECT_EQ(change.why, Why::method_version);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'classic'"
                     " AND method_version > 0"),
              2);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
                     " AND method_version = 0"),
              2);
}

TEST_F(Reprocess, DryRunChangesNothing) {
    insert_minutes(0, 30);
    test::process_all(database_);
    const auto changes_before = number("SELECT total_changes()");
    const auto plans = reprocess({.epsilon_down_ms = 3, .dry_run = true});
    EXPECT_FALSE(plans.front().is_empty());
    // The row of `run` is the test's own.
    EXPECT_EQ(number("SELECT total_changes()"), changes_before + 1);
}

TEST_F(Reprocess, WindowsWhoseObservationsAreGoneKeepTheirResults) {
    insert_minutes(0, 100);
    test::process_all(database_);
    const auto windows = number("SELECT count(*) FROM window");
    // The first 13 minutes are pruned; a window ends an hour after their last second, and reads none of it.
    const std::int64_t end_s = kStart + 13 * 60 - 1 + 3600;
    ASSERT_EQ(number("SELECT count(*) FROM window WHERE last_probe_s = " + std::to_string(end_s)), 1);
    test::prune_reports(database_, "report_id <= 13");
    const auto plans = reprocess({.epsilon_down_ms = 3});
    EXPECT_EQ(plans.front().reports, 100);
    const KeptWindows& pruned = plans.front().pruned;
    // Those that hold pruned reports, and those whose skew looks back at them: all that end in the hour
    // after.
    const std::string kept = " FROM window WHERE last_probe_s < " + std::to_string(end_s);
    EXPECT_EQ(pruned.count, number("SELECT count(*)" + kept));
    EXPECT_EQ(pruned.first_end_s, number("SELECT min(last_probe_s)" + kept));
    EXPECT_EQ(pruned.last_end_s, number("SELECT max(last_probe_s)" + kept));
    EXPECT_LT(pruned.count, windows);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
                     " AND parameters ->> '$.epsilon_down_ms' = 3"),
              windows - pruned.count);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 0);
}

// A wrong time of the first report: its last observation is half an hour ahead of those of the next.
TEST_F(Reprocess, WindowsThatReadTheEarlierOfTwoPrunedReportsKeepTheirResults) {
    std::vector<test::MadeReport> reports = {test::quiet_report(kStart, 60)};
    reports.front().observations.back().day_timestamp_s += 1800;
    insert(reports);
    insert_minutes(1, 110);
    test::process_all(database_);
    test::prune_reports(database_, "report_id <= 2");
    EXPECT_EQ(reprocess({.epsilon_down_ms = 3}).front().pruned.count,
              number("SELECT count(*) FROM window WHERE last_probe_s < " +
                     std::to_string(kStart + 59 + 1800 + 3600)));
}

// A report of another address divides the session: what is pruned is of its first part.
TEST_F(Reprocess, PrunedReportsOfTheSessionBeforeAreNoneOfTheNext) {
    insert_minutes(0, 15);
    insert_minutes(16, 45);
    EXPECT_EQ(test::process_all(database_).windows, 5);
    test::prune_reports(database_, "report_id <= 6");
    insert_minutes(15, 1, "192.0.2.2");
    test::process_all(database_);
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().pruned.count, 1);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 4);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL AND first_probe_s >= " +
                     std::to_string(kStart + 60 * 16)),
              3);
}

// Of the second one all reports are older.
TEST_F(Reprocess, ReportsOfEachClientAreGoneThroughFromTheFirst) {
    insert_minutes(100, 30);
    insert_minutes(0, 30, "192.0.2.1", {1, 2});
    test::process_all(database_);
    EXPECT_EQ(reprocess({.epsilon_down_ms = 3}).size(), 2);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
                     " AND parameters ->> '$.epsilon_down_ms' = 3"),
              4);
}

// The reports of the last window are all there, and not the hour that a new one in its place would read.
TEST_F(Reprocess, LateReportThatComesIntoNoWindowIsNotAskedForAgain) {
    insert_minutes(0, 30);
    insert_minutes(31, 10);
    EXPECT_EQ(test::process_all(database_).windows, 3);
    test::prune_reports(database_, "report_id <= 6");
    insert_minutes(30, 1);
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().pruned.count, 3);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
    EXPECT_TRUE(reprocess().front().is_empty());
}

// One that begins the session, and so the range.
TEST_F(Reprocess, LateReportBeforeAllOthersIsTakenIn) {
    insert_minutes(1, 30);
    test::process_all(database_);
    insert_minutes(0, 1);
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    EXPECT_EQ(reprocess().front().late_reports, 1);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
    EXPECT_EQ(number("SELECT min(first_probe_s) FROM window WHERE superseded_ms IS NULL"), kStart);
}

// The chain of the one session comes to the windows of the other: they keep their rows.
TEST_F(Reprocess, WindowThatStaysMovesToTheSessionThatItIsOfNow) {
    insert_minutes(0, 30);
    insert_minutes(36, 30);
    EXPECT_EQ(test::process_all(database_).windows, 4);
    insert_minutes(30, 6);
    test::process_all(database_);
    ASSERT_GT(number("SELECT count(*) FROM late_report"), 0);
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().moves.size(), 2);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 0);
    EXPECT_EQ(number("SELECT count(DISTINCT session_report_id) FROM window"), 1);
    insert_minutes(66, 10);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT count(DISTINCT session_report_id) FROM window"), 1);
}

TEST_F(Reprocess, WindowThatIsOnItsWayMovesToTheSessionThatItIsOfNow) {
    insert_minutes(0, 30);
    insert_minutes(36, 30);
    test::process_all(database_);
    execute("UPDATE outbox SET state = 'uncertain' WHERE outbox_id > 2");
    insert_minutes(30, 6);
    test::process_all(database_);
    EXPECT_EQ(reprocess().front().on_way.count, 2);
    EXPECT_EQ(number("SELECT count(*) FROM window"), 6);
    EXPECT_EQ(number("SELECT count(DISTINCT session_report_id) FROM window"), 1);
}

// Another address cuts off what is before the second window, into which a late report of three probes comes:
// the one new window has taken in both, and is told from the one that ended when it does.
TEST_F(Reprocess, NewWindowIsToldFromTheOneThatEndedAtTheSameTime) {
    insert_minutes(0, 19);
    insert_slow_minutes(19, 9, 0);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    const double before =
        std::stod(text("SELECT down_usage FROM result WHERE method = 'queueing' AND window_id = 2"));
    ASSERT_NE(std::stod(text("SELECT down_usage FROM result WHERE method = 'queueing' AND window_id = 1")),
              before);
    insert({test::quiet_report(kStart + 510, 1, "192.0.2.2"), test::quiet_report(kStart + 60 * 20 + 30, 3)});
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    const auto plans = reprocess();
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 1);
    int told = 0;
    for (const ValueChange& change : plans.front().changes) {
        EXPECT_EQ(change.why, Why::late_reports);
        if (change.method != model::Method::queueing || change.value != "down_usage" || !change.decision)
            continue;
        EXPECT_NEAR(std::get<double>(change.was), before, 1e-9);
        ++told;
    }
    EXPECT_EQ(told, 1);
}

// What a window that stays has seen is part of the hour of those after it.
TEST_F(Reprocess, WindowsAfterOneThatIsOnItsWayComeToTheSame) {
    insert_minutes(0, 40);
    EXPECT_EQ(test::process_all(database_).windows, 3);
    execute("UPDATE outbox SET state = 'uncertain' WHERE outbox_id = 1");
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().unchanged, 2);
    EXPECT_TRUE(plans.front().is_empty());
}

TEST_F(Reprocess, LateReportsBetweenTwoSessionsMakeThemOne) {
    insert_minutes(0, 25);
    insert_minutes(31, 25);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT count(DISTINCT session_report_id) FROM window"), 2);
    insert_minutes(25, 6);
    test::process_all(database_);
    ASSERT_GT(number("SELECT count(*) FROM late_report"), 0);
    reprocess();
    EXPECT_EQ(number("SELECT count(DISTINCT session_report_id) FROM window WHERE superseded_ms IS NULL"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
    // process goes on from the last window of the one session.
    insert_minutes(56, 9);
    EXPECT_EQ(test::process_all(database_).windows, 1);
    EXPECT_EQ(number("SELECT count(DISTINCT session_report_id) FROM window WHERE superseded_ms IS NULL"), 1);
}

// A report of another address divides the session, and neither half fills a window any more.
TEST_F(Reprocess, ReportAmongThoseOfWindowsThatAreNoMoreIsNotLate) {
    insert_minutes(0, 5);
    insert_minutes(6, 9);
    insert_minutes(16, 15);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    insert_minutes(15, 1, "192.0.2.2");
    test::process_all(database_);
    reprocess();
    ASSERT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 0);
    insert_minutes(5, 1);
    EXPECT_EQ(test::process_all(database_).late_reports, 0);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
}

TEST_F(Reprocess, ReportsThatProcessHasNotSeenAreLeftToIt) {
    insert_minutes(0, 30);
    test::process_all(database_);
    insert_minutes(30, 10);
    const auto plans = reprocess();
    EXPECT_TRUE(plans.front().is_empty());
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 10);
    EXPECT_EQ(test::process_all(database_).windows, 1);
}

// A report of another address has come into a session of which the end alone is asked for.
TEST_F(Reprocess, RangeReachesBackToTheBeginOfTheSessionThatItsWindowsAreOf) {
    insert_minutes(0, 28);
    EXPECT_EQ(test::process_all(database_).windows, 2);
    insert({test::quiet_report(kStart + 60 * 20 + 30, 1, "192.0.2.2")});
    test::process_all(database_);
    test::ReprocessOptions end_of_it;
    end_of_it.range.from_s = kStart + 60 * 25;
    const auto plans = reprocess(end_of_it);
    ASSERT_EQ(plans.size(), 1U);
    EXPECT_EQ(plans.front().range.first.first_observation_s, kStart);
    EXPECT_EQ(plans.front().sessions, 3);
    EXPECT_EQ(plans.front().reports, 29);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NULL"), 1);
}

TEST_F(Reprocess, ProgressIsMeasuredByTheReportsOfAllClientsOfTheRange) {
    insert_minutes(0, 3);
    insert_minutes(0, 5, "192.0.2.1", {1, 2});
    insert_minutes(0, 2, "192.0.2.1", {2, 1});
    test::process_all(database_);
    EXPECT_EQ(count_reports(database_, {}), 10);
    EXPECT_EQ(count_reports(database_, {.user_id = 1}), 8);
    EXPECT_EQ(count_reports(database_, {.user_id = 1, .installation_id = 2}), 5);
    EXPECT_EQ(count_reports(database_, {.from_s = kStart + 60, .to_s = kStart + 120}), 3);
}

}  // namespace
}  // namespace tixdb::process::reprocess
