// SPDX-License-Identifier: MIT
// tixdb reprocess, as a user sees it.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "base/file_lock.hpp"
#include "support/command_line.hpp"
#include "support/made_delays.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli::reprocess {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

// Two seconds go by whenever somebody looks, and others look for the lock while it is slept.
class PassingClock final : public Clock {
  public:
    explicit PassingClock(std::filesystem::path database) : database_(std::move(database)) {}
    [[nodiscard]] std::int64_t now_ms() const override { return 1'500'500'000'000; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
        return std::chrono::seconds(2 * ++looks_);
    }
    void sleep_for(std::chrono::milliseconds duration) override {
        EXPECT_GT(duration, std::chrono::milliseconds(50)) << "others look every 50 ms";
        const FileLock lock(database_.string() + ".data.lock", std::chrono::milliseconds(0), *this);
        ++times_free;
        if (meanwhile) meanwhile();
    }

    int times_free = 0;
    std::function<void()> meanwhile;

  private:
    std::filesystem::path database_;
    mutable int looks_ = 0;
};

class ReprocessCommandTest : public testing::Test {
  protected:
    ReprocessCommandTest() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()}};
    }

    // A minute of probes each; 19 fill a window, the next one starts nine on. Every fifth probe waits 6 ms on
    // its way down: less than the 8 ms that count by default.
    void insert_minutes(int from, int count, model::InstallationKey key = {3, 5}) {
        for (int i = from; i < from + count; ++i) {
            test::MadeReport report = test::quiet_report(kStart + 60 * i, 60, "192.0.2.1", key);
            test::delay_every(5, 6, report.observations);
            inserter_.insert(report);
        }
    }
    // A single probe each: `claimed_count` of them, so that each is a window of its own where that is enough.
    void insert_single_probes(int count, int every_s, model::InstallationKey key,
                              std::int64_t claimed_count) {
        for (int i = 0; i < count; ++i) {
            test::MadeReport report = test::quiet_report(kStart + every_s * i, 1, "192.0.2.1", key);
            report.claimed_count = claimed_count;
            inserter_.insert(report);
        }
    }
    void process(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "process");
        ASSERT_EQ(line_.run(arguments).exit_code, 0);
        clock_.advance(std::chrono::hours(1));
    }
    // 40 minutes of 3/5: three windows.
    void process_40_minutes() {
        insert_minutes(0, 40);
        process();
    }
    // Minute 10 of 29 comes late.
    void process_with_a_late_report() {
        insert_minutes(0, 10);
        insert_minutes(11, 18);
        process();
        insert_minutes(10, 1);
        process();
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "reprocess");
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("reprocess/" + name, result, {{temporary_.folder().path().string(), "{dir}"}});
    }
    void set_state_of_first_item(const std::string& state) {
        temporary_.database().execute("UPDATE outbox SET state = '" + state + "' WHERE outbox_id = 1");
    }
    // All that a dry run must leave alone.
    [[nodiscard]] std::string stored() {
        return temporary_.text(
            "SELECT (SELECT group_concat(window_id || ifnull(superseded_ms, '')) FROM window) || ';' ||"
            " (SELECT group_concat(result_id || ifnull(superseded_ms, '')) FROM result) || ';' ||"
            " (SELECT group_concat(outbox_id || state) FROM outbox) || ';' ||"
            " (SELECT count(*) FROM late_report) || ';' || (SELECT count(*) FROM run) || ';' ||"
            " (SELECT count(*) FROM setting)");
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(ReprocessCommandTest, LetsOthersWorkBetweenSessions) {
    insert_minutes(0, 20);
    insert_minutes(0, 20, {3, 6});
    insert_minutes(0, 20, {3, 7});
    process();
    PassingClock clock(temporary_.path());
    line_.clock = &clock;
    EXPECT_EQ(run({"--epsilon-down", "5"}).exit_code, 0);
    EXPECT_GE(clock.times_free, 2);
}

TEST_F(ReprocessCommandTest, DatabaseThatIsTakenAwayMeanwhileIsNotMadeAnew) {
    insert_minutes(0, 20);
    insert_minutes(0, 20, {3, 6});
    process();
    PassingClock clock(temporary_.path());
    line_.clock = &clock;
    clock.meanwhile = [&] { std::filesystem::remove(temporary_.path()); };
    const auto result = run({"--epsilon-down", "5"});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_FALSE(std::filesystem::exists(temporary_.path())) << "only to note that the run failed";
}

TEST_F(ReprocessCommandTest, NothingStoredIsDone) {
    expect("nothing", run({}));
}

TEST_F(ReprocessCommandTest, HistoryThatStaysIsCounted) {
    process_40_minutes();
    expect("unchanged", run({}));
    EXPECT_EQ(
        temporary_.text("SELECT counts FROM run WHERE command = 'reprocess'"),
        R"({"sessions":1,"reports":40,"late_reports":0,"windows":0,"new_windows":0,"superseded_windows":0,)"
        R"("unchanged":3,"results":0,"queued":0,"replaced_items":0,"pruned":0,"on_way":0})");
}

// Late reports join two sessions, of which one had windows; an item of those was sent. Other clients have
// windows that stay, that were computed by another version, that are pruned, that are being sent; and
// sessions without any.
TEST_F(ReprocessCommandTest, RecordOfARunAndWhatIsSaidCountEachKindApart) {
    insert_minutes(0, 10);
    insert_minutes(15, 37);
    insert_single_probes(9, 60, {3, 6}, 1140);
    insert_single_probes(9, 60, {3, 7}, 1140);
    insert_single_probes(10, 60, {3, 8}, 1140);
    insert_single_probes(4, 600, {3, 9}, 1);
    process();
    insert_minutes(10, 5);
    process();
    set_state_of_first_item("sent");
    temporary_.database().execute(
        "UPDATE result SET method_version = 0 WHERE window_id IN (SELECT window_id FROM window"
        " WHERE installation_id = 6 ORDER BY window_id DESC LIMIT 2);"
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, queued_ms, result_id, state)"
        " SELECT user_id, installation_id, last_probe_s, ip, '{}', 'computed', 0, result_id, 'uncertain'"
        " FROM result JOIN window USING (window_id) WHERE installation_id = 8 AND method = 'classic'");
    test::prune_reports(temporary_.database(), "installation_id = 7");
    const auto result = run({});
    EXPECT_NE(result.err.find(
                  "8 sessions, 6 windows with new results (4 new, 3 superseded), 7 unchanged; 18 results"
                  " (1 queued), 2 items replaced in the outbox, 5 late reports included, 9 windows kept"
                  " (pruned), 10 windows left (being sent)"),
              std::string::npos)
        << result.err;
    EXPECT_EQ(
        temporary_.text("SELECT counts FROM run WHERE command = 'reprocess'"),
        R"({"sessions":8,"reports":84,"late_reports":5,"windows":6,"new_windows":4,"superseded_windows":3,)"
        R"("unchanged":7,"results":18,"queued":1,"replaced_items":2,"pruned":9,"on_way":10})");
}

TEST_F(ReprocessCommandTest, DiffShowsOldAndNewValuesAndWhy) {
    process_40_minutes();
    const std::string before = stored();
    expect("diff", run({"-n", "--diff", "--epsilon-down", "4"}));
    expect("diff_csv", run({"-n", "--diff", "--epsilon-down", "4", "--format", "csv"}));
    expect("diff_csv_no_header",
           run({"-n", "--diff", "--epsilon-down", "4", "--format", "csv", "--no-header"}));
    expect("diff_json", run({"-n", "--diff", "--epsilon-down", "4", "--format", "json"}));
    expect("diff_ndjson", run({"-n", "--diff", "--epsilon-down", "4", "--format", "ndjson"}));
    expect("dry_run", run({"-n", "--epsilon-down", "4"}));
    EXPECT_EQ(stored(), before);
}

TEST_F(ReprocessCommandTest, ValuesOfAnotherEpsilonAreKeptWithItAndReplaceWhatWaits) {
    process_40_minutes();
    expect("epsilon", run({"--diff", "--epsilon-down", "4"}));
    EXPECT_EQ(temporary_.text("SELECT group_concat(DISTINCT parameters) FROM result"
                              " WHERE method = 'queueing' AND superseded_ms IS NULL"),
              R"({"epsilon_down_ms":4,"epsilon_up_ms":24})");
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL"), 6);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'superseded'"), 3);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 3);
    // The setting is what it was: without the option the history comes back.
    expect("epsilon_back", run({}));
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 3);
}

TEST_F(ReprocessCommandTest, OnlyWhatIsAskedForIsComputedAgain) {
    insert_minutes(0, 20);
    insert_minutes(100, 20);
    insert_minutes(0, 20, {3, 6});
    insert_minutes(0, 20, {4, 5});
    process();
    expect("range", run({"-n", "--epsilon-down", "4", "--from", "2017-07-14T01:00:00Z", "--to",
                         "2017-07-14T01:50:00Z", "--diff"}));
    expect("user", run({"-n", "--epsilon-down", "4", "--user", "3"}));
    expect("installation", run({"-n", "--epsilon-down", "4", "--user", "3", "--installation", "6"}));
    expect("elsewhere", run({"-n", "--epsilon-down", "4", "--from", "2017-07-15"}));
}

TEST_F(ReprocessCommandTest, LateReportsAreIncluded) {
    process_with_a_late_report();
    const std::string before = stored();
    expect("late_diff", run({"-n", "--diff", "--method", "queueing"}));
    EXPECT_EQ(stored(), before);
    expect("late", run({"--user", "3", "--installation", "5", "--from", "2017-07-14T00:10:00Z", "--to",
                        "2017-07-14T00:10:01Z"}));
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM late_report"), 0);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM window WHERE superseded_ms IS NOT NULL"), 2);
}

TEST_F(ReprocessCommandTest, MethodThatWasNotComputedIsAdded) {
    insert_minutes(0, 20);
    process({"--method", "queueing"});
    expect("not_computed", run({"--diff", "--method", "classic", "--format", "csv"}));
    EXPECT_EQ(temporary_.text("SELECT group_concat(DISTINCT method) FROM result WHERE superseded_ms IS NULL"),
              "adaptive,classic,queueing");
}

TEST_F(ReprocessCommandTest, WhatWasSentIsSentAgainOnlyIfTold) {
    insert_minutes(0, 20);
    process();
    set_state_of_first_item("sent");
    expect("sent", run({"--diff", "--epsilon-down", "4"}));
    EXPECT_EQ(temporary_.text("SELECT group_concat(state) FROM outbox"), "sent");
    expect("publish_diff", run({"-n", "--diff", "--epsilon-down", "4", "--publish"}));
    expect("publish", run({"--epsilon-down", "4", "--publish"}));
    EXPECT_EQ(temporary_.text("SELECT group_concat(state) FROM outbox"), "sent,pending");
}

TEST_F(ReprocessCommandTest, WindowsOnTheirWayAreLeftAndNamed) {
    process_40_minutes();
    for (const std::string state : {"sending", "uncertain"}) {
        set_state_of_first_item(state);
        const std::string before = stored();
        expect("on_way", run({"-n", "--epsilon-down", "4"}));
        EXPECT_EQ(stored(), before) << state;
    }
    EXPECT_EQ(run({"--epsilon-down", "4"}).exit_code, 0);
    EXPECT_EQ(temporary_.text("SELECT group_concat(state) FROM outbox"),
              "uncertain,superseded,superseded,pending,pending");
}

TEST_F(ReprocessCommandTest, PrunedWindowsKeepTheirResultsAndAreNamed) {
    process_40_minutes();
    insert_minutes(0, 20, {3, 6});
    process();
    test::delete_observations(temporary_.database(), 40, 41);
    temporary_.database().execute(
        "UPDATE report SET observations_pruned_ms = 1500000000000"
        " WHERE report_id IN (1, 41)");
    expect("pruned", run({"--epsilon-down", "4"}));
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL"), 0);
}

TEST_F(ReprocessCommandTest, WrongOptionsAreUsageErrors) {
    expect("wrong_method", run({"--method", "guess"}));
    expect("wrong_format", run({"--format", "xml"}));
    expect("wrong_from", run({"--from", "soon"}));
    expect("wrong_to", run({"--to", "later\x1b[31m"}));
    expect("to_before_from", run({"--from", "2017-07-15", "--to", "2017-07-14"}));
    expect("user_zero", run({"--user", "0"}));
    expect("installation_negative", run({"--installation", "-3"}));
    expect("user_no_number", run({"--user", "me"}));
    expect("epsilon_zero", run({"--epsilon-down", "0"}));
    expect("epsilon_large", run({"--epsilon-up", "60001"}));
    expect("epsilon_no_number", run({"--epsilon-up", "8ms"}));
    expect("unexpected_argument", run({"2017-07-14"}));
}

TEST_F(ReprocessCommandTest, DataLockIsRespected) {
    auto path = temporary_.path();
    path += ".data.lock";
    const FileLock lock(path, std::chrono::milliseconds(0), clock_);
    expect("locked", run({}));
    // A dry run needs no lock.
    EXPECT_EQ(run({"-n"}).exit_code, 0);
}

TEST_F(ReprocessCommandTest, DryRunDoesNotMakeADatabase) {
    line_.environment["TIXDB_DATABASE"] = (temporary_.folder() / "none.sqlite").string();
    expect("no_database", run({"-n"}));
    EXPECT_FALSE(std::filesystem::exists(temporary_.folder() / "none.sqlite"));
}

TEST_F(ReprocessCommandTest, SettingThatMakesNoSenseIsAConfigurationError) {
    temporary_.database().execute("INSERT INTO setting VALUES ('epsilon-down', 'much', 0)");
    expect("wrong_setting", run({}));
}

}  // namespace
}  // namespace tixdb::cli::reprocess
