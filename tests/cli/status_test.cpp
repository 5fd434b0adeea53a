// SPDX-License-Identifier: MIT
// tixdb status of a database that holds something of everything.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/file_lock.hpp"
#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::cli::status {
namespace {

constexpr std::int64_t kStart = 1'499'990'400;  // 2017-07-14T00:00:00Z

class StatusCommandTest : public testing::Test {
  protected:
    StatusCommandTest() {
        line_.clock = &clock_;
        line_.environment = {{"TIXDB_DATABASE", temporary_.path().string()},
                             {"TIX_REPORTS_BASE_PATH", reports().string()}};
        std::filesystem::create_directories(reports());
    }

    [[nodiscard]] std::filesystem::path reports() const { return temporary_.folder() / "reports"; }
    void write_minutes(int from, int count, model::InstallationKey key = {3, 5}) const {
        for (int i = from; i < from + count; ++i) {
            test::ReportBuilder(test::quiet_report(kStart + 60 * i, 60).observations)
                .of(key)
                .write(reports());
        }
    }
    void run(std::vector<std::string> arguments) {
        ASSERT_EQ(line_.run(arguments).exit_code, 0);
        clock_.advance(std::chrono::minutes(1));
    }
    // Five windows of two installations, a late report, refused and unfinished files, reports to be
    // processed.
    void fill() {
        write_minutes(0, 5);
        write_minutes(6, 32);
        write_minutes(0, 28, {3, 6});
        run({"ingest"});
        run({"process"});
        write_minutes(5, 1);
        test::ReportBuilder(kStart, 1).field("signature", "\"AAAA\"").write(reports(), "bad.json");
        run({"ingest"});
        run({"process"});
        write_minutes(38, 2);
        test::write_file(reports() / "3/5/young.json", "{", clock_.now_s() - 5);
        run({"ingest"});
        // By their times: ids are given in the order in which workers come to the end.
        set_first_of(5, "'sent', held_for = NULL");
        set_first_of(6, "'held', held_for = 'address'");
    }
    void set_first_of(int installation_id, const std::string& state) {
        const std::string whose = " WHERE installation_id = " + std::to_string(installation_id);
        temporary_.database().execute("UPDATE outbox SET state = " + state + whose +
                                      " AND last_s = (SELECT min(last_s) FROM outbox" + whose + ")");
    }
    // The size of the file depends on SQLite's version.
    void expect(const std::string& name, const test::CommandResult& result) {
        const auto bytes =
            temporary_.number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        test::expect_golden(
            "status/" + name, result,
            {{std::to_string(bytes), "{size}"},
             {fmt::format("\"pid\": {}", getpid()), "\"pid\": {pid}"},
             {fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024 * 1024)), "{MiB}"}});
    }

    test::TemporaryDatabase temporary_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(StatusCommandTest, WhatNeedsAttentionIsInColourOnATerminal) {
    fill();
    set_first_of(5, "'dead', held_for = NULL");
    EXPECT_EQ(line_.run({"status"}).out.find("\x1b["), std::string::npos);
    const std::string shown = line_.run({"status", "--color", "always"}).out;
    for (const char* item : {"held 1", "dead 1"})
        EXPECT_NE(shown.find("\x1b[1;31m" + std::string(item) + "\x1b[0m"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("\x1b[1;31mpending"), std::string::npos) << shown;
}

TEST_F(StatusCommandTest, CountsWhatIsStoredWaitingHeldLateAndRejected) {
    fill();
    expect("content", line_.run({"status"}));
    expect("content_json", line_.run({"status", "--format", "json"}));
}

TEST_F(StatusCommandTest, TellsARunAtWorkFromOneThatWasKilledAndWhyOneFailed) {
    const auto add = [this](const std::string& command, std::int64_t pid, const std::string& end) {
        temporary_.database().execute(
            fmt::format("INSERT INTO run (command, version, started_ms, pid, duration_ms, exit_code, reason)"
                        " VALUES ('{}', 'test', {}, {}, {})",
                        command, clock_.now_ms() - 3'000, pid, end));
    };
    const std::int64_t kNobody = 4'194'305;  // over the kernel's largest number
    add("ingest", getpid(), "NULL, NULL, NULL");
    add("process", kNobody, "NULL, NULL, NULL");
    add("publish", kNobody, "100, 75, 'no connection'");
    const std::string shown = line_.run({"status"}).out;
    const auto has = [&shown](const std::string& text) { return shown.find(text) != std::string::npos; };
    EXPECT_TRUE(has(fmt::format(", at work since 3s (process {})\n", getpid()))) << shown;
    EXPECT_TRUE(has("Z, was killed\n")) << shown;
    EXPECT_TRUE(has("Z, exit 75 after 0.1 s: no connection\n")) << shown;
    const auto document = nlohmann::json::parse(line_.run({"status", "--format", "json"}).out);
    EXPECT_EQ(document["last_runs"][0]["state"], "ended");
    EXPECT_EQ(document["last_runs"][0]["reason"], "no connection");
    EXPECT_EQ(document["last_runs"][1]["state"], "killed");
    EXPECT_EQ(document["last_runs"][2]["state"], "at_work");
}

// In another container a process has a number that says nothing here, but the lock that it holds names it.
TEST_F(StatusCommandTest, RunWhoseProcessHoldsALockIsAtWorkWherever) {
    constexpr const char* kElsewhere = "4194305";  // over the kernel's largest number
    temporary_.database().execute(
        std::string("INSERT INTO run (command, version, started_ms, pid) VALUES ('publish', "
                    "'test', 1, ") +
        kElsewhere + ")");
    const auto state = [this] {
        const auto document = nlohmann::json::parse(line_.run({"status", "--format", "json"}).out);
        return document["last_runs"][0]["state"].get<std::string>();
    };
    EXPECT_EQ(state(), "killed");
    for (const char* kind : {".data.lock", ".publish.lock"}) {
        const std::string file = temporary_.path().string() + kind;
        {
            const FileLock lock(file, std::chrono::milliseconds(0), clock_);
            EXPECT_EQ(state(), "killed") << "somebody else holds it";
            std::ofstream(file) << kElsewhere << "\n";
            EXPECT_EQ(state(), "at_work") << kind;
        }
        EXPECT_EQ(state(), "killed") << "nobody holds it any more";
    }
}

TEST_F(StatusCommandTest, TellsOfLinksThatMostlyShowNoLoadIfTheyAreMoreThanHalf) {
    const auto add = [this](std::int64_t installation_id, const char* state, int windows) {
        for (int i = 0; i < windows; ++i) {
            const auto id = test::add_window(
                temporary_.database(), {.installation_id = installation_id, .last_s = kStart + 540 * i});
            test::add_result(temporary_.database(), id, "adaptive", 0, 1);
            temporary_.database().execute(fmt::format(
                "UPDATE result SET up_state = {0}, down_state = {0} WHERE window_id = {1}", state, id));
        }
    };
    add(1, "'none'", 3);
    add(2, "'clear'", 1);
    std::string shown = line_.run({"status"}).out;
    const auto has = [&shown](const std::string& text) { return shown.find(text) != std::string::npos; };
    EXPECT_TRUE(has(
        "load seen, down       none 75 %, weak 0 %, clear 25 %, not learned 0 %, of 4 windows of the last "
        "day\n"))
        << shown;
    EXPECT_FALSE(has("mostly none")) << "one of two is not most";
    add(3, "'none'", 2);
    add(4, "'weak'", 1);
    add(5, "NULL", 1);
    add(6, "'none'", 1);
    shown = line_.run({"status"}).out;
    EXPECT_TRUE(
        has("load seen, up         none 67 %, weak 11 %, clear 11 %, not learned 11 %, of 9 windows of the "
            "last day\n"))
        << shown;
    EXPECT_FALSE(has("mostly none")) << "three of six";
    add(7, "'none'", 1);
    shown = line_.run({"status"}).out;
    EXPECT_TRUE(has("\n                      4 of 7 links show mostly none: below detection")) << shown;
    const auto document = nlohmann::json::parse(line_.run({"status", "--format", "json"}).out);
    EXPECT_EQ(document["detection"]["down"]["not_learned"], 1);
    EXPECT_EQ(document["detection"]["links_of_state_none"], 4);
}

TEST_F(StatusCommandTest, TellsHowMuchOfTheFileIsFree) {
    EXPECT_EQ(line_.run({"status"}).out.find("free to be used again"), std::string::npos);
    temporary_.database().execute(
        "CREATE TABLE large (text); INSERT INTO large SELECT hex(zeroblob(300000)) FROM (VALUES (1), (2), "
        "(3));"
        "DROP TABLE large");
    const auto free = temporary_.number("PRAGMA freelist_count") * temporary_.number("PRAGMA page_size");
    const auto shown = line_.run({"status"}).out;
    EXPECT_NE(shown.find(fmt::format(" MiB, {:.1f} of them free to be used again\n",
                                     static_cast<double>(free) / (1024 * 1024))),
              std::string::npos)
        << shown;
}

TEST_F(StatusCommandTest, ErrorOfARunIsItsReason) {
    temporary_.database().execute("INSERT INTO setting VALUES ('epsilon-up', 'much', 0)");
    EXPECT_EQ(line_.run({"process"}).exit_code, 78);
    EXPECT_EQ(temporary_.text("SELECT exit_code || ' ' || reason FROM run"),
              "78 setting epsilon-up is \"much\", not a number of milliseconds in (0, 60000]");
}

TEST_F(StatusCommandTest, LateReportsOfSeveralInstallationsHaveOneCommand) {
    for (const model::InstallationKey key : {model::InstallationKey{3, 5}, {3, 6}}) {
        write_minutes(0, 5, key);
        write_minutes(6, 14, key);
    }
    run({"ingest"});
    run({"process"});
    write_minutes(5, 1, {3, 5});
    write_minutes(5, 1, {3, 6});
    run({"ingest"});
    run({"process"});
    const auto result = line_.run({"status"});
    EXPECT_NE(result.out.find("late reports          2 (`tixdb reprocess --from 2017-07-14T00:05:00Z --to "
                              "2017-07-14T00:05:01Z` takes them in)\n"),
              std::string::npos)
        << result.out;
    run({"reprocess", "--from", "2017-07-14T00:05:00Z", "--to", "2017-07-14T00:05:01Z"});
    EXPECT_NE(line_.run({"status"}).out.find("late reports          0\n"), std::string::npos);
}

TEST_F(StatusCommandTest, FormatOfTheEnvironmentThatIsForRowsLeavesTheTable) {
    fill();
    const std::string table = line_.run({"status"}).out;
    line_.environment["TIXDB_FORMAT"] = "csv";
    EXPECT_EQ(line_.run({"status"}).out, table);
    line_.environment["TIXDB_FORMAT"] = "json";
    EXPECT_EQ(line_.run({"status"}).out.front(), '{');
    line_.environment["TIXDB_FORMAT"] = "xml";
    EXPECT_EQ(line_.run({"status"}).exit_code, 78);
}

TEST_F(StatusCommandTest, WrongFormatIsAUsageError) {
    expect("wrong_format", line_.run({"status", "--format", "csv"}));
}

}  // namespace
}  // namespace tixdb::cli::status
