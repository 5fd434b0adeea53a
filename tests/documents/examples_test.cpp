// SPDX-License-Identifier: MIT
// The examples of the man pages, and the commands for operators, run as they stand.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "store/database.hpp"
#include "support/fake_tix_api.hpp"
#include "support/report_builder.hpp"
#include "support/shell.hpp"
#include "support/simulated_reports.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

// A machine on which tixdb is at work: /srv/tix, /var/lib/tixdb, /etc/tixdb and /backup lie below a folder,
// in which the commands are run; a stand-in answers for tix-api. What the pages name by number is there.
class Machine {
  public:
    Machine() {
        for (const char* name : {"bin", "etc/tixdb", "var/lib/tixdb", "srv/tix/reports", "backup"}) {
            std::filesystem::create_directories(folder_ / name);
        }
        std::filesystem::create_symlink(test::program_path(), folder_ / "bin/tixdb");
        std::ofstream(folder_ / "tixdb.conf");
        std::ofstream(folder_ / "stamp");
        std::ofstream(folder_ / "rates.csv") << "user_id,installation_id,down_mbps,up_mbps\n1,1,100,10\n";
        write_password_file("etc/tixdb/password");
        test::SimulatedReports({"--from", "2026-03-01T10:00:00Z", "--duration", "40min"})
            .copy_all(folder_ / "srv/tix/reports");
        // One installation with two keys, of which the second is refused.
        test::ReportBuilder(kSomeTime_s, 2).key(0).write(folder_ / "srv/tix/reports");
        test::ReportBuilder(kSomeTime_s + 60, 2).key(1).write(folder_ / "srv/tix/reports");
        for (const char* command : {"ingest", "process"}) {
            const auto result = run(std::string("tixdb ") + command);
            if (result.exit_code != 0) throw std::runtime_error(result.text());
        }
        auto database = store::Database::open_for_writing(folder_ / "tixdb.sqlite");
        database.execute("UPDATE outbox SET outbox_id = 1234 WHERE outbox_id = 1");
    }
    // As the page has it, but for the paths and the name of tix-api's host.
    [[nodiscard]] test::ShellResult run(std::string command) const {
        const std::string root = folder_.path().string();
        const auto replace = [&command](const std::string& from, const std::string& to) {
            command = std::regex_replace(command, std::regex(from), to);
        };
        for (const char* path : {"/srv/tix", "/var/lib/tixdb", "/etc/tixdb", "/backup"})
            replace(path, root + path);
        replace("/usr/local/bin/tixdb", "tixdb");
        replace("tix\\.example(\\.org)? --api-ssl", "127.0.0.1");
        std::map<std::string, std::string> environment = {
            {"PATH", (folder_ / "bin").string() + ":" + std::getenv("PATH")},
            {"HOME", root},
            {"TIXDB_CONFIG", root + "/tixdb.conf"},
            {"TIXDB_DATABASE", root + "/tixdb.sqlite"},
            {"TIX_REPORTS_BASE_PATH", root + "/srv/tix/reports"}};
        environment.merge(api_.environment());
        return test::run_in_shell(command, folder_.path(), environment);
    }
    [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }

  private:
    static constexpr std::int64_t kSomeTime_s = 1'500'000'000;
    static constexpr const char* kUser = "admin";
    static constexpr const char* kPassword = "secret";

    void write_password_file(const std::string& name) const {
        std::ofstream(folder_ / name) << kPassword << '\n';
        std::filesystem::permissions(folder_ / name, std::filesystem::perms::owner_read);
    }

    test::TemporaryFolder folder_;
    test::FakeTixApi api_{0, kUser, kPassword};
};

std::vector<std::string> pages() {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_folder().string() + "/docs/man")) {
        names.push_back(entry.path().stem());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// What would take too long, or would never end.
std::string shortened(const std::string& command) {
    if (command.find("--installations 10000") != std::string::npos) return command + " --dry-run";
    if (command.find("--every") != std::string::npos) return "timeout --preserve-status 2 " + command;
    return command;
}

// Recordings, tables of networks, windows of other days: that these are understood is all that can be tried
// here.
bool names_what_is_not_here(const std::string& page) {
    return page == "tixdb-asn" || page == "tixdb-evaluate" || page == "tixdb-explain" ||
           page == "tixdb-reprocess";
}

constexpr int kWrongCommandLine = 2;

class Examples : public testing::TestWithParam<std::string> {};

TEST_P(Examples, OfThePageRun) {
    const auto commands = test::commands_below(test::page("docs/man/" + GetParam() + ".md"), "## EXAMPLES",
                                               {"tixdb", "find", "sqlite3"});
    ASSERT_FALSE(commands.empty());
    const Machine machine;
    for (const std::string& command : commands) {
        const auto result = machine.run(shortened(command));
        if (names_what_is_not_here(GetParam()))
            EXPECT_NE(result.exit_code, kWrongCommandLine) << command << '\n' << result.text();
        else
            EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
    }
}

INSTANTIATE_TEST_SUITE_P(ManPages, Examples, testing::ValuesIn(pages()), [](const auto& each) {
    return std::regex_replace(each.param, std::regex("[^a-z]"), "_");
});

class Operations : public testing::Test {
  protected:
    [[nodiscard]] std::int64_t observations_in(const std::string& file) const {
        auto database = store::Database::open_for_reading(machine_.root() / file);
        return database.handle().execAndGet("SELECT count(*) FROM observation").getInt64();
    }

    std::string text_ = test::page("docs/operations.md");
    const Machine machine_;
};

TEST_F(Operations, EveryCommandForTheDatabaseRuns) {
    for (const char* heading : {"## The first run over an old folder", "## Look after it"}) {
        const auto commands = test::commands_below(text_, heading, {"tixdb"});
        EXPECT_FALSE(commands.empty()) << heading;
        for (const std::string& command : commands) {
            const auto result = machine_.run(command);
            EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
        }
    }
    // Whatever is named in the text as well.
    for (const char* command : {"tixdb config show", "tixdb config set publish-from none"}) {
        EXPECT_NE(text_.find(command), std::string::npos) << command;
        EXPECT_EQ(machine_.run(command).exit_code, 0) << command;
    }
}

TEST_F(Operations, BackupIsADatabaseWithTheSameContent) {
    const auto commands = test::commands_below(text_, "## Back up", {"tixdb"});
    ASSERT_EQ(commands.size(), 1U);
    for (const char* time : {"the first", "the next day's"}) {
        const auto result = machine_.run(commands[0]);
        ASSERT_EQ(result.exit_code, 0) << time << ": " << result.text();
    }
    EXPECT_EQ(machine_.run("tixdb --database /backup/tixdb.sqlite verify").exit_code, 0);
    const auto mode = std::filesystem::status(machine_.root() / "backup/tixdb.sqlite").permissions();
    EXPECT_EQ(mode & std::filesystem::perms::others_all, std::filesystem::perms::none);
    EXPECT_GT(observations_in("backup/tixdb.sqlite"), 0);
    EXPECT_EQ(observations_in("backup/tixdb.sqlite"), observations_in("tixdb.sqlite"));
}

TEST_F(Operations, RestoreAfterABackupPutsItInPlace) {
    ASSERT_EQ(machine_.run("tixdb backup /backup/tixdb.sqlite").exit_code, 0);
    const auto commands = test::commands_below(text_, "## Restore", {"tixdb"});
    ASSERT_EQ(commands.size(), 3U);
    for (const std::string& command : commands) {
        const auto result = machine_.run(command);
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
    }
    EXPECT_EQ(observations_in("backup/tixdb.sqlite"), observations_in("tixdb.sqlite"));
}

TEST_F(Operations, MoveToAnotherMachineTakesTheDatabaseAlong) {
    const auto commands = test::commands_below(text_, "## Move to another machine", {"tixdb"});
    ASSERT_EQ(commands.size(), 4U);
    ASSERT_EQ(machine_.run(commands.front()).exit_code, 0);
    ASSERT_EQ(machine_.run("rm tixdb.sqlite*").exit_code, 0);
    for (std::size_t i = 1; i < commands.size(); ++i) {
        const auto result = machine_.run(commands[i]);
        EXPECT_EQ(result.exit_code, 0) << commands[i] << '\n' << result.text();
    }
    EXPECT_EQ(observations_in("backup/move.sqlite"), observations_in("tixdb.sqlite"));
}

TEST_F(Operations, ConfigurationFileIsTakenAsItIsShown) {
    const auto at = text_.find("    reports = ");
    ASSERT_NE(at, std::string::npos);
    std::ofstream(machine_.root() / "shown.conf") << text_.substr(at, text_.find("\n\n", at) - at) << '\n';
    const auto result = machine_.run(
        "env -u TIXDB_DATABASE -u TIX_REPORTS_BASE_PATH -u TIX_API_HOST -u TIX_API_USER -u TIX_API_PORT"
        " tixdb config show --config shown.conf --format csv");
    ASSERT_EQ(result.exit_code, 0) << result.text();
    for (const char* value : {"/srv/tix/reports", "tix.example.org", "admin"}) {
        EXPECT_NE(result.text().find(value), std::string::npos) << value << '\n' << result.text();
    }
}

TEST_F(Operations, CronAndTimerRunWhatRuns) {
    const std::string unit = test::page("packaging/systemd/tixdb.service");
    EXPECT_NE(unit.find("\nExecStart=tixdb run\n"), std::string::npos);
    EXPECT_EQ(machine_.run("tixdb run").exit_code, 0);
    const std::string cron = test::page("packaging/cron.example");
    EXPECT_NE(cron.find("  tixdb  tixdb --quiet run\n"), std::string::npos);
    EXPECT_EQ(machine_.run("tixdb --quiet run").lines, std::vector<std::string>{}) << "cron sends no mail";
}

TEST(Upgrading, EveryCommandRuns) {
    const Machine machine;
    for (const std::string& command :
         test::commands_below(test::page("docs/upgrading.md"), "## Every time", {"tixdb"})) {
        const auto result = machine.run(command);
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
    }
}

// Of docs/migrating.md, in its order: who comes from tix-time-processor follows it to the letter.
TEST(Migrating, EveryCommandRuns) {
    const Machine machine;
    std::filesystem::create_directories(machine.root() / "srv/tix/reports/1/1/failed-results");
    const std::string text = test::page("docs/migrating.md");
    std::istringstream lines(text);
    int commands = 0;
    for (std::string line; std::getline(lines, line);) {
        static const std::regex kCommand("    +(?:sudo -u tixdb )?(tixdb .*)");
        std::smatch match;
        if (!std::regex_match(line, match, kCommand)) continue;
        const std::string command = match[1];
        const auto result = machine.run(command);
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
        ++commands;
    }
    EXPECT_GE(commands, 9);
}

}  // namespace
}  // namespace tixdb
