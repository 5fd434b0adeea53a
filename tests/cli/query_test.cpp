// SPDX-License-Identifier: MIT
// tixdb query as it is called.
#include <gtest/gtest.h>

#include <filesystem>

#include "exports/views.hpp"
#include "support/command_line.hpp"
#include "support/program.hpp"
#include "support/shell.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::cli::query {
namespace {

class QueryCommandTest : public testing::Test {
  protected:
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", database_.path().string(), "query"});
        return line_.run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("query/" + name, result, {{database_.folder().path().string(), "{dir}"}});
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (database_.folder() / name).string();
    }

    mutable test::TemporaryDatabase database_;
    test::CommandLine line_;
    const std::string values_ =
        "SELECT 1 AS n, 0.1 AS x, 'two words' AS x, NULL AS missing, x'00ff' AS bytes UNION ALL "
        "SELECT -2, 1e300, '=1+1', 3, ''";
};

TEST_F(QueryCommandTest, EveryFormatSaysTheSame) {
    expect("table", run({values_}));
    for (const char* format : {"csv", "tsv", "ndjson", "json"})
        expect(format, run({values_, "--format", format}));
    expect("no_header", run({values_, "--no-header"}));
    expect("no_rows", run({"SELECT * FROM v_result", "--format", "json"}));
}

TEST_F(QueryCommandTest, FileIsWrittenAsItsNameSays) {
    EXPECT_EQ(run({values_, "-o", path("q.json")}).exit_code, 0);
    EXPECT_EQ(test::text_of_file(path("q.json")), run({values_, "--format", "json"}).out);
    EXPECT_EQ(run({values_, "-o", path("q.txt")}).exit_code, 0);
    EXPECT_EQ(test::text_of_file(path("q.txt")), run({values_, "--format", "csv"}).out);
    expect("exists", run({values_, "-o", path("q.txt")}));
}

TEST_F(QueryCommandTest, ViewsAreListed) {
    expect("list", run({"--list"}));
    expect("list_csv", run({"--list", "--format", "csv"}));
    std::string names;
    for (const exports::ViewEntry& view : exports::views()) {
        names += std::string(view.name) + "\n";
        EXPECT_NE(test::page("docs/database.md").find("### " + std::string(view.name) + "\n"),
                  std::string::npos);
    }
    for (const std::string& name : {std::string("v_gap"), std::string("v_result")})
        EXPECT_NE(names.find(name + "\n"), std::string::npos);
    EXPECT_EQ(static_cast<std::int64_t>(exports::views().size()),
              database_.number("SELECT count(*) FROM sqlite_schema WHERE type = 'view'"));
}

TEST_F(QueryCommandTest, LimitsAreErrors) {
    const std::string five = "VALUES (1), (2), (3), (4), (5)";
    expect("too_many_rows", run({five, "--max-rows", "4"}));
    EXPECT_EQ(run({five, "--max-rows", "5"}).exit_code, 0);
    EXPECT_EQ(run({five, "--max-rows", "0"}).exit_code, 0);
    EXPECT_EQ(run({five, "--max-rows", "4", "-o", path("rows.csv")}).exit_code, 1);
    EXPECT_FALSE(std::filesystem::exists(path("rows.csv")));
    expect(
        "too_long",
        run({"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
             "--timeout", "20ms"}));
}

// SQLite keeps no account of its memory for other commands: for this one it does.
TEST_F(QueryCommandTest, MemoryIsLimitedInTheProgramItself) {
    std::string blobs;
    for (int i = 0; i < 24; ++i) blobs += (i == 0 ? "" : ",") + std::string("hex(zeroblob(30000000))");
    test::Program program({"query", "SELECT length(max(" + blobs + "))"},
                          {{"TIXDB_DATABASE", database_.path().string()}}, path("said"));
    EXPECT_EQ(program.wait(), 1);
    EXPECT_NE(test::text_of_file(path("said")).find("the query needs more than 1 GiB of memory"),
              std::string::npos)
        << test::text_of_file(path("said"));
}

TEST_F(QueryCommandTest, ColumnsOfOneNameAreNumbered) {
    EXPECT_EQ(run({"SELECT 1 AS x, 2 AS x, 3 AS x, 4 AS x_2", "--format", "ndjson"}).out,
              "{\"x\":1,\"x_2\":2,\"x_3\":3,\"x_2_2\":4}\n");
}

TEST_F(QueryCommandTest, WhatIsNotUnderstoodOrRefusedIsAUsageError) {
    expect("refused", run({"DELETE FROM run"}));
    expect("syntax", run({"SELECT FROM"}));
    expect("nothing", run({}));
    expect("list_and_query", run({"--list", "SELECT 1"}));
}

}  // namespace
}  // namespace tixdb::cli::query
