// What all commands share: wrong command lines, the configuration file, precedence, locks.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/file_lock.hpp"
#include "support/command_line.hpp"
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
        test::expect_golden(name, result,
                            {{folder_.path().string(), "{dir}"}, {std::to_string(getpid()), "{pid}"}});
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

TEST_F(CommonOptionsTest, SecondWriterIsToldWhoHoldsTheLock) {
    const FileLock lock(database() + ".data.lock", std::chrono::milliseconds(0), clock_);
    expect("common/locked", run({"config", "set", "epsilon-up", "10"}));
}

TEST_F(CommonOptionsTest, SettingIsChangedAndShownWithItsTime) {
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

TEST_F(CommonOptionsTest, StatusOfAnEmptyDatabase) {
    (void)run({"config", "set", "epsilon-up", "10"});
    expect("status/empty", run({"status"}));
    const std::string size = std::to_string(std::filesystem::file_size(database()));
    test::expect_golden("status/empty_json", run({"status", "--format", "json"}), {{size, "{size}"}});
}

TEST_F(CommonOptionsTest, NewerSchemaIsRefused) {
    (void)run({"config", "set", "epsilon-up", "10"});
    {
        SQLite::Database raw(database(), SQLite::OPEN_READWRITE);
        raw.exec("PRAGMA user_version = 999");
    }
    expect("common/newer_schema_read", run({"status"}));
    expect("common/newer_schema_write", run({"config", "set", "epsilon-up", "11"}));
}

TEST_F(CommonOptionsTest, OlderSchemaIsNotReadBeforeAWritingCommandBringsItUpToDate) {
    SQLite::Database(database(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA user_version = 0");
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

TEST_F(CommonOptionsTest, JsonLogIsJson) {
    const auto result = run({"config", "set", "epsilon-up", "10", "--log-format", "json"});
    EXPECT_EQ(result.err, "{\"level\":\"info\",\"message\":\"config: epsilon-up was unset, is 10\"}\n");
}

}  // namespace
}  // namespace tixdb::cli
