// SPDX-License-Identifier: MIT
// tixdb verify --digest: equal for equal content, and for nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "store/content_digest.hpp"
#include "store/statement.hpp"
#include "support/maintained_database.hpp"

namespace tixdb::cli::digest {
namespace {

using testing::HasSubstr;

// Row ids and the like say nothing; nor do times of work, unless it is said that there is one.
const std::set<std::string> kLeftOut = {"pinned_ms",
                                        "first_seen_ms",
                                        "last_seen_ms",
                                        "changed_ms",
                                        "formed_ms",
                                        "superseded_ms",
                                        "computed_ms",
                                        "queued_ms",
                                        "claimed_ms",
                                        "sent_ms",
                                        "next_attempt_ms",
                                        "looked_up_ms",
                                        "settle_until_boot_ms",
                                        "set_ms",
                                        "imported_ms",
                                        "pruned_ms",
                                        "found_ms",
                                        "first_failed_ms",
                                        "last_failed_ms",
                                        "first_unclear_ms",
                                        "mtime_ns",
                                        "inode",
                                        "device",
                                        "seen_count",
                                        "observations_pruned_ms"};

bool is_content(const std::string& table, const std::string& column) {
    if (column == "user_id" || column == "installation_id") return true;
    if (table == "as_snapshot" && column == "source") return false;
    return !column.ends_with("_id") && !kLeftOut.contains(column);
}

struct TableColumn {
    std::string table;
    std::string name;
    std::string type;
};

// Another value in every row, no two the same that were not.
std::string changed(const TableColumn& column) {
    if (column.name.ends_with("_kernel_windows")) return "'[-1]'";
    if (column.type == "INTEGER") return "coalesce(" + column.name + ", 0) + 1000000";
    if (column.type == "REAL") return "coalesce(" + column.name + ", 0) + 0.5";
    if (column.type == "TEXT") return "coalesce(" + column.name + ", '') || 'x'";
    return "CAST(coalesce(" + column.name + ", x'') || x'00' AS BLOB)";
}

class DigestTest : public test::MaintainedDatabase {
  protected:
    [[nodiscard]] std::string digest_of(const std::filesystem::path& file) {
        const auto result = run({"verify", "--digest", "--format", "csv", "-d", file.string()});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    }
    void take_in(const std::string& name, const std::vector<std::vector<std::string>>& runs) {
        for (std::vector<std::string> arguments : runs) {
            arguments.insert(arguments.end(), {"-d", (folder_ / name).string()});
            expect_done(arguments);
        }
    }
};

TEST_F(DigestTest, IsTheSameWhateverTheOrderInWhichReportsCame) {
    write_minutes(0, 30);
    take_in("a.sqlite", {{"ingest"}});
    write_minutes(0, 40, {2, 6});
    take_in("a.sqlite", {{"ingest"}, {"process"}, {"process"}});
    take_in("b.sqlite", {{"ingest"}, {"process"}});
    EXPECT_NE(number(folder_ / "a.sqlite", "SELECT min(report_id) FROM report WHERE user_id = 3"),
              number(folder_ / "b.sqlite", "SELECT min(report_id) FROM report WHERE user_id = 3"));
    const std::string digest = digest_of(folder_ / "a.sqlite");
    EXPECT_EQ(digest, digest_of(folder_ / "b.sqlite"));
    EXPECT_THAT(digest, HasSubstr("table,rows,digest\r\n"));
    EXPECT_THAT(digest, HasSubstr("\r\nreport,70,"));
    EXPECT_THAT(digest, HasSubstr("\r\nall,"));
    take_in("a.sqlite", {{"link", "set", "3", "5", "--down", "20"}});
    EXPECT_NE(digest_of(folder_ / "a.sqlite"), digest);
}

TEST_F(DigestTest, ChangesWithEveryValueThatIsContent) {
    fill();
    execute(
        "INSERT INTO rejected VALUES (1, '3/5/x', 'not_json', '', NULL, 1, 1, 1, 1, 1, 1, NULL);"
        "INSERT INTO unread_file VALUES (3, 5, 'y', 'EIO', 1, 1, 1);"
        "INSERT INTO link_rate VALUES (1, 3, 5, 'up', 0, 1.5, 1, NULL);"
        "INSERT INTO key_change SELECT 1, 3, 5, NULL, client_key_id, 1, NULL FROM client_key LIMIT 1;"
        "INSERT INTO as_snapshot VALUES (1, 'ipv4', 0, '', '', zeroblob(32), 1, 1, 1, NULL, NULL);"
        "INSERT INTO as_prefix VALUES (1, x'01020304', 32, NULL, '1', 'BE');"
        "INSERT INTO as_name VALUES (1, 1, 'one');"
        "INSERT OR REPLACE INTO window_as SELECT window_id, 1, 'public', NULL, NULL, NULL, NULL, 1, NULL "
        "FROM window;"
        "INSERT INTO observation_exception SELECT first_observation_id, 'S', 1 FROM report;"
        "UPDATE report SET exception_count = 1");
    auto opened = store::Database::open_for_writing(database());
    opened.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
    std::vector<TableColumn> columns;
    {
        const auto without = store::tables_without_content();
        store::Statement query(opened,
                               "SELECT t.name, c.name, c.type FROM pragma_table_list AS t, "
                               "pragma_table_info(t.name) AS c WHERE t.schema = 'main' AND t.type = 'table' "
                               "AND t.name NOT LIKE 'sqlite%' ORDER BY 1, c.cid");
        while (query.step()) {
            if (std::find(without.begin(), without.end(), query.text(0)) != without.end()) continue;
            columns.push_back({query.text(0), query.text(1), query.text(2)});
        }
    }
    ASSERT_GT(columns.size(), 150U);
    const auto before = store::digest_content(opened).digest;
    for (const TableColumn& column : columns) {
        if (!is_content(column.table, column.name)) continue;
        opened.execute("SAVEPOINT change");
        opened.execute("UPDATE " + column.table + " SET " + column.name + " = " + changed(column));
        EXPECT_NE(store::digest_content(opened).digest, before) << column.table << '.' << column.name;
        opened.execute("ROLLBACK TO change; RELEASE change");
    }
}

TEST_F(DigestTest, SaysNothingOfIdsRunsAndTimesOfWork) {
    fill();
    const std::string before = digest_of(database());
    execute(
        "UPDATE report SET run_id = 99; UPDATE window SET formed_ms = 7, superseded_run_id = 98;"
        "UPDATE result SET computed_ms = 7; UPDATE outbox SET queued_ms = 7; DELETE FROM run;"
        "UPDATE source_file SET inode = 7, mtime_ns = 7; UPDATE installation SET first_seen_ms = 7;"
        "DELETE FROM recent_delays; UPDATE outbox SET outbox_id = outbox_id + 1000;"
        "UPDATE database_identity SET database_id = 'x'; DELETE FROM setting_change");
    EXPECT_EQ(digest_of(database()), before);
}

TEST_F(DigestTest, IsOfTheWholeDatabaseAndChecksNothing) {
    fill();
    EXPECT_EQ(run({"verify", "--digest", "--full"}).exit_code, 2);
    EXPECT_EQ(run({"verify", "--digest", "--sample", "3"}).exit_code, 2);
    EXPECT_EQ(run({"verify", "--digest", "--shard", "0/2"}).exit_code, 78);
}

}  // namespace
}  // namespace tixdb::cli::digest
