// SPDX-License-Identifier: MIT
// A query of somebody else's reads, for so long, and does nothing else.
#include "store/free_query.hpp"

#include <gtest/gtest.h>

#include <map>

#include "store/query_rules.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

using std::chrono::milliseconds;

class FreeQueryTest : public testing::Test {
  protected:
    [[nodiscard]] std::string first_of(const std::string& sql) {
        auto database = Database::open_for_reading(database_.path());
        FreeQuery query(database, sql, milliseconds(10'000));
        return query.step() ? std::string(query.row().text(0)) : "";
    }
    // The error's text, or what it said.
    [[nodiscard]] std::string error_of(const std::string& sql, ErrorKind kind = ErrorKind::usage,
                                       milliseconds timeout = milliseconds(10'000)) {
        auto database = Database::open_for_reading(database_.path());
        try {
            FreeQuery query(database, sql, timeout);
            while (query.step()) {
            }
            return "no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), kind) << sql << ": " << error.what();
            return error.what();
        }
    }

    test::TemporaryDatabase database_;
};

TEST_F(FreeQueryTest, Reads) {
    EXPECT_EQ(first_of("SELECT 'x' -- and a comment"), "x");
    EXPECT_EQ(first_of("SELECT 'x'; ; /* nothing */ "), "x");
    EXPECT_EQ(first_of("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT "
                       "max(i) FROM n"),
              "9");
    EXPECT_EQ(first_of("VALUES ('v')"), "v");
    EXPECT_EQ(first_of("PRAGMA user_version"), std::to_string(database_.number("PRAGMA user_version")));
    EXPECT_EQ(first_of("SELECT name FROM pragma_table_info('run') LIMIT 1"), "run_id");
    EXPECT_NE(first_of("EXPLAIN QUERY PLAN SELECT * FROM run"), "");
    EXPECT_EQ(first_of("SELECT count(*) FROM v_gap"), "0");
    EXPECT_EQ(first_of("SELECT value FROM json_each('[7]')"), "7");
}

TEST_F(FreeQueryTest, WhatDoesMoreIsRefusedByName) {
    for (const auto& [sql, name] : std::map<std::string, std::string>{
             {"INSERT INTO run (command, version, started_ms) VALUES ('x', '1', 1)", "INSERT"},
             {"UPDATE run SET command = 'x'", "UPDATE"},
             {"DELETE FROM run", "DELETE"},
             {"WITH x AS (SELECT 1) DELETE FROM run", "DELETE"},
             {"REPLACE INTO setting VALUES ('a', 'b', 1)", "INSERT"},
             {"ATTACH '/tmp/other' AS other", "ATTACH"},
             {"ATTACH ':memory:' AS other", "ATTACH"},
             {"DETACH main", "DETACH"},
             {"BEGIN IMMEDIATE", "a transaction"},
             {"SAVEPOINT s", "a transaction"},
             {"SELECT load_extension('/tmp/x.so')", "load_extension()"},
             {"SELECT LOAD_EXTENSION('x', 'y')", "load_extension()"},
             {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode"},
             {"PRAGMA user_version = 7", "PRAGMA user_version"},
             {"PRAGMA main.writable_schema(1)", "PRAGMA writable_schema"},
             {"PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint"},
             {"PRAGMA temp_store_directory = '/tmp'", "PRAGMA temp_store_directory"},
             {"PRAGMA trusted_schema = 1", "PRAGMA trusted_schema"},
             {"CREATE TEMP TABLE t (x)", "a change of the schema"},
             {"CREATE VIEW v AS SELECT 1", "a change of the schema"},
             {"DROP TABLE run", "a change of the schema"},
             {"REINDEX", "a change of the schema"},
             {"ANALYZE", "a change of the schema"},
         }) {
        const std::string error = error_of(sql);
        EXPECT_EQ(error, "a query may only read: " + name + " is refused") << sql;
    }
    EXPECT_EQ(error_of("UPDATE sqlite_schema SET sql = ''"),
              "SQLite does not take the query: table sqlite_master may not be modified");
    EXPECT_NE(error_of("VACUUM"), "no error");
    EXPECT_NE(error_of("VACUUM INTO '/tmp/copy'"), "no error");
}

TEST_F(FreeQueryTest, SecondStatementIsRefused) {
    EXPECT_EQ(error_of("SELECT 1; SELECT 2"), "that is more than one statement");
    EXPECT_EQ(error_of("SELECT 1; DROP TABLE run").substr(0, 23), "a query may only read: ");
    EXPECT_EQ(error_of(" -- nothing"), "there is no query in it");
    EXPECT_EQ(error_of("SELECT ?1"), "the query has parameters, which have no values");
}

TEST_F(FreeQueryTest, MistakeIsToldInSqlitesWords) {
    EXPECT_EQ(error_of("SELEC 1"), "SQLite does not take the query: near \"SELEC\": syntax error");
    EXPECT_EQ(error_of("SELECT * FROM no_such"), "SQLite does not take the query: no such table: no_such");
    EXPECT_EQ(error_of("SELECT json('{')"), "SQLite does not take the query: malformed JSON");
}

TEST_F(FreeQueryTest, EndsWhenItsTimeIsOver) {
    const std::string endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    EXPECT_EQ(error_of(endless, ErrorKind::failed, milliseconds(50)), "the query was ended after 50ms");
}

TEST_F(FreeQueryTest, TimeIsThatOfAllRowsTogether) {
    auto database = Database::open_for_reading(database_.path());
    FreeQuery query(database,
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
                    milliseconds(20));
    const auto read_all = [&] {
        for (int rows = 0; rows < 20'000'000 && query.step(); ++rows) {
        }
    };
    EXPECT_THROW(read_all(), Error) << "each row alone takes next to nothing";
}

TEST_F(FreeQueryTest, EndsWhenItNeedsTooMuchMemory) {
    EXPECT_NE(error_of("SELECT length(zeroblob(100000000))").find("too big"), std::string::npos);
    // Twenty-four values of 60 MB at once.
    std::string blobs;
    for (int i = 0; i < 24; ++i) blobs += (i == 0 ? "" : ",") + std::string("hex(zeroblob(30000000))");
    EXPECT_EQ(error_of("SELECT " + blobs, ErrorKind::failed), "the query needs more than 1 GiB of memory");
}

TEST_F(FreeQueryTest, LeavesTheConnectionAsItWas) {
    auto database = Database::open_for_reading(database_.path());
    { const FreeQuery query(database, "SELECT 1", milliseconds(1)); }
    EXPECT_NO_THROW(database.execute("PRAGMA cache_size = 100"));
}

}  // namespace
}  // namespace tixdb::store
