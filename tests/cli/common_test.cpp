// SPDX-License-Identifier: MIT
// What all commands share: wrong command lines, the configuration file, precedence, locks.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "base/file_lock.hpp"
#include "cli/frame/wrapped_text.hpp"
#include "support/command_line.hpp"
#include "support/program.hpp"
#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli {
namespace {

class CommonOptionsTest : public testing::Test {
  protected:
    CommonOptionsTest() { line_.clock = &clock_; }

    [[nodiscard]] std::string database() const { return (folder_ / "tixdb.sqlite").string(); }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", database()});
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden(name, result, {{folder_.path().string(), "{dir}"}});
    }
    [[nodiscard]] std::string write_file(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
        return (folder_ / name).string();
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(CommonOptionsTest, NoCommandIsAUsageError) {
    expect("common/no_command", line_.run({}));
}

TEST_F(CommonOptionsTest, UnknownCommandIsAUsageError) {
    expect("common/unknown_command", line_.run({"ingset"}));
}

TEST_F(CommonOptionsTest, UnknownOptionIsAUsageError) {
    expect("common/unknown_option", run({"status", "--fast"}));
}

TEST_F(CommonOptionsTest, WrongValueIsAUsageError) {
    expect("common/wrong_value", run({"status", "--wait", "soon"}));
}

TEST_F(CommonOptionsTest, WrongVariableIsAConfigurationError) {
    line_.environment["TIXDB_WAIT"] = "soon";
    expect("common/wrong_variable", run({"status"}));
}

TEST_F(CommonOptionsTest, MissingConfigurationFileIsAConfigurationError) {
    expect("common/missing_file", run({"status", "--config", (folder_ / "none.conf").string()}));
}

TEST_F(CommonOptionsTest, ValueOfSeveralWordsIsNotCut) {
    expect("common/several_values",
           run({"publish", "--config", write_file("a.conf", "settle-delay = 5 minutes\n")}));
    const std::string quoted = write_file("b.conf", "settle-delay = \"5min\"\n");
    EXPECT_EQ(run({"config", "show", "--config", quoted}).exit_code, 0);
    const std::string spaced = write_file("c.conf", "settle-delay = 7 min\n");
    EXPECT_NE(
        run({"config", "show", "--config", spaced, "--format", "csv"}).out.find("settle-delay,7min,file"),
        std::string::npos);
}

TEST_F(CommonOptionsTest, LockIsTheSameByWhateverLinkTheDatabaseIsNamed) {
    test::make_database(database());
    std::filesystem::create_directory(folder_ / "elsewhere");
    const auto link = folder_ / "elsewhere/link.sqlite";
    std::filesystem::create_symlink(database(), link);
    const FileLock lock(database() + ".data.lock", std::chrono::milliseconds(0), clock_);
    EXPECT_EQ(line_.run({"--database", link.string(), "process"}).exit_code, 75);
}

TEST_F(CommonOptionsTest, UnknownNameInTheFileIsAConfigurationError) {
    expect("common/unknown_name", run({"status", "--config", write_file("a.conf", "datbase = \"x\"\n")}));
}

TEST_F(CommonOptionsTest, MissingDatabaseSaysWhatCreatesIt) {
    expect("common/no_database", run({"status"}));
}

TEST_F(CommonOptionsTest, FlagWinsOverEnvironmentOverFileOverDefault) {
    const std::string file = write_file("a.conf", "# a comment\nwait = 3s\nlog-format = json\n");
    line_.environment["TIXDB_WAIT"] = "2s";
    line_.environment["TIXDB_CONFIG"] = file;
    const auto shown = run({"config", "show", "--wait", "1s", "--format", "csv"}).out;
    EXPECT_NE(shown.find("option,wait,1s,command line"), std::string::npos) << shown;
    EXPECT_NE(shown.find("option,log-format,json,file"), std::string::npos);
    EXPECT_NE(shown.find("option,color,auto,default"), std::string::npos);
    const auto without_flag = run({"config", "show", "--format", "csv"}).out;
    EXPECT_NE(without_flag.find("option,wait,2s,environment TIXDB_WAIT"), std::string::npos);
    line_.environment.erase("TIXDB_WAIT");
    EXPECT_NE(run({"config", "show", "--format", "csv"}).out.find("option,wait,3s,file"), std::string::npos);
}

TEST_F(CommonOptionsTest, OriginOfAValueIsTheVariableThatHasOne) {
    line_.environment["TIXDB_API_HOST"] = "";
    line_.environment["TIX_API_HOST"] = "tix.example";
    const auto shown = run({"config", "show", "--format", "csv"}).out;
    EXPECT_NE(shown.find("option,api-host,tix.example,environment TIX_API_HOST\r\n"), std::string::npos)
        << shown;
}

// Of the whole list, which grows with every option, only one of each origin.
TEST_F(CommonOptionsTest, ConfigShowTellsTheOriginOfEachValue) {
    const std::string file = write_file("a.conf", "threads = 3\n");
    line_.environment = {
        {"TIXDB_CONFIG", file}, {"TIX_API_HOST", "tix.example"}, {"TIXDB_API_PASSWORD", "s"}};
    test::make_database(database());
    (void)run({"config", "set", "epsilon-down", "4"});
    const auto kept = [](const std::string& line) {
        for (const char* name : {"kind ", "setting ", "option   wait ", "option   threads ",
                                 "option   api-host ", "option   young "}) {
            if (line.starts_with(name)) return true;
        }
        return false;
    };
    auto shown = run({"config", "show", "--wait", "1s"});
    EXPECT_EQ(shown.out.find("password  "), std::string::npos) << "secrets are no options";
    std::istringstream lines(shown.out);
    shown.out.clear();
    // Columns are as wide as the widest value, whichever option that is of.
    for (std::string line; std::getline(lines, line);) {
        if (kept(line)) shown.out += std::regex_replace(line, std::regex(" {2,}"), "  ") + "\n";
    }
    expect("config/show", shown);
}

TEST_F(CommonOptionsTest, EmptyValueInTheFileCountsAsNoneGiven) {
    const std::string file = write_file("a.conf", "wait =\nthreads = \"\"\nstrict = # not yet\n");
    const auto shown = run({"--config", file, "config", "show", "--format", "csv"});
    EXPECT_EQ(shown.err, "");
    for (const char* row : {"option,wait,0s,default", "option,threads,0,default", "option,strict,no,default"})
        EXPECT_NE(shown.out.find(row), std::string::npos) << row << '\n' << shown.out;
}

TEST_F(CommonOptionsTest, YesAndNoAreWrittenInFourWaysEach) {
    const auto shown = [&](const std::string& text) {
        line_.environment["TIXDB_STRICT"] = text;
        const std::string out = run({"config", "show", "--format", "csv"}).out;
        const auto at = out.find("option,strict,");
        return out.substr(at, out.find('\r', at) - at);
    };
    for (const char* yes : {"1", "true", "yes", "on"})
        EXPECT_EQ(shown(yes), "option,strict,yes,environment TIXDB_STRICT") << yes;
    line_.environment["TIXDB_CONFIG"] = write_file("a.conf", "strict = yes\n");
    for (const char* no : {"0", "false", "no", "off"})
        EXPECT_EQ(shown(no), "option,strict,no,environment TIXDB_STRICT") << no;
    for (const char* neither : {"2", "On", "y", "never"}) {
        line_.environment["TIXDB_STRICT"] = neither;
        EXPECT_EQ(run({"ingest", folder_.path().string()}).exit_code, 78) << neither;
    }
}

TEST_F(CommonOptionsTest, DryRunIsAskedForOnTheCommandLineOnly) {
    line_.environment["TIXDB_DRY_RUN"] = "1";
    EXPECT_EQ(run({"config", "show"}).out.find("dry-run"), std::string::npos);
    test::make_database(database());
    const auto result = run({"asn", "prune", "--before", "now"});
    EXPECT_EQ(result.err, "tixdb: asn prune: 0 snapshots pruned\n");
    line_.environment["TIXDB_CONFIG"] = write_file("dry.conf", "dry-run = true\n");
    EXPECT_EQ(run({"status"}).exit_code, 78);
}

TEST_F(CommonOptionsTest, ConfigShowIsJsonToo) {
    line_.environment = {{"TIX_API_SSL", "any"}};
    const auto document = nlohmann::json::parse(run({"config", "show", "--format", "json"}).out);
    EXPECT_EQ(document["schema_version"], 1);
    const auto row = [&](const std::string& name) {
        for (const auto& entry : document["config"]) {
            if (entry["name"] == name) return entry.dump();
        }
        return std::string("none");
    };
    EXPECT_EQ(row("api-ssl"),
              R"({"kind":"option","name":"api-ssl","origin":"environment TIX_API_SSL","value":"yes"})");
    EXPECT_EQ(row("publish-method"),
              R"({"kind":"setting","name":"publish-method","origin":"default","value":"queueing"})");
}

// The method is written down with its time before anything is computed; a change keeps both.
TEST_F(CommonOptionsTest, PublishMethodIsKeptWithItsChanges) {
    test::make_database(database());
    (void)run({"process"});
    EXPECT_NE(run({"config", "show", "--format", "csv"})
                  .out.find("setting,publish-method,queueing,\"database, since 2017-07-14T02:40:00Z\""),
              std::string::npos);
    clock_.advance(std::chrono::hours(1));
    EXPECT_EQ(run({"config", "set", "publish-method", "classic"}).err,
              "tixdb: config: publish-method was queueing, is classic\n");
    SQLite::Database raw(database());
    EXPECT_EQ(
        raw.execAndGet("SELECT group_concat(coalesce(old_value, '') || '>' || new_value || '@' || changed_ms)"
                       " FROM setting_change")
            .getString(),
        ">queueing@1500000000000,queueing>classic@1500003600000");
}

// The program, with its streams as the actions say; they are destroyed.
pid_t start_program(std::vector<std::string> words, posix_spawn_file_actions_t& actions) {
    words.insert(words.begin(), test::program_path());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = 0;
    EXPECT_EQ(posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return process;
}

// As it is in `tixdb config show | head`.
TEST_F(CommonOptionsTest, ReaderThatEndsFirstIsNoError) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    close(ends[0]);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_ / "err").c_str(), O_WRONLY | O_CREAT,
                                     0600);
    const pid_t process = start_program({"config", "show"}, actions);
    close(ends[1]);
    int status = 0;
    ASSERT_EQ(waitpid(process, &status, 0), process);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 128 + SIGPIPE);
    EXPECT_EQ(std::filesystem::file_size(folder_ / "err"), 0U);
}

// The two ends of a terminal that has so many columns.
std::array<int, 2> terminal_of(unsigned short columns) {
    winsize size{};
    size.ws_col = columns;
    std::array<int, 2> ends{};
    EXPECT_EQ(openpty(ends.data(), &ends[1], nullptr, nullptr, &size), 0);
    return ends;
}

// Of `tixdb query --list`, with stdout on such a terminal and stderr on another one of 80 columns.
std::size_t widest_line_on(unsigned short columns) {
    const auto [out, program_out] = terminal_of(columns);
    const auto [err, program_err] = terminal_of(80);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, program_out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, program_err, STDERR_FILENO);
    const pid_t process = start_program({"query", "--list"}, actions);
    for (const int end : {program_out, program_err, err}) close(end);
    std::string text;
    // Fails at the end, once nobody has the other side.
    for (char c = 0; read(out, &c, 1) == 1;) text += c;
    close(out);
    int status = -1;
    EXPECT_EQ(waitpid(process, &status, 0), process);
    EXPECT_EQ(status, 0);
    std::size_t widest = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r')) line.pop_back();
        widest = std::max(widest, width_of(line));
    }
    return widest;
}

TEST_F(CommonOptionsTest, TablesFitTheTerminalThatTheyAreShownOn) {
    EXPECT_EQ(widest_line_on(60), 60U);
    EXPECT_EQ(widest_line_on(100), 100U);
}

TEST_F(CommonOptionsTest, LinesOfAFileAreDatedWhereOthersAddToItAlone) {
    const std::string status = "'" + test::program_path() + "' --config /dev/null -d /nowhere status";
    test::Program shell = test::Program::shell(status + " 2> '" + (folder_ / "plain").string() + "'; " +
                                                   status + " 2>> '" + (folder_ / "log").string() + "'",
                                               {}, (folder_ / "out").string());
    EXPECT_EQ(shell.wait(), 1);
    EXPECT_TRUE(test::text_of_file(folder_ / "plain").starts_with("tixdb: error: "));
    EXPECT_TRUE(test::text_of_file(folder_ / "log").starts_with("20"));
}

TEST_F(CommonOptionsTest, SecondWriterIsToldWhoHoldsTheLock) {
    test::make_database(database());
    const FileLock lock(database() + ".data.lock", std::chrono::milliseconds(0), clock_);
    expect("common/locked", run({"config", "set", "epsilon-up", "10"}));
}

TEST_F(CommonOptionsTest, SettingIsChangedAndShownWithItsTime) {
    test::make_database(database());
    expect("config/set", run({"config", "set", "publish-method", "classic"}));
    expect("config/set_dry_run", run({"config", "set", "-n", "epsilon-up", "12"}));
    const auto shown = run({"config", "show", "--format", "csv"}).out;
    EXPECT_NE(shown.find("setting,publish-method,classic,\"database, since 2017-07-14T02:40:00Z\""),
              std::string::npos)
        << shown;
    EXPECT_NE(shown.find("setting,epsilon-up,24,default"), std::string::npos);
}

TEST_F(CommonOptionsTest, WrongSettingsAreUsageErrors) {
    expect("config/unknown_setting", run({"config", "set", "publish-methd", "classic"}));
    expect("config/wrong_setting", run({"config", "set", "epsilon-down", "--", "-8"}));
    EXPECT_FALSE(std::filesystem::exists(database()));
}

TEST_F(CommonOptionsTest, StoredSettingsObeyTheBoundsOfThoseThatAreSet) {
    test::make_database(database());
    const std::vector<std::pair<std::string, std::string>> refused = {
        {"epsilon-up", "0"},    {"epsilon-up", "60001"},        {"epsilon-down", "nan"},
        {"epsilon-down", "1e"}, {"publish-method", "quickest"}, {"publish-from", "soon"}};
    for (const auto& [name, value] : refused) {
        EXPECT_EQ(run({"config", "set", name, value}).exit_code, 2) << name << ' ' << value;
        SQLite::Database raw(database(), SQLite::OPEN_READWRITE);
        raw.exec("INSERT INTO setting VALUES ('" + name + "', '" + value + "', 0)");
        EXPECT_EQ(run({"process"}).exit_code, 78) << name << ' ' << value;
        raw.exec("DELETE FROM setting");
    }
    EXPECT_EQ(run({"config", "set", "epsilon-up", "60000"}).exit_code, 0);
    EXPECT_EQ(run({"process"}).exit_code, 0);
}

TEST_F(CommonOptionsTest, StatusOfAnEmptyDatabase) {
    test::make_database(database());
    (void)run({"config", "set", "epsilon-up", "10"});
    expect("status/empty", run({"status"}));
    const std::string size = std::to_string(std::filesystem::file_size(database()));
    test::expect_golden("status/empty_json", run({"status", "--format", "json"}),
                        {{size, "{size}"}, {"\"pid\": " + std::to_string(getpid()), "\"pid\": {pid}"}});
}

TEST_F(CommonOptionsTest, NewerSchemaIsRefused) {
    test::make_database(database());
    {
        SQLite::Database raw(database(), SQLite::OPEN_READWRITE);
        raw.exec("PRAGMA user_version = 999");
    }
    expect("common/newer_schema_read", run({"status"}));
    expect("common/newer_schema_write", run({"config", "set", "epsilon-up", "11"}));
}

TEST_F(CommonOptionsTest, PublishBringsASchemaUpToDateWithTheDataLockOnly) {
    test::make_database(database());
    {
        const FileLock lock(database() + ".data.lock", std::chrono::milliseconds(0), clock_);
        EXPECT_EQ(run({"publish"}).exit_code, 0) << "it has a lock of its own";
        SQLite::Database(database(), SQLite::OPEN_READWRITE)
            .exec("UPDATE schema_views SET digest = 'of another version'");
        const auto result = run({"publish"});
        EXPECT_EQ(result.exit_code, 75) << result.err;
        EXPECT_NE(result.err.find(".data.lock is locked by process"), std::string::npos) << result.err;
    }
    EXPECT_EQ(run({"publish"}).exit_code, 0);
    EXPECT_EQ(run({"status"}).exit_code, 0);
}

TEST_F(CommonOptionsTest, OlderSchemaIsNotReadBeforeAWritingCommandBringsItUpToDate) {
    {
        SQLite::Database older(database(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        older.exec("PRAGMA application_id = 0x54695864");  // of tixdb
        older.exec("CREATE TABLE of_an_earlier_version (text TEXT)");
    }
    expect("common/older_schema_read", run({"status"}));
    EXPECT_EQ(run({"config", "set", "epsilon-up", "11"}).exit_code, 0);
    EXPECT_EQ(run({"status"}).exit_code, 0);
}

TEST_F(CommonOptionsTest, DatabaseOfAnotherProgramIsLeftAlone) {
    {
        SQLite::Database other(database(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE bookmark (url TEXT)");
    }
    expect("common/other_database_read", run({"status"}));
    expect("common/other_database_write", run({"config", "set", "epsilon-up", "11"}));
    SQLite::Database other(database());
    EXPECT_EQ(other.execAndGet("SELECT group_concat(name) FROM sqlite_schema").getString(), "bookmark");
}

TEST_F(CommonOptionsTest, FileThatIsNoDatabaseIsAFailure) {
    const std::string text(5'000, 'x');
    (void)write_file("tixdb.sqlite", text);
    expect("common/no_sqlite_read", run({"status"}));
    expect("common/no_sqlite_write", run({"config", "set", "epsilon-up", "11"}));
    EXPECT_EQ(std::filesystem::file_size(database()), text.size());
}

TEST_F(CommonOptionsTest, FolderInPlaceOfTheDatabaseIsAFailure) {
    std::filesystem::create_directories(database());
    expect("common/folder_write", run({"config", "set", "epsilon-up", "11"}));
}

TEST_F(CommonOptionsTest, LineOfTheFileWithoutAValueIsAConfigurationError) {
    expect("common/wrong_line", run({"--config", write_file("tixdb.conf", "wait 2s\n"), "status"}));
}

TEST_F(CommonOptionsTest, JsonLogTellsTimeProcessCommandAndLevel) {
    test::make_database(database());
    const auto result = run({"config", "set", "epsilon-up", "10", "--log-format", "json"});
    const auto line = nlohmann::json::parse(result.err);
    EXPECT_EQ(line["time"], "2017-07-14T02:40:00Z");
    EXPECT_EQ(line["pid"], getpid());
    EXPECT_EQ(line["command"], "config set");
    EXPECT_EQ(line["level"], "info");
    EXPECT_EQ(line["message"], "config: epsilon-up was unset, is 10");
}

TEST_F(CommonOptionsTest, LinesOfALogFileTellTimeProcessCommandAndLevel) {
    test::make_database(database());
    line_.err_is_log = true;
    EXPECT_EQ(run({"config", "set", "epsilon-up", "10"}).err,
              "2017-07-14T02:40:00Z tixdb[" + std::to_string(getpid()) +
                  "] config set info: config: epsilon-up was unset, is 10\n");
    const auto result = run({"process", "--method", "classic", "-n", "--publish-from", "soon"});
    EXPECT_TRUE(result.err.starts_with("2017-07-14T02:40:00Z tixdb[")) << result.err;
    EXPECT_NE(result.err.find("] process error: "), std::string::npos) << result.err;
}

TEST_F(CommonOptionsTest, ErrorsAreInColourOnATerminalOnly) {
    line_.err_is_terminal = true;
    EXPECT_TRUE(run({"status"}).err.starts_with("tixdb: \x1b[1;31merror:\x1b[0m there is no database"));
    EXPECT_TRUE(run({"status", "--color", "never"}).err.starts_with("tixdb: error: "));
    line_.environment["NO_COLOR"] = "1";
    EXPECT_TRUE(run({"status"}).err.starts_with("tixdb: error: "));
    EXPECT_TRUE(run({"status", "--color", "always"}).err.starts_with("tixdb: \x1b["));
    line_.environment["NO_COLOR"] = "";
    EXPECT_TRUE(run({"status"}).err.starts_with("tixdb: \x1b[")) << "an empty variable is none";
}

TEST_F(CommonOptionsTest, QuietGoesBeforeVerbose) {
    test::make_database(database());
    EXPECT_NE(run({"config", "set", "epsilon-up", "10", "-v"}).err, "");
    EXPECT_EQ(run({"config", "set", "epsilon-up", "20", "-v", "-q"}).err, "");
}

TEST_F(CommonOptionsTest, ErrorsOfTheCommandLineAndTheConfigurationLookLikeAllOthers) {
    line_.environment["TIXDB_WAIT"] = "soon";
    const std::vector<std::vector<std::string>> wrong = {{"status", "--frmat", "json"}, {"status"}};
    line_.err_is_terminal = true;
    for (const auto& arguments : wrong)
        EXPECT_TRUE(run(arguments).err.starts_with("tixdb: \x1b[1;31merror:\x1b[0m ")) << run(arguments).err;
    line_.err_is_terminal = false;
    line_.err_is_log = true;
    for (const auto& arguments : wrong) {
        const auto result = run(arguments);
        EXPECT_TRUE(result.err.starts_with("2017-07-14T02:40:00Z tixdb[")) << result.err;
        EXPECT_NE(result.err.find("] status error: "), std::string::npos) << result.err;
    }
    line_.err_is_log = false;
    line_.err_is_journal = true;
    for (const auto& arguments : wrong)
        EXPECT_TRUE(run(arguments).err.starts_with("<3>tixdb: error: ")) << run(arguments).err;
}

}  // namespace
}  // namespace tixdb::cli
