// SPDX-License-Identifier: MIT
// tixdb run, as a user sees it: the chain of stages, once and every so often.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/file_lock.hpp"
#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/fake_tix_api.hpp"
#include "support/outbox_builder.hpp"
#include "support/program.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/shell.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::running {
namespace {

using test::FakeTixApi;

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

// Notes how long it was asked to sleep, and lets the test do something meanwhile.
class SleepingClock final : public Clock {
  public:
    [[nodiscard]] std::int64_t now_ms() const override { return clock_.now_ms(); }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
        clock_.advance(each_look_takes);
        return clock_.monotonic();
    }
    void sleep_for(std::chrono::milliseconds duration) override {
        sleeps.push_back(duration);
        clock_.advance(duration);
        if (meanwhile) meanwhile(sleeps.size());
    }

    std::vector<std::chrono::milliseconds> sleeps;
    std::function<void(std::size_t)> meanwhile;
    std::chrono::milliseconds each_look_takes{0};

  private:
    mutable test::FakeClock clock_;
};

class RunCommandTest : public testing::Test {
  protected:
    RunCommandTest() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", database().string()},
                             {"TIX_REPORTS_BASE_PATH", reports().string()}};
        std::filesystem::create_directories(reports());
    }

    [[nodiscard]] std::filesystem::path database() const { return folder_ / "tixdb.sqlite"; }
    [[nodiscard]] std::filesystem::path reports() const { return folder_ / "reports"; }
    // One report file per minute; 19 fill a window.
    void write_minutes(int from, int count) const {
        for (int i = from; i < from + count; ++i) {
            test::ReportBuilder(test::quiet_report(kStart + 60 * i, 60).observations).write(reports());
        }
    }
    void write_bad() const {
        test::ReportBuilder(kStart, 1).field("signature", "\"AAAA\"").write(reports(), "bad.json");
    }
    void use_api() { line_.environment.merge(api_.environment()); }
    void break_setting() const {
        test::make_database(database());
        spoil_setting();
    }
    // Around the program, which would want the data lock.
    void spoil_setting() const {
        store::Database::open_for_writing(database())
            .execute("INSERT OR REPLACE INTO setting VALUES ('epsilon-up', 'much', 0)");
    }
    // What then comes to work finds no database.
    void spoil_database() const {
        for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(database().string() + suffix);
        std::ofstream(database()) << "no database, but long enough that SQLite looks at what is in it";
    }
    [[nodiscard]] std::int64_t windows() const {
        std::int64_t count = 0;
        const auto shown = line_.run({"status"}).out;
        const auto at = shown.find("\nwindows");
        if (at != std::string::npos) count = std::stoll(shown.substr(at + 8));
        return count;
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), "run");
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("run/" + name, result,
                            {{folder_.path().string(), "{dir}"},
                             {"127.0.0.1:" + std::to_string(api_.port()), "127.0.0.1:{port}"}});
    }

    test::TemporaryFolder folder_;
    FakeTixApi api_;
    SleepingClock clock_;
    test::CommandLine line_;
};

TEST_F(RunCommandTest, ChainsTheThreeStages) {
    write_minutes(0, 28);
    use_api();
    expect("chain", run());
    EXPECT_EQ(api_.reports().size(), 2U);
    expect("nothing_new", run());
    EXPECT_EQ(api_.reports().size(), 2U);
}

TEST_F(RunCommandTest, FolderMayBeNamedOnTheCommandLine) {
    write_minutes(0, 19);
    line_.environment.erase("TIX_REPORTS_BASE_PATH");
    expect("no_credentials", run({reports().string()}));
    expect("no_folder", run());
}

TEST_F(RunCommandTest, GoesOnAfterRejectsAndExitsWith3IfStrict) {
    write_minutes(0, 19);
    write_bad();
    use_api();
    expect("rejects", run({"--strict"}));
    EXPECT_EQ(api_.reports().size(), 1U);
}

TEST_F(RunCommandTest, ResultRefusedForGoodIsThreeIfStrict) {
    use_api();
    test::make_database(database());
    const auto add_two = [this](std::int64_t last_s) {
        auto writer = store::Database::open_for_writing(database());
        test::OutboxBuilder builder(writer);
        builder.add({.last_s = last_s});
        builder.add({.last_s = last_s + 600});
        api_.answer_next(test::Route::post_report,
                         test::Answer::with_status(400, "<pre>SyntaxError</pre>\n"));
    };
    add_two(test::kReportTime_s);
    EXPECT_EQ(run({"--in-flight", "1"}).exit_code, 0);
    add_two(test::kReportTime_s + 6000);
    EXPECT_EQ(run({"--in-flight", "1", "--strict"}).exit_code, 3);
}

TEST_F(RunCommandTest, GoesOnWhereAStageIsLockedAndExitsWithItsCode) {
    write_minutes(0, 19);
    use_api();
    ASSERT_EQ(line_.run({"ingest", "-q"}).exit_code, 0);
    ASSERT_EQ(line_.run({"process", "-q"}).exit_code, 0);
    const FileLock lock(database().string() + ".data.lock", std::chrono::milliseconds(0), clock_);
    expect("locked", run());
    EXPECT_EQ(api_.reports().size(), 1U) << "publish has a lock of its own";
}

TEST_F(RunCommandTest, StopsAfterAStageThatFailed) {
    write_minutes(0, 19);
    use_api();
    spoil_database();
    expect("failed", run({"-v"}));
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(RunCommandTest, GoesOnAfterAWrongConfiguration) {
    write_minutes(0, 19);
    use_api();
    break_setting();
    expect("wrong_setting", run({"-v"}));
    EXPECT_EQ(windows(), 0);
    auto writer = store::Database::open_for_writing(database());
    test::OutboxBuilder(writer).add({});
    EXPECT_EQ(run().exit_code, 78);
    EXPECT_EQ(api_.reports().size(), 1U) << "what is there is sent all the same";
}

TEST_F(RunCommandTest, RefusedIngestIsAllThatIsSaidWhereNothingIsStoredYet) {
    const auto result = line_.run({"run", (folder_ / "none").string()});
    EXPECT_EQ(result.exit_code, 78);
    EXPECT_NE(result.err.find("cannot list the reports folder"), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("there is no database"), std::string::npos) << result.err;
    EXPECT_FALSE(std::filesystem::exists(database()));
}

TEST_F(RunCommandTest, PasswordThatCannotBeReadDoesNotStopCollection) {
    write_minutes(0, 19);
    use_api();
    const auto result = run({"--api-password-file", (folder_ / "none").string()});
    EXPECT_EQ(result.exit_code, 78);
    EXPECT_EQ(windows(), 1);
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(RunCommandTest, ServerThatIsDownIsTriedAgainLater) {
    write_minutes(0, 19);
    use_api();
    line_.environment["TIX_API_PORT"] = "1";
    const auto result = run({"--retry-base", "1s"});
    EXPECT_EQ(result.exit_code, 0) << "one item is not five in a row: " << result.err;
    EXPECT_NE(result.err.find("publish: 0 sent in 0.0 s; 1 waiting"), std::string::npos) << result.err;
}

TEST_F(RunCommandTest, FirstOfSeveralCodesCounts) {
    write_minutes(0, 19);
    write_bad();
    use_api();
    line_.environment["TIX_API_PASSWORD"] = "wrong";
    // 3 of ingest goes before 78 of publish.
    expect("first_code", run({"--strict"}));
}

TEST_F(RunCommandTest, DryRunSaysWhatEachStageWouldDo) {
    write_minutes(0, 19);
    expect("dry_run_first", run({"-n"}));
    EXPECT_FALSE(std::filesystem::exists(database()));
    use_api();
    ASSERT_EQ(line_.run({"ingest", "-q"}).exit_code, 0);
    ASSERT_EQ(line_.run({"process", "-q"}).exit_code, 0);
    write_minutes(19, 9);
    ASSERT_EQ(line_.run({"ingest", "-q"}).exit_code, 0);
    write_minutes(28, 9);
    expect("dry_run", run({"-n"}));
    EXPECT_EQ(windows(), 1);
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(RunCommandTest, EveryRunsAgainAndHoldsNoLockWhileItSleeps) {
    write_minutes(0, 19);
    std::int64_t formed = 0;
    clock_.meanwhile = [&](std::size_t sleep) {
        const FileLock lock(database().string() + ".data.lock", std::chrono::milliseconds(0), clock_);
        if (sleep == 1) write_minutes(19, 9);
        if (sleep == 2) spoil_setting();
        if (sleep != 4) return;
        formed = windows();
        spoil_database();
    };
    expect("every", run({"--every", "10min"}));
    EXPECT_EQ(clock_.sleeps, (std::vector<std::chrono::milliseconds>(4, std::chrono::minutes(10))));
    EXPECT_EQ(formed, 2);
}

// Else its runs would drift through the day.
TEST_F(RunCommandTest, EveryCountsFromTheBeginningOfTheRunBefore) {
    write_minutes(0, 19);
    clock_.each_look_takes = std::chrono::seconds(1);
    clock_.meanwhile = [&](std::size_t) { spoil_database(); };
    EXPECT_EQ(run({"--every", "10min"}).exit_code, 1);
    ASSERT_EQ(clock_.sleeps.size(), 1U);
    EXPECT_LT(clock_.sleeps.front(), std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_GT(clock_.sleeps.front(), std::chrono::minutes(5));
}

TEST_F(RunCommandTest, DatabaseThatVanishesBetweenTwoRunsIsNotMadeAnew) {
    write_minutes(0, 19);
    clock_.meanwhile = [&](std::size_t) { std::filesystem::remove(database()); };
    const auto result = run({"--every", "10min"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.err.find("has vanished since the last run"), std::string::npos) << result.err;
    EXPECT_FALSE(std::filesystem::exists(database()));
}

// Else the next run, without the option as it is kept, would send all history.
TEST_F(RunCommandTest, PublishFromIsKeptAlsoIfTheIngestFails) {
    write_minutes(0, 19);
    ASSERT_EQ(line_.run({"ingest"}).exit_code, 0);
    write_minutes(19, 1);
    SQLite::Database(database(), SQLite::OPEN_READWRITE)
        .exec("CREATE TRIGGER no BEFORE INSERT ON report BEGIN SELECT raise(ABORT, 'no'); END");
    EXPECT_EQ(run({"--publish-from", "2026-01-01"}).exit_code, 1);
    EXPECT_NE(line_.run({"config", "show"}).out.find("2026-01-01"), std::string::npos);
}

TEST_F(RunCommandTest, OldVariableOfThePeriodIsInMinutes) {
    clock_.meanwhile = [&](std::size_t) { spoil_database(); };
    line_.environment["TIX_PROCESSING_PERIOD"] = "7";
    EXPECT_EQ(run().exit_code, 1);
    EXPECT_EQ(clock_.sleeps, std::vector<std::chrono::milliseconds>{std::chrono::minutes(7)});
    line_.environment["TIX_PROCESSING_PERIOD"] = "often";
    expect("wrong_period", run());
}

class SleepingRunTest : public RunCommandTest {
  protected:
    // Returns when the first run is done and the program sleeps, or will in a moment.
    void SetUp() override {
        write_minutes(0, 19);
        const std::string output = (folder_ / "output").string();
        program_ = std::make_unique<test::Program>(
            std::vector<std::string>{"run", "--every", "1h", "--verbose"},
            std::map<std::string, std::string>(line_.environment.begin(), line_.environment.end()), output);
        const auto sleeps = [&] {
            std::stringstream text;
            text << std::ifstream(output).rdbuf();
            return text.str().find("run: next in") != std::string::npos;
        };
        for (int i = 0; i < 600 && !sleeps(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        ASSERT_TRUE(sleeps());
    }

    std::unique_ptr<test::Program> program_;
};

TEST_F(SleepingRunTest, EndsWith0AtSigterm) {
    program_->send_signal(SIGTERM);
    EXPECT_EQ(program_->wait(), 0);
}

TEST_F(SleepingRunTest, TakesTheDoubledSigtermOfTimeoutForOne) {
    program_->send_signal(SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    program_->send_signal(SIGTERM);
    EXPECT_EQ(program_->wait(), 0);
}

TEST_F(RunCommandTest, WrongOptionsAreUsageErrors) {
    expect("wrong_every", run({"--every", "soon"}));
    expect("wrong_method", run({"--method", "guess"}));
    EXPECT_FALSE(std::filesystem::exists(database()));
}

TEST_F(RunCommandTest, PagesFollowWhatIsNew) {
    const std::string pages = (folder_ / "pages").string();
    write_minutes(0, 30);
    const auto first = line_.run({"run", "--report-folder", pages});
    EXPECT_NE(first.err.find("tixdb: report: 1 page and the list renewed in " + pages + "\n"),
              std::string::npos)
        << first.err;
    EXPECT_TRUE(std::filesystem::exists(pages + "/installation-3-5.html"));
    const auto second = line_.run({"run", "--report-folder", pages});
    EXPECT_EQ(second.err.find("report:"), std::string::npos) << "nothing was new";
    const std::string others = (folder_ / "others").string();
    (void)line_.run({"run", "-n", "--report-folder", others});
    EXPECT_FALSE(std::filesystem::exists(others)) << "a dry run";
    EXPECT_EQ(line_.run({"run", "--report-folder", pages, "--timezone", "Mars"}).exit_code, 2);
}

TEST_F(RunCommandTest, PagesAreOfSoManyDaysAndInTheTimeZoneAskedFor) {
    write_minutes(0, 30);
    const std::string pages = (folder_ / "pages").string();
    (void)line_.run({"run", "--report-folder", pages, "--report-days", "2", "--timezone", "Europe/Brussels"});
    const auto last_s = store::Database::open_for_reading(database())
                            .handle()
                            .execAndGet("SELECT max(last_probe_s) FROM window")
                            .getInt64();
    const std::string range =
        "\"from_s\":" + std::to_string(last_s + 1 - 2 * 86'400) + ",\"to_s\":" + std::to_string(last_s + 1);
    for (const char* page : {"/index.html", "/installation-3-5.html"}) {
        const std::string text = test::text_of_file(pages + page);
        EXPECT_NE(text.find(range), std::string::npos) << page;
        EXPECT_NE(text.find("(Europe/Brussels)"), std::string::npos) << page;
    }
}

TEST_F(RunCommandTest, FolderThatCannotBeWrittenEndsNoRun) {
    write_minutes(0, 30);
    std::ofstream(folder_ / "file");
    const auto without = line_.run({"run"});
    write_minutes(30, 20);
    const auto with = line_.run({"run", "--report-folder", (folder_ / "file").string()});
    EXPECT_EQ(with.exit_code, without.exit_code);
    EXPECT_NE(with.err.find("run: pages are not renewed: "), std::string::npos) << with.err;
}

}  // namespace
}  // namespace tixdb::cli::running
