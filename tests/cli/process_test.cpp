// SPDX-License-Identifier: MIT
// tixdb process, as a user sees it.
#include <gtest/gtest.h>

#include "base/file_lock.hpp"
#include "support/command_line.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

class ProcessCommandTest : public testing::Test {
  protected:
    ProcessCommandTest() { line_.clock = &clock_; }

    void insert_minutes(int from, int count, model::InstallationKey key = {3, 5}) {
        for (int i = from; i < from + count; ++i) {
            inserter_.insert(test::quiet_report(kStart + 60 * i, 60, "192.0.2.1", key));
        }
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", temporary_.path().string(), "process"});
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("process/" + name, result, {{temporary_.folder().path().string(), "{dir}"}});
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(ProcessCommandTest, NothingNew) {
    expect("nothing_new", run({}));
}

TEST_F(ProcessCommandTest, NewWindowsAreCountedAndQueued) {
    insert_minutes(0, 28);
    expect("new_windows", run({}));
    EXPECT_EQ(
        temporary_.text("SELECT counts FROM run WHERE command = 'process'"),
        R"({"installations":1,"reports":28,"windows":2,"results":6,"queued":2,"late_reports":0,"pruned_windows":0})");
    EXPECT_EQ(temporary_.text("SELECT body ->> '$.ip' FROM outbox"), "192.0.2.1");
}

TEST_F(ProcessCommandTest, LateReportsAreNamedWithTheCommandThatTakesThemIn) {
    insert_minutes(0, 10);
    insert_minutes(11, 9);
    EXPECT_EQ(run({}).exit_code, 0);
    insert_minutes(10, 1);
    expect("late_report", run({}));
}

TEST_F(ProcessCommandTest, DryRunTellsOfPrunedWindowsApartAsTheRunDoes) {
    insert_minutes(0, 19);
    EXPECT_EQ(run({}).exit_code, 0);
    test::prune_reports(temporary_.database(), "1");
    insert_minutes(19, 27);
    expect("dry_run_pruned", run({"-n"}));
    expect("pruned", run({}));
}

// Such damage SQLite does not see. Whatever process makes of it, it comes to an end.
TEST_F(ProcessCommandTest, RowsThatDisagreeEndItAndAreNamed) {
    insert_minutes(0, 28);
    insert_minutes(0, 28, {4, 5});
    for (const char* damage : {"UPDATE unprocessed_report SET user_id = 9 WHERE user_id = 3",
                               "UPDATE unprocessed_report SET installation_id = 6 WHERE user_id = 9"}) {
        temporary_.database().execute(damage);
        const auto result = run({});
        EXPECT_EQ(result.exit_code, 1) << damage << ": " << result.err;
        EXPECT_NE(result.err.find("the database is damaged"), std::string::npos) << result.err;
        EXPECT_NE(result.err.find(", installation "), std::string::npos) << result.err;
    }
    temporary_.database().execute(
        "UPDATE unprocessed_report SET user_id = 3, installation_id = 5 WHERE user_id = 9");
    EXPECT_EQ(run({}).exit_code, 0);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM window"), 4);
}

TEST_F(ProcessCommandTest, DryRunSaysWhatWouldBeAndChangesNothing) {
    insert_minutes(0, 28);
    expect("dry_run", run({"--dry-run"}));
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM window"), 0);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM run WHERE command = 'process'"), 0);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM setting"), 0);
}

TEST_F(ProcessCommandTest, OneMethodIsEnoughButThePublishedOneIsNeverLeftOut) {
    insert_minutes(0, 19);
    insert_minutes(0, 19, {3, 6});
    EXPECT_EQ(run({"--method", "queueing"}).exit_code, 0);
    EXPECT_EQ(temporary_.text("SELECT group_concat(DISTINCT method) FROM result"), "queueing,adaptive")
        << "they look at the same waits";
    insert_minutes(19, 9);
    EXPECT_EQ(run({"--method", "classic"}).exit_code, 0);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM result WHERE method = 'classic'"), 1);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE method = 'queueing'"), 3);
}

TEST_F(ProcessCommandTest, PublishFromIsKeptAsASetting) {
    insert_minutes(0, 28);
    expect("publish_from", run({"--publish-from", "2017-07-14T00:20:00Z"}));
    EXPECT_EQ(temporary_.text("SELECT value FROM setting WHERE name = 'publish-from'"),
              "2017-07-14T00:20:00Z");
    EXPECT_EQ(temporary_.text("SELECT group_concat(publish_decision) FROM result WHERE method = 'queueing'"),
              "before_publish_from,queued");
}

TEST_F(ProcessCommandTest, WrongOptionsAreUsageErrors) {
    expect("wrong_method", run({"--method", "guess"}));
    expect("wrong_publish_from", run({"--publish-from", "soon"}));
    expect("wrong_threads", run({"--threads", "-1"}));
}

TEST_F(ProcessCommandTest, DataLockIsRespected) {
    auto path = temporary_.path();
    path += ".data.lock";
    const FileLock lock(path, std::chrono::milliseconds(0), clock_);
    expect("locked", run({}));
}

TEST_F(ProcessCommandTest, MissingFolderOfTheDatabaseIsAFailure) {
    const std::string path = (temporary_.folder() / "none/tixdb.sqlite").string();
    expect("no_database_folder", line_.run({"--database", path, "process"}));
}

TEST_F(ProcessCommandTest, SettingThatIsNoMethodIsAConfigurationError) {
    temporary_.database().execute("INSERT INTO setting VALUES ('publish-method', 'guess', 0)");
    expect("wrong_setting", run({}));
}

}  // namespace
}  // namespace tixdb::cli
