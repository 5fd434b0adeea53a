// SPDX-License-Identifier: MIT
// Where everything succeeds but the COMMIT, the next run finds all as it was and does it.
#include <gtest/gtest.h>

#include <string>

#include "support/reprocess_fixture.hpp"
#include "support/stored_content.hpp"

namespace tixdb::process::failed_commit {
namespace {

class FailedCommit : public test::ReprocessFixture {
  protected:
    // Every commit that stores a result: a foreign key that nobody looks at before.
    void fail_commits() {
        execute(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
            "CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);"
            "CREATE TRIGGER no AFTER INSERT ON result BEGIN INSERT INTO child VALUES (1); END");
    }
    void let_commits_succeed() { execute("DROP TRIGGER no"); }
    std::string in_another_database() {
        test::TemporaryDatabase other;
        test::ReportInserter(other.database()).insert(all_reports_);
        test::process_all(other.database());
        return test::stored_results(other.database());
    }
};

TEST_F(FailedCommit, OfProcessLeavesAllReportsToTheNextRun) {
    insert_slow_minutes(0, 60, 0);
    insert_minutes(0, 30, "192.0.2.1", {1, 2});
    const auto waiting = number("SELECT count(*) FROM unprocessed_report");
    fail_commits();
    EXPECT_THROW(static_cast<void>(test::process_all(database_)), std::exception);
    for (const char* table :
         {"window", "window_report", "result", "latency", "latency_hour", "outbox", "recent_delays"})
        EXPECT_EQ(number(std::string("SELECT count(*) FROM ") + table), 0) << table;
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), waiting);
    let_commits_succeed();
    EXPECT_GT(test::process_all(database_).windows, 0);
    EXPECT_EQ(test::stored_results(database_), in_another_database());
}

TEST_F(FailedCommit, OfReprocessLeavesAllResultsAsTheyWere) {
    insert_slow_minutes(0, 10, 0);
    insert_slow_minutes(11, 40, 0);
    test::process_all(database_);
    insert_slow_minutes(10, 1, 0);
    test::process_all(database_);
    const std::string before = test::stored_results(database_);
    fail_commits();
    EXPECT_THROW(static_cast<void>(reprocess()), std::exception);
    EXPECT_EQ(test::stored_results(database_), before);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 1);
    EXPECT_EQ(states(), "pending:4");
    let_commits_succeed();
    reprocess();
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
    EXPECT_EQ(test::stored_results(database_), in_another_database());
}

}  // namespace
}  // namespace tixdb::process::failed_commit
