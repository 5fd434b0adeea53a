// SPDX-License-Identifier: MIT
// Which refusals, runs, items and results go, to the second.
#include <gtest/gtest.h>

#include "maintenance/pruner.hpp"
#include "model/report.hpp"
#include "support/fake_clock.hpp"
#include "support/outbox_builder.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::maintenance::row_pruner {
namespace {

constexpr std::int64_t kStart_s = 1'499'990'400;  // 2017-07-14T00:00:00Z
constexpr std::int64_t kDay_s = 86'400;
constexpr std::int64_t kNow_s = kStart_s + 100 * kDay_s;

class RowPruning : public testing::Test {
  protected:
    // Done, and sent at once.
    std::int64_t add_item(std::int64_t last_s, const std::string& state = "sent") {
        test::TestItem item;
        item.last_s = last_s;
        const auto id = builder_.add(item);
        execute("UPDATE outbox SET state = '" + state + "', sent_ms = last_s * 1000, held_for = " +
                (state == "held" ? "'user'" : "NULL") + " WHERE outbox_id = " + std::to_string(id));
        return id;
    }
    void add_refusal(const std::string& path, std::int64_t last_seen_ms) {
        execute(
            "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
            "last_seen_ms, "
            "seen_count) VALUES ('" +
            path + "', 'not_json', '', 1, 1, 1, 0, " + std::to_string(last_seen_ms) + ", 1)");
    }
    void add_run(std::int64_t started_ms, const std::string& exit_code) {
        execute("INSERT INTO run (command, version, started_ms, exit_code) VALUES ('ingest', '1', " +
                std::to_string(started_ms) + ", " + exit_code + ")");
    }
    // What was said beforehand is what goes.
    PruneSummary prune() {
        const auto plan = plan_prune(temporary_.database(), rules_, clock_);
        const auto done = maintenance::prune(temporary_.database(), rules_, clock_, [] { return true; });
        EXPECT_EQ(plan.windows, done.windows);
        EXPECT_EQ(plan.items, done.items);
        EXPECT_EQ(plan.rejected, done.rejected);
        EXPECT_EQ(plan.runs, done.runs);
        return done;
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    test::FakeClock clock_{kNow_s * 1000};
    RetentionRules rules_;
};

TEST_F(RowPruning, DoneItemGoesOnceBothItsTimeAndItsSendingAreOldEnough) {
    rules_.sent_s = 30 * kDay_s;
    const std::int64_t before_s = kNow_s - 30 * kDay_s;
    const auto goes = add_item(before_s - 1);
    const auto stays = add_item(before_s);
    const auto sent_late = add_item(before_s - 2 * kDay_s);
    execute("UPDATE outbox SET sent_ms = " + std::to_string(before_s * 1000) +
            " WHERE outbox_id = " + std::to_string(sent_late));
    EXPECT_EQ(prune().items, 1);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE outbox_id = " + std::to_string(goes)), 0);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE outbox_id IN (" + std::to_string(stays) + ", " +
                     std::to_string(sent_late) + ")"),
              2);
}

// What tix-api lists is told apart by what was sent within two days of it.
TEST_F(RowPruning, ItemsOfTheTwoDaysBeforeOneThatIsNotDoneStay) {
    rules_.sent_s = 30 * kDay_s;
    for (const char* state : {"pending", "sending", "retry", "held", "uncertain", "dead"}) {
        execute("DELETE FROM outbox");
        add_item(kStart_s, state);
        for (const std::int64_t last_s :
             {kStart_s - 2 * kDay_s - 1, kStart_s - 2 * kDay_s, kStart_s + kDay_s})
            add_item(last_s);
        EXPECT_EQ(prune().items, 1) << state;
        EXPECT_EQ(number("SELECT min(last_s) FROM outbox"), kStart_s - 2 * kDay_s) << state;
        EXPECT_EQ(number("SELECT count(*) FROM outbox"), 3) << state;
    }
    for (const char* state : {"sent", "superseded", "dropped"}) {
        execute("DELETE FROM outbox");
        add_item(kStart_s, state);
        add_item(kStart_s + kDay_s);
        EXPECT_EQ(prune().items, 2) << state;
    }
}

TEST_F(RowPruning, ItemsOfTheTwoDaysBeforeOneThatIsNotDoneStayHoweverYoungThatOneIs) {
    rules_.sent_s = 30 * kDay_s;
    const std::int64_t before_s = kNow_s - 30 * kDay_s;
    add_item(before_s + kDay_s, "pending");
    const auto goes = add_item(before_s - kDay_s - 1);
    add_item(before_s - kDay_s);
    EXPECT_EQ(prune().items, 1);
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE outbox_id = " + std::to_string(goes)), 0);
    add_item(before_s + 3 * kDay_s, "pending");
    execute("DELETE FROM outbox WHERE last_s = " + std::to_string(before_s + kDay_s));
    EXPECT_EQ(prune().items, 1) << "over two days later";
}

TEST_F(RowPruning, RefusalsAndRunsGoByAgesOfTheirOwn) {
    const auto ms_ago = [](std::int64_t days) { return (kNow_s - days * kDay_s) * 1000; };
    add_refusal("1/1/a.json", ms_ago(10) - 1);
    add_refusal("1/1/b.json", ms_ago(10));
    add_run(ms_ago(30), "0");
    add_run(ms_ago(20) - 1, "1");
    add_run(ms_ago(20), "1");
    add_run(ms_ago(1), "1");
    rules_.rejected_s = 10 * kDay_s;
    rules_.runs_s = 20 * kDay_s;
    const PruneSummary done = prune();
    EXPECT_EQ(done.rejected, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected WHERE path = '1/1/b.json'"), 1);
    EXPECT_EQ(done.runs, 1) << "the last one that ended well stays, however old it is";
    EXPECT_EQ(number("SELECT count(*) FROM run"), 3);
    rules_.rejected_s = 5 * kDay_s;
    rules_.runs_s.reset();
    EXPECT_EQ(prune().rejected, 1);
    EXPECT_EQ(number("SELECT count(*) FROM run"), 3) << "nobody asked for them";
}

TEST_F(RowPruning, GoesOnUntilNothingIsLeftHoweverManyStepsItTakes) {
    execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) "
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, "
        "seen_count) SELECT '1/1/' || i, 'not_json', '', 1, 1, 1, 0, 0, 1 FROM n");
    rules_.rejected_s = kDay_s;
    EXPECT_EQ(prune().rejected, 1200);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

// Observations stay from 22:00 of the third day on; their windows read a day before that.
TEST_F(RowPruning, ResultsOfTheDayBeforeTheFirstObservationsStay) {
    test::ReportInserter inserter(temporary_.database());
    for (int day = 0; day < 10; ++day) {
        std::vector<test::MadeReport> reports;
        for (int minute = 0; minute < 40; ++minute)
            reports.push_back(test::quiet_report(kStart_s + day * kDay_s + 60 * minute, 60));
        inserter.insert(reports);
    }
    (void)test::process_all(temporary_.database());
    execute("UPDATE outbox SET state = 'sent', sent_ms = last_s * 1000");
    const std::int64_t of_a_day = number("SELECT count(*) FROM window") / 10;
    ASSERT_GT(of_a_day, 0);
    rules_.results_s = kDay_s;
    EXPECT_EQ(prune().windows, 0) << "all observations are there";
    rules_.observations_s = 5 * kDay_s;
    EXPECT_EQ(prune().windows, 2 * of_a_day);
    EXPECT_EQ(number("SELECT min(observations_from_s) FROM installation"), kStart_s + 4 * kDay_s - 7200);
    EXPECT_EQ(number("SELECT min(last_probe_s) / 86400 FROM window"), kStart_s / kDay_s + 2);
    EXPECT_EQ(number("SELECT results_from_s FROM installation"), kStart_s + 2 * kDay_s);
    // A report may have begun before the day that a window reads, and last into it.
    rules_.observations_s.reset();
    const auto observations_begin_at = [&](std::int64_t time_s) {
        execute("UPDATE installation SET observations_from_s = " + std::to_string(time_s));
    };
    observations_begin_at(kStart_s + 4 * kDay_s + model::kLongestReportS - 1);
    EXPECT_EQ(prune().windows, 0);
    observations_begin_at(kStart_s + 4 * kDay_s + model::kLongestReportS);
    EXPECT_EQ(prune().windows, of_a_day);
}

}  // namespace
}  // namespace tixdb::maintenance::row_pruner
