// SPDX-License-Identifier: MIT
// A database that is not there, or is something else: only what brings data in makes a new one.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_database.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::missing_database {
namespace {

class MissingDatabaseTest : public testing::Test {
  protected:
    [[nodiscard]] std::string path(const std::string& name = "tix.sqlite") const {
        return (folder_ / name).string();
    }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments,
                                          const std::string& name = "tix.sqlite") const {
        arguments.insert(arguments.begin(), {"--database", path(name)});
        return line_.run(arguments);
    }

    test::TemporaryFolder folder_;
    test::CommandLine line_;
};

TEST_F(MissingDatabaseTest, IsNotMadeByCommandsThatBringNothingIn) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"process"},
          {"publish"},
          {"reprocess"},
          {"prune", "--observations-older-than", "9d"},
          {"forget", "1", "2"},
          {"config", "set", "epsilon-up", "9"},
          {"trust", "1", "2"},
          {"trust", "1", "2", "--key", std::string(64, '0')},
          {"split", "--into", "2", path("part-{}")},
          {"link", "set", "1", "2", "--down", "100"},
          {"link", "unset", "1", "2"},
          {"outbox", "import", folder_.path().string()},
          {"asn", "refresh"},
          {"asn", "prune", "--before", "now"},
          {"outbox", "list"},
          {"outbox", "retry", "1"},
          {"outbox", "drop", "1", "--reason", "r"},
          {"report", "1", "1", "-o", path("page.html")},
          {"export", "results"},
          {"query", "SELECT 1"},
          {"bundle", "1", "1", "--from", "today", "--to", "now", "-o", path("b.tar")},
          {"status"}}) {
        const auto result = run(command);
        EXPECT_EQ(result.exit_code, 1) << command.front();
        EXPECT_EQ(result.err, "tixdb: error: there is no database " + path() +
                                  "; `tixdb ingest` creates it; --database names another file\n");
    }
    for (const std::vector<std::string>& command : {std::vector<std::string>{"process", "-n"},
                                                    {"publish", "-n"},
                                                    {"reprocess", "-n"},
                                                    {"prune", "--observations-older-than", "9d", "-n"},
                                                    {"forget", "1", "2", "-n"},
                                                    {"config", "set", "epsilon-up", "9", "-n"},
                                                    {"trust", "1", "2", "--key", std::string(64, '0'), "-n"},
                                                    {"link", "set", "1", "2", "--down", "100", "-n"},
                                                    {"link", "unset", "1", "2", "-n"},
                                                    {"split", "--into", "2", path("part-{}"), "-n"},
                                                    {"asn", "refresh", "-n"},
                                                    {"asn", "prune", "--before", "now", "-n"},
                                                    {"outbox", "retry", "1", "-n"},
                                                    {"outbox", "drop", "1", "--reason", "r", "-n"},
                                                    {"outbox", "import", folder_.path().string(), "-n"}}) {
        const auto result = run(command);
        EXPECT_EQ(result.exit_code, 1) << command.front();
        EXPECT_EQ(result.err, "tixdb: error: there is no database " + path() +
                                  "; `tixdb ingest` creates it; --database names another file\n");
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path())) << "not even a lock";
}

TEST_F(MissingDatabaseTest, NeighbourIsSuggested) {
    test::make_database(path());
    EXPECT_EQ(run({"process"}, "tix.sqlit").err,
              "tixdb: error: there is no database " + path("tix.sqlit") + "; did you mean " + path() + "?\n");
}

TEST_F(MissingDatabaseTest, EmptyFileIsToldFromAnOlderDatabase) {
    std::ofstream(path()).close();
    const auto result = run({"status"});
    EXPECT_EQ(result.exit_code, 78);
    EXPECT_EQ(result.err, "tixdb: error: " + path() +
                              " is empty; `tixdb ingest` fills it; --database names another file\n");
    EXPECT_EQ(std::filesystem::file_size(path()), 0);
}

TEST_F(MissingDatabaseTest, IsMadeByIngestWhichSaysSo) {
    std::filesystem::create_directory(folder_ / "reports");
    test::ReportBuilder(1'500'000'000, 1).write(folder_ / "reports");
    const auto first = run({"ingest", path("reports")});
    EXPECT_TRUE(first.err.starts_with("tixdb: created the database " + path() + "\n")) << first.err;
    EXPECT_EQ(run({"ingest", path("reports")}).err.find("created"), std::string::npos);
}

TEST_F(MissingDatabaseTest, OnlyARegularFileIsOne) {
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    std::filesystem::create_directory(path("folder"));
    std::filesystem::create_directories(path("1/1"));  // where reports may lie
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"status"}, {"process"}, {"ingest", folder_.path().string()}}) {
        EXPECT_EQ(run(command, "folder").err,
                  "tixdb: error: " + path("folder") + " is a folder; name the file in it\n");
        const auto result = run(command, "pipe");
        EXPECT_EQ(result.exit_code, 78);
        EXPECT_EQ(result.err, "tixdb: error: " + path("pipe") +
                                  " is not a regular file; name a file on a disk with --database\n");
        auto arguments = command;
        arguments.insert(arguments.begin(), {"--database", "/dev/null"});
        EXPECT_EQ(line_.run(arguments).exit_code, 78);
    }
    EXPECT_FALSE(std::filesystem::exists("/dev/null-journal"));
    EXPECT_FALSE(std::filesystem::exists(path("pipe.data.lock")));
}

}  // namespace
}  // namespace tixdb::cli::missing_database
