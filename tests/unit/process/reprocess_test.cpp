// SPDX-License-Identifier: MIT
// What reprocessing does to windows, results and the outbox.
#include <gtest/gtest.h>

#include <algorithm>

#include "store/outbox_store.hpp"
#include "store/setting_store.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"

namespace tixdb::process::reprocess {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z
constexpr model::InstallationKey kKey{1, 1};

class Reprocess : public testing::Test {
  protected:
    // A minute of probes; 19 of these fill a window of 1140 observations, the next one starts nine on.
    void insert_minutes(int from, int count, const std::string& ip = "192.0.2.1",
                        model::InstallationKey key = kKey) {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < from + count; ++i) {
            reports.push_back(test::quiet_report(kStart + 60 * i, 60, ip, key));
        }
        insert(reports);
    }
    // With both delays larger by so much, and queues now and then.
    void insert_slow_minutes(int from, int count, std::int64_t more_ms) {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < from + count; ++i) {
            test::MadeReport report = test::quiet_report(kStart + 60 * i, 60);
            for (model::Observation& probe : report.observations) {
                const std::int64_t queue_ms = probe.day_timestamp_s % 5 == 0 ? 40 : 0;
                probe.reception_ns += more_ms * 1'000'000;
                probe.sent_ns += more_ms * 1'000'000;
                probe.final_ns += (2 * more_ms + queue_ms) * 1'000'000;
            }
            reports.push_back(report);
        }
        insert(reports);
    }
    void insert(const std::vector<test::MadeReport>& reports) {
        all_reports_.insert(all_reports_.end(), reports.begin(), reports.end());
        inserter_.insert(reports);
    }
    std::vector<RangePlan> reprocess(const test::ReprocessOptions& options = {}) {
        return test::reprocess(database_, options);
    }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    std::string text(const std::string& sql) { return temporary_.text(sql); }
    void execute(const std::string& sql) { database_.execute(sql); }
    void set(const std::string& name, const std::string& value) {
        store::SettingStore(database_).set(name, value, 0);
    }
    // Of all items.
    void set_state(const std::string& state) {
        execute("UPDATE outbox SET state = '" + state + "'" +
                (state == "held" ? ", held_for = 'address'" : ", held_for = NULL"));
    }
    std::string states() {
        return text(
            "SELECT group_concat(s, ' ') FROM (SELECT state || ':' || count(*) AS s FROM outbox"
            " GROUP BY state ORDER BY state)");
    }
    std::string current_decisions() {
        return text(
            "SELECT group_concat(s, ' ') FROM (SELECT publish_decision || ':' || count(*) AS s"
            "  FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
            " GROUP BY publish_decision ORDER BY 1)");
    }

    test::TemporaryDatabase temporary_;
    store::Database& database_ = temporary_.database();
    test::ReportInserter inserter_{database_};
    std::vector<test::MadeReport> all_reports_;
};

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
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_run_id IS NULL"
                     " AND superseded_ms IS NOT NULL"),
              0);
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

// --- the outbox

class ReprocessWithOpenItems : public Reprocess, public testing::WithParamInterface<std::string> {};

TEST_P(ReprocessWithOpenItems, SupersedesThemAndQueuesTheirSuccessors) {
    insert_minutes(0, 30);
    test::process_all(database_);
    set_state(GetParam());
    reprocess({.epsilon_down_ms = 3});
    EXPECT_EQ(states(), "pending:2 superseded:2");
    EXPECT_EQ(number("SELECT count(*) FROM outbox AS o JOIN result AS x USING (result_id)"
                     " WHERE o.state = 'pending' AND x.superseded_ms IS NULL"
                     "   AND x.parameters ->> '$.epsilon_down_ms' = 3"),
              2);
}

INSTANTIATE_TEST_SUITE_P(States, ReprocessWithOpenItems, testing::Values("pending", "retry", "held", "dead"),
                         [](const auto& state) { return state.param; });

TEST_F(Reprocess, WindowWhoseItemIsOnItsWayIsLeft) {
    insert_minutes(0, 30);
    test::process_all(database_);
    for (const std::string state : {"sending", "uncertain"}) {
        set_state(state);
        const auto plans = reprocess({.epsilon_down_ms = 3});
        EXPECT_EQ(plans.front().on_way.count, 2);
        EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL"), 0) << state;
        EXPECT_EQ(states(), state + ":2");
    }
}

TEST_F(Reprocess, SessionWhoseWindowsWouldMoveIsLeftWhileOneOfThemIsOnItsWay) {
    insert_minutes(0, 10);
    insert_minutes(11, 20);
    test::process_all(database_);
    insert_minutes(10, 1);
    test::process_all(database_);
    execute("UPDATE outbox SET state = 'uncertain' WHERE outbox_id = 1");
    EXPECT_EQ(reprocess().front().on_way.count, 2);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 0);
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1 WHERE outbox_id = 1");
    EXPECT_EQ(reprocess().front().on_way.count, 0);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
}

TEST_F(Reprocess, ItemThatSetsOffBetweenPlanAndWritingIsNotSuperseded) {
    insert_minutes(0, 30);
    test::process_all(database_);
    ReprocessParameters parameters;
    parameters.methods = {model::Method::queueing, model::Method::adaptive};
    parameters.parameters.queueing.epsilon_down_ms = 3;
    Reprocessor reprocessor(database_, {}, parameters);
    PlanWriter writer(database_, test::begin_run(database_));
    const auto plan = reprocessor.next();
    ASSERT_TRUE(plan);
    execute("UPDATE outbox SET state = 'sending' WHERE outbox_id = 2");
    EXPECT_FALSE(writer.write(*plan, 0));
    EXPECT_EQ(number("SELECT count(*) FROM result"), 6);
    EXPECT_EQ(states(), "pending:1 sending:1");
    const auto again = reprocessor.plan_again();
    EXPECT_EQ(again.on_way.count, 1);
    EXPECT_TRUE(writer.write(again, 0));
    EXPECT_EQ(states(), "pending:1 sending:1 superseded:1");
}

TEST_F(Reprocess, WhatWasSentStandsUnlessItIsToBePublishedAgain) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set_state("sent");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(states(), "sent:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
    // Computed already, and now to be sent.
    const auto plans = reprocess({.epsilon_down_ms = 50, .republish = true});
    EXPECT_EQ(plans.front().changes.front().why, Why::publish);
    EXPECT_EQ(states(), "pending:2 sent:2");
    EXPECT_EQ(current_decisions(), "queued:2");
    EXPECT_TRUE(reprocess({.epsilon_down_ms = 50, .republish = true}).front().is_empty());
}

TEST_F(Reprocess, WhatWasSentStandsThroughASecondReprocessToo) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    set_state("sent");
    reprocess({.epsilon_down_ms = 50});
    reprocess({.epsilon_down_ms = 3});
    EXPECT_EQ(states(), "sent:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(Reprocess, NothingIsPublishedAgainThatTixApiWouldNotKeepOtherwise) {
    insert_minutes(0, 30);
    test::process_all(database_);
    // Bodies as publish sends them, of the very same figures.
    test::ReprocessOptions other_version;
    execute("UPDATE outbox SET state = 'superseded'");
    execute("UPDATE result SET publish_decision = 'queued', method_version = 0");
    execute("UPDATE outbox SET state = 'pending'");
    reprocess();
    execute("UPDATE outbox SET state = 'sent', sent_ms = 1 WHERE state = 'pending'");
    execute("UPDATE result SET method_version = 0 WHERE superseded_ms IS NULL");
    other_version.republish = true;
    const auto plans = reprocess(other_version);
    EXPECT_FALSE(plans.front().is_empty());
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 0);
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(Reprocess, DroppedItemIsNotQueuedAgain) {
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    execute("UPDATE outbox SET state = 'dropped', drop_reason = 'test'");
    reprocess({.epsilon_down_ms = 50});
    EXPECT_EQ(states(), "dropped:2");
    EXPECT_EQ(current_decisions(), "reprocess:2");
}

TEST_F(Reprocess, PublishingAgainQueuesTheMethodInForceInPlaceOfTheOtherOne) {
    set("publish-method", "classic");
    insert_slow_minutes(0, 30, 0);
    test::process_all(database_);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE method = 'classic'"), 2);
    set("publish-method", "queueing");
    // Windows that are queued already keep theirs.
    EXPECT_TRUE(reprocess().front().is_empty());
    reprocess({.republish = true});
    EXPECT_EQ(text("SELECT group_concat(DISTINCT method || ':' || state) FROM outbox"),
              "classic:superseded,queueing:pending");
    EXPECT_EQ(number("SELECT count(*) FROM outbox"), 4);
}

// --- history

class ReprocessAndHistory : public Reprocess {
  protected:
    // A session that lacks its eleventh minute, and 20 hours later another one; both with 20 ms more each way
    // than that minute will have.
    void process_two_slow_sessions() {
        insert_slow_minutes(0, 10, 20);
        insert_slow_minutes(11, 20, 20);
        insert_slow_minutes(20 * 60, 30, 20);
        EXPECT_EQ(test::process_all(database_).windows, 4);
    }
    // The fast minute, late, of which R0 falls; only the first session is asked for.
    std::vector<RangePlan> reprocess_with_the_fast_minute() {
        insert_minutes(10, 1);
        EXPECT_EQ(test::process_all(database_).late_reports, 1);
        test::ReprocessOptions options;
        options.range.to_s = kStart + 36'000;
        return reprocess(options);
    }
    // What all of it, met at once, gives.
    std::string in_one_go() {
        test::TemporaryDatabase other;
        test::ReportInserter inserter(other.database());
        inserter.insert(all_reports_);
        test::process_all(other.database());
        return test::stored_results(other.database());
    }
    const std::string later_ =
        "SELECT count(*) FROM result AS x JOIN window AS w USING (window_id)"
        " WHERE x.method = 'queueing' AND x.superseded_ms IS NULL AND w.first_report_s > " +
        std::to_string(kStart + 36'000);
};

TEST_F(ReprocessAndHistory, LaterWindowsWhoseLeastFloorSumChangesAreComputedAgain) {
    process_two_slow_sessions();
    const auto plans = reprocess_with_the_fast_minute();
    ASSERT_EQ(plans.size(), 1);
    EXPECT_EQ(plans.front().followers.size(), 2);
    EXPECT_EQ(number(later_ + " AND x.baseline_ms < x.base_ms - 30"), 2);
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

TEST_F(ReprocessAndHistory, MarkOfAResultThatReadsTheSameIsTakenAway) {
    insert_minutes(0, 30);
    test::process_all(database_);
    execute("UPDATE result SET history_changed = 1 WHERE method = 'queueing'");
    const auto plans = reprocess();
    EXPECT_EQ(plans.front().unchanged, 2);
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM result"), 6);
}

TEST_F(Reprocess, WindowsWhoseObservationsAreGoneKeepTheirResults) {
    insert_minutes(0, 100);
    test::process_all(database_);
    const auto windows = number("SELECT count(*) FROM window");
    // The first 20 minutes are pruned.
    test::delete_observations(database_, 1, 20);
    execute("UPDATE report SET observations_pruned_ms = 1 WHERE report_id <= 20");
    const auto plans = reprocess({.epsilon_down_ms = 3});
    const KeptWindows& pruned = plans.front().pruned;
    // Those that hold pruned reports, and those whose skew looks back at them: all that end in the hour
    // after.
    EXPECT_EQ(pruned.count, number("SELECT count(*) FROM window WHERE last_probe_s < " +
                                   std::to_string(kStart + 20 * 60 + 3600)));
    EXPECT_LT(pruned.count, windows);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'queueing'"
                     " AND parameters ->> '$.epsilon_down_ms' = 3"),
              windows - pruned.count);
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 0);
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

TEST_F(Reprocess, ReportsThatProcessHasNotSeenAreLeftToIt) {
    insert_minutes(0, 30);
    test::process_all(database_);
    insert_minutes(30, 10);
    const auto plans = reprocess();
    EXPECT_TRUE(plans.front().is_empty());
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 10);
    EXPECT_EQ(test::process_all(database_).windows, 1);
}

}  // namespace
}  // namespace tixdb::process::reprocess
