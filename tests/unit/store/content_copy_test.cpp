// SPDX-License-Identifier: MIT
// What merge and split copy: every column of every row, under numbers of its own.
#include "store/content_copy.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "store/forget_store.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::content_copy {
namespace {

// What is the database's own, or told to be otherwise below.
const std::vector<std::string> kOwnTables = {"schema_migration", "schema_views", "database_identity",
                                             "claim_record", "merged_forget_key"};
// Of no installation: two sources may say the same.
const std::vector<std::string> kOfDatabase = {"setting", "setting_change", "api_server",
                                              "forgotten_installation"};

struct Column {
    std::string name;
    std::string type;
    // The number of a row, here or in another table.
    [[nodiscard]] bool is_row_number() const {
        return type == "INTEGER" && name.ends_with("_id") && name != "user_id" && name != "installation_id";
    }
    [[nodiscard]] bool is_list_of_windows() const { return name.ends_with("_kernel_windows"); }
};
using Tables = std::map<std::string, std::vector<Column>>;

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Tables tables_of(Database& database) {
    Tables tables;
    Statement query(
        database,
        "SELECT t.name, c.name, c.type FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
        " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%'");
    while (query.step()) tables[query.text(0)].push_back({query.text(1), query.text(2)});
    for (const std::string& own : kOwnTables) tables.erase(own);
    return tables;
}

void allow_any_value(Database& database) {
    database.execute("PRAGMA foreign_keys = OFF");
    database.execute("PRAGMA ignore_check_constraints = ON");
}

// Different in each column; the numbers of rows are 1.
std::string value_of(const std::string& table, const Column& column, std::int64_t user, int number) {
    if (column.name == "user_id") return std::to_string(user);
    if (column.name == "installation_id" || column.is_row_number()) return "1";
    if (column.name == "observation_count" || column.name == "exception_count") return "1";
    if (column.is_list_of_windows()) return "'[1]'";
    if (table == "rejected" && column.name == "path") return fmt::format("'{}/1/a.json'", user);
    if (column.type == "INTEGER") return std::to_string(number);
    if (column.type == "REAL") return fmt::format("{}.5", number);
    if (column.type == "BLOB") return fmt::format("x'{:064x}'", 1000 * user + number);
    return fmt::format("'t{}'", number);
}

// A row in each table, all of installation <user>/1, with a value in each column.
void fill(test::TemporaryDatabase& made, std::int64_t user) {
    allow_any_value(made.database());
    int number = 1;
    for (const auto& [table, columns] : tables_of(made.database())) {
        std::string names;
        std::string values;
        for (const Column& column : columns) {
            names += (names.empty() ? "" : ", ") + column.name;
            values += (values.empty() ? "" : ", ") + value_of(table, column, user, ++number);
        }
        made.database().execute(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, values));
    }
}

// Rows as SQL values. raised_by: what is added to the numbers of rows.
std::vector<std::string> rows_of(Database& database, const std::string& table,
                                 const std::vector<Column>& columns, int raised_by = 0) {
    std::string text;
    for (const Column& column : columns) {
        std::string value = column.name;
        if (column.is_row_number()) value += fmt::format(" + {}", raised_by);
        if (column.is_list_of_windows())
            value =
                fmt::format("iif({0} IS NULL, NULL, json_array({0} ->> 0 + {1}))", column.name, raised_by);
        text += fmt::format("{}'{}=' || quote({})", text.empty() ? "" : " || ' ' || ", column.name, value);
    }
    std::vector<std::string> rows;
    Statement query(database, fmt::format("SELECT {} FROM {} ORDER BY 1", text, table));
    while (query.step()) rows.push_back(query.text(0));
    return rows;
}

class ContentCopyTest : public testing::Test {
  protected:
    ContentCopyTest() {
        allow_any_value(target_.database());
        for (test::TemporaryDatabase* source : {&first_, &second_}) allow_any_value(source->database());
    }
    void copy(const std::vector<test::TemporaryDatabase*>& sources) {
        ContentCopy copy(target_.database());
        for (test::TemporaryDatabase* source : sources)
            copy.add(source->path(), installations_with_rows(source->database()));
    }
    void execute_on_both(const std::string& sql) {
        first_.database().execute(sql);
        second_.database().execute(sql);
    }
    std::int64_t number(const std::string& sql) { return target_.number(sql); }

    test::TemporaryDatabase first_;
    test::TemporaryDatabase second_;
    test::TemporaryDatabase target_;
};

TEST_F(ContentCopyTest, EveryColumnOfEveryRowComesAsItIs) {
    fill(first_, 1);
    copy({&first_});
    for (const auto& [table, columns] : tables_of(target_.database())) {
        EXPECT_EQ(rows_of(target_.database(), table, columns), rows_of(first_.database(), table, columns))
            << table;
    }
}

TEST_F(ContentCopyTest, RowsOfTheNextSourceNameEachOtherByNumbersAfterThoseOfTheFirst) {
    fill(first_, 1);
    fill(second_, 2);
    copy({&first_, &second_});
    for (const auto& [table, columns] : tables_of(target_.database())) {
        if (holds(kOfDatabase, table)) continue;
        auto expected = rows_of(first_.database(), table, columns);
        for (const std::string& row : rows_of(second_.database(), table, columns, 1)) expected.push_back(row);
        std::sort(expected.begin(), expected.end());
        EXPECT_EQ(rows_of(target_.database(), table, columns), expected) << table;
    }
}

TEST_F(ContentCopyTest, OnlyRowsOfTheChosenInstallationsCome) {
    fill(first_, 1);
    ContentCopy(target_.database()).add(first_.path(), {{1, 2}, {2, 1}});
    for (const auto& [table, columns] : tables_of(target_.database())) {
        if (holds(kOfDatabase, table) || table.starts_with("as_")) continue;
        if (table == "run" || table == "client_key") continue;
        EXPECT_EQ(number("SELECT count(*) FROM " + table), 0) << table;
    }
}

TEST_F(ContentCopyTest, InstallationsAreWhoeverHasARowOfAnyKind) {
    first_.database().execute(
        "INSERT INTO installation (user_id, installation_id, first_seen_ms) VALUES (1, 6, 0);"
        "INSERT INTO source_folder VALUES (1, 5, 0, 0, 0, 0, 0, 0);"
        "INSERT INTO unread_file VALUES (1, 4, 'a.json', 'EIO', 0, 0, 1);"
        "INSERT INTO link_rate VALUES (1, 1, 3, 'up', 0, 1.0, 0, NULL);"
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, queued_ms)"
        " VALUES (1, 2, 0, '', '{}', 'imported', 0);"
        "INSERT INTO rejected VALUES (1, '1/1/a.json', 'r', 'd', NULL, 0, 0, 0, 0, 0, 1, NULL),"
        " (2, '1/', 'unreadable_folder', 'd', NULL, 0, 0, 0, 0, 0, 1, NULL)");
    EXPECT_EQ(installations_with_rows(first_.database()),
              (std::vector<model::InstallationKey>{{1, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}}));
}

// They come in steps.
TEST_F(ContentCopyTest, AllOfThousandsOfReportsCome) {
    fill(first_, 1);
    first_.database().execute("DELETE FROM observation; DELETE FROM observation_exception");
    std::string values;
    const Tables tables = tables_of(first_.database());
    for (const Column& column : tables.at("report")) {
        values += (values.empty() ? "" : ", ") + (column.name == "report_id"             ? "value"
                                                  : column.name == "first_observation_s" ? "-value"
                                                                                         : column.name);
    }
    first_.database().execute(
        "INSERT INTO report WITH RECURSIVE series(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM series"
        " WHERE value < 8193) SELECT " +
        values + " FROM report, series");
    copy({&first_});
    EXPECT_EQ(number("SELECT count(*) FROM report"), 8193);
}

// Windows that are gone may still be named: no other window takes their numbers.
TEST_F(ContentCopyTest, NumberOfAWindowThatIsGoneIsNotGivenAnew) {
    fill(first_, 1);
    fill(second_, 2);
    for (const char* column : {"baseline_window_id", "earlier_skew_window_id", "earlier_floor_sum_window_id",
                               "earlier_since_window_id", "route_start_window_id"}) {
        test::TemporaryDatabase target;
        allow_any_value(target.database());
        first_.database().execute(fmt::format("UPDATE result SET {} = 2", column));
        ContentCopy copy(target.database());
        for (test::TemporaryDatabase* source : {&first_, &second_})
            copy.add(source->path(), installations_with_rows(source->database()));
        EXPECT_EQ(target.number("SELECT max(window_id) FROM window"), 3) << column;
        first_.database().execute(fmt::format("UPDATE result SET {} = 1", column));
    }
}

TEST_F(ContentCopyTest, NumbersOfPrunedObservationsAreNotGivenAnew) {
    fill(first_, 1);
    fill(second_, 2);
    first_.database().execute("DELETE FROM observation; UPDATE report SET observation_count = 60");
    copy({&first_, &second_});
    EXPECT_EQ(number("SELECT first_observation_id FROM report WHERE user_id = 2"), 61);
    EXPECT_EQ(number("SELECT observation_id FROM observation"), 61);
}

TEST_F(ContentCopyTest, CountsAreOfEachTableAndOfTheObservationsThatAreStillThere) {
    fill(first_, 1);
    first_.database().execute("UPDATE report SET observation_count = 60, observations_pruned_ms = NULL");
    const ContentCounts whole = count_content(first_.database());
    EXPECT_EQ(whole.observations, 60);
    first_.database().execute("UPDATE report SET observations_pruned_ms = 5");
    first_.database().execute("DELETE FROM outbox");
    const ContentCounts pruned = count_content(first_.database());
    EXPECT_EQ(pruned.observations, 0);
    EXPECT_EQ(pruned.outbox, 0);
    for (const ContentCounts& counts : {whole, pruned}) {
        for (const std::int64_t rows :
             {counts.installations, counts.reports, counts.windows, counts.results, counts.rejected})
            EXPECT_EQ(rows, 1);
    }
}

TEST_F(ContentCopyTest, ServerIsKnownByTheLongestWaitAndTheLatestSuccessInWhateverOrder) {
    first_.database().execute(
        "INSERT INTO api_server VALUES ('https', 'a', 443, '/', 9, 'a', 1, 4),"
        " ('https', 'b', 443, '/', 9, NULL, 1, NULL), ('https', 'c', 443, '/', NULL, 'c', 1, 6)");
    second_.database().execute(
        "INSERT INTO api_server VALUES ('https', 'a', 443, '/', 5, NULL, 0, 6),"
        " ('https', 'b', 443, '/', NULL, 'b', 1, 6), ('https', 'c', 443, '/', 9, NULL, 0, NULL)");
    const std::string all =
        "SELECT group_concat(host || ' ' || wait_until_ms || ' ' || resolved_name || ' ' || "
        "stores_odd_answers || ' ' || last_accepted_ms, ', ') FROM api_server";
    copy({&first_, &second_});
    EXPECT_EQ(target_.text(all), "a 9 a 0 6, b 9 b 1 6, c 9 c 0 6");
    test::TemporaryDatabase other;
    ContentCopy other_way(other.database());
    other_way.add(second_.path(), {});
    other_way.add(first_.path(), {});
    EXPECT_EQ(other.text(all), "a 9 a 0 6, b 9 b 1 6, c 9 c 0 6");
}

TEST_F(ContentCopyTest, ClaimsOfAllAreCountedInNoFileAndTheLatestRestoreCounts) {
    execute_on_both("INSERT INTO claim_record VALUES (1, 12, 3, 4, NULL, NULL)");
    first_.database().execute("UPDATE claim_record SET claims = 30");
    first_.database().execute("UPDATE database_identity SET restored_ms = 20");
    second_.database().execute("UPDATE database_identity SET restored_ms = 7");
    copy({&first_, &second_});
    EXPECT_EQ(target_.text("SELECT claims || ' ' || file_inode || ' ' || file_birth_ns FROM claim_record"),
              "42 0 0");
    EXPECT_EQ(number("SELECT restored_ms FROM database_identity"), 20);
}

TEST_F(ContentCopyTest, RestoreOfOneOfSeveralCounts) {
    second_.database().execute("UPDATE database_identity SET restored_ms = 7");
    copy({&first_, &second_});
    EXPECT_EQ(number("SELECT restored_ms FROM database_identity"), 7);
}

// So that its windows can be looked up again.
TEST_F(ContentCopyTest, TableOfNetworksThatIsPrunedInOneSourceComesFromTheOther) {
    execute_on_both(
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 's', 'pyasn', zeroblob(32), 1, 0, 1, NULL, NULL)");
    first_.database().execute("UPDATE as_snapshot SET pruned_ms = 9");
    second_.database().execute("INSERT INTO as_prefix VALUES (1, x'01020304', 32, NULL, '1', 'BE')");
    copy({&first_, &second_});
    EXPECT_EQ(number("SELECT count(*) FROM as_prefix JOIN as_snapshot USING (as_snapshot_id)"
                     " WHERE pruned_ms IS NULL"),
              1);
}

TEST_F(ContentCopyTest, TableOfNetworksThatBothHaveComesOnce) {
    execute_on_both(
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, 's', 'pyasn', zeroblob(32), 1, 0, 1, NULL, NULL);"
        "INSERT INTO as_prefix VALUES (1, x'01020304', 32, NULL, '1', 'BE')");
    second_.database().execute("UPDATE as_snapshot SET pruned_ms = 9; DELETE FROM as_prefix");
    copy({&first_, &second_});
    EXPECT_EQ(number("SELECT count(*) FROM as_snapshot"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM as_prefix"), 1);
}

TEST_F(ContentCopyTest, PartKeepsTheKeyOfTombstonesAndThePublicKeysOfItsOwn) {
    first_.database().execute(
        "INSERT INTO client_key VALUES (1, zeroblob(32), CAST('unused' AS BLOB)), (2, randomblob(32), "
        "CAST('old' AS BLOB)),"
        " (3, randomblob(32), CAST('new' AS BLOB)), (4, randomblob(32), CAST('pinned' AS BLOB)), (5, "
        "randomblob(32), CAST('of a report' AS BLOB));"
        "INSERT INTO installation (user_id, installation_id, client_key_id, first_seen_ms)"
        " VALUES (1, 1, 4, 0);"
        "INSERT INTO key_change VALUES (1, 1, 1, 2, 3, 0, NULL);"
        "INSERT INTO client_key VALUES (6, randomblob(32), CAST('refused' AS BLOB));"
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms, seen_count)"
        " SELECT '1/1/a.json', 'key_changed', 'key ' || lower(hex(digest)), 1, 1, 1, 1, 1, 1"
        " FROM client_key WHERE client_key_id = 6");
    ContentCopy copy(target_.database());
    copy.add(first_.path(), {{1, 1}});
    target_.database().execute(
        "INSERT INTO report SELECT 1, 1, 1, 1, 1, 1, 1, 1, '', '', '', 1, 1, 1, 1, 'S', 1, 1, 1, 1, 1, 1, 0,"
        " zeroblob(32), client_key_id, 1, NULL, NULL FROM client_key WHERE client_key_id = 5");
    copy.make_part_of(first_.path());
    EXPECT_EQ(target_.text("SELECT group_concat(name, ', ') FROM (SELECT CAST(public_key AS TEXT) AS name"
                           " FROM client_key ORDER BY name)"),
              "new, of a report, old, pinned, refused");
    EXPECT_EQ(target_.text("SELECT hex(forget_key) FROM database_identity"),
              first_.text("SELECT hex(forget_key) FROM database_identity"));
}

TEST_F(ContentCopyTest, KeysOfAllTombstonesStay) {
    first_.database().execute(
        "INSERT INTO merged_forget_key VALUES (x'0101');"
        "INSERT INTO forgotten_installation VALUES (zeroblob(32), 1)");
    copy({&first_, &second_});
    EXPECT_EQ(number("SELECT count(*) FROM merged_forget_key WHERE forget_key = x'0101'"), 1);
    EXPECT_EQ(target_.text("SELECT hex(forget_key) FROM merged_forget_key WHERE forget_key <> x'0101'"),
              first_.text("SELECT hex(forget_key) FROM database_identity"));
    EXPECT_EQ(number("SELECT count(*) FROM merged_forget_key"), 2) << "the second has no tombstones";
}

TEST_F(ContentCopyTest, WhoIsForgottenInOneSourceIsForgottenInTheirMerger) {
    ForgetStore(first_.database()).remember({3, 5}, 1);
    ForgetStore(first_.database()).remember({3, 5}, 9);
    ForgetStore(second_.database()).remember({4, 0}, 2);
    copy({&first_, &second_});
    const ForgottenInstallations forgotten(target_.database());
    EXPECT_TRUE(forgotten.contains({3, 5}));
    EXPECT_FALSE(forgotten.contains({3, 6}));
    EXPECT_TRUE(forgotten.contains({4, 1}));
    EXPECT_EQ(number("SELECT min(forgotten_ms) FROM forgotten_installation"), 1) << "the first time";
}

}  // namespace
}  // namespace tixdb::store::content_copy
