// SPDX-License-Identifier: MIT

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>

#include "store/migrator.hpp"
#include "store/run_store.hpp"
#include "store/setting_store.hpp"
#include "store/status_store.hpp"
#include "support/failing_commit.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

TEST(Database, FileIsCreatedForOwnerAndGroupOnlyWhateverTheMask) {
    for (const mode_t mask : {0000U, 0077U}) {
        const test::TemporaryFolder folder;
        const mode_t old = umask(mask);
        test::make_database(folder / "tixdb.sqlite");
        umask(old);
        struct stat status = {};
        ASSERT_EQ(stat((folder / "tixdb.sqlite").c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0640U) << mask;
    }
}

TEST(Database, ReadingAMissingFileSaysWhatCreatesIt) {
    test::TemporaryFolder folder;
    try {
        (void)Database::open_for_reading(folder / "none.sqlite");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::failed);
        EXPECT_NE(error.hint().find("tixdb ingest"), std::string::npos);
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "none.sqlite"));
}

TEST(Database, WriterKeepsWhatIsCommittedThroughALossOfPowerAndLetsItsFilesShrink) {
    test::TemporaryDatabase temporary;
    EXPECT_EQ(temporary.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(temporary.number("PRAGMA synchronous"), 2) << "FULL";
    EXPECT_EQ(temporary.number("PRAGMA auto_vacuum"), 2) << "INCREMENTAL";
    EXPECT_EQ(temporary.number("PRAGMA journal_size_limit"), 64 * 1024 * 1024);
}

TEST(Database, ReadersFindAWriteAheadLogAlsoWhereNobodyWrites) {
    const test::TemporaryFolder folder;
    test::make_database(folder / "tixdb.sqlite");
    EXPECT_TRUE(std::filesystem::exists(folder / "tixdb.sqlite-wal"));
}

TEST(Database, RowThatRefersToNoneIsRefused) {
    test::TemporaryDatabase temporary;
    EXPECT_THROW(
        temporary.database().execute("INSERT INTO window_report (report_id, window_id) VALUES (9, 9)"),
        SQLite::Exception);
    EXPECT_THROW(temporary.database().execute("INSERT INTO report_signature VALUES (9, zeroblob(256))"),
                 SQLite::Exception);
}

TEST(Database, FileThatCannotBeCreatedSaysWhy) {
    const test::TemporaryFolder folder;
    try {
        (void)Database::open_for_writing(folder / "none/tixdb.sqlite");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::failed);
        EXPECT_NE(std::string(error.what()).find("cannot create the database"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("No such file or directory"), std::string::npos);
        EXPECT_NE(error.hint().find("create its folder"), std::string::npos);
    }
}

TEST(Database, FileOfAnotherProgramIsRefused) {
    test::TemporaryFolder folder;
    {
        SQLite::Database other((folder / "other.sqlite").string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE thing (x)");
    }
    EXPECT_THROW((void)Database::open_for_writing(folder / "other.sqlite"), Error);
}

TEST(Migrator, NewerSchemaIsRefusedForReadingAndWriting) {
    test::TemporaryDatabase temporary;
    temporary.database().execute("PRAGMA user_version = 999");
    EXPECT_THROW(migrate(temporary.database(), "test", 0), Error);
    EXPECT_THROW((void)Database::open_for_reading(temporary.path()), Error);
}

TEST(Migrator, SecondRunChangesNothing) {
    test::TemporaryDatabase temporary;
    EXPECT_FALSE(needs_migration(temporary.database()));
    migrate(temporary.database(), "other", 5);
    EXPECT_EQ(temporary.number("SELECT count(*) FROM schema_migration WHERE program_version = 'other'"), 0);
}

// A database of schema 1, and two migrations that it has not had. Those of a release come one after the other
// like these.
class Upgrade : public testing::Test {
  protected:
    void upgrade() {
        Database database = Database::open_for_writing(temporary_.path());
        apply_migrations(database, kSteps, "test", 7);
    }
    [[nodiscard]] std::string error_of_upgrade() {
        try {
            upgrade();
        } catch (const std::exception& exception) {
            return exception.what();
        }
        return "";
    }
    [[nodiscard]] std::string reached() {
        return temporary_.text(
            "SELECT (SELECT user_version FROM pragma_user_version) || ' ' || (SELECT group_concat(name || "
            "'@' || "
            "applied_ms) FROM (SELECT * FROM schema_migration WHERE version > 1 ORDER BY version)) || ' ' || "
            "(SELECT group_concat(name) FROM (SELECT * FROM sqlite_schema WHERE name GLOB 'step_*' ORDER BY "
            "name))");
    }

    static constexpr std::array<Migration, 3> kSteps = {
        Migration{1, "0001_initial", "CREATE TABLE step_one (x)"},
        Migration{2, "0002_more", "CREATE TABLE step_two (x); INSERT INTO step_two VALUES (2)"},
        Migration{
            3, "0003_still_more",
            "CREATE TABLE step_three AS SELECT x + 1 AS x FROM step_two; INSERT INTO taken VALUES (1)"}};
    test::TemporaryDatabase temporary_;
};

TEST_F(Upgrade, AppliesWhatIsMissingInOrderAndOnlyThat) {
    temporary_.database().execute("CREATE TABLE taken (x)");
    upgrade();
    const std::string all = "3 0002_more@7,0003_still_more@7 step_three,step_two";
    EXPECT_EQ(reached(), all);
    EXPECT_EQ(temporary_.number("SELECT x FROM step_three"), 3);
    upgrade();
    EXPECT_EQ(reached(), all);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM taken"), 1);
}

TEST_F(Upgrade, MigrationThatFailsIsNamedAndUndoneAndTheOneBeforeItStays) {
    EXPECT_THAT(error_of_upgrade(), testing::AllOf(testing::HasSubstr("migration 0003_still_more"),
                                                   testing::HasSubstr("no such table: taken")));
    EXPECT_EQ(reached(), "2 0002_more@7 step_two");
    temporary_.database().execute("CREATE TABLE taken (x)");
    upgrade();
    EXPECT_EQ(reached(), "3 0002_more@7,0003_still_more@7 step_three,step_two");
}

TEST_F(Upgrade, CommitThatFailsLeavesTheVersionBefore) {
    temporary_.database().execute("CREATE TABLE taken (x)");
    for (const int number : {1, 2}) {
        const test::FailingCommit failing(1);
        EXPECT_THAT(error_of_upgrade(),
                    testing::HasSubstr(number == 1 ? "migration 0002_more" : "migration 0003_still_more"));
        EXPECT_TRUE(failing.has_failed());
        EXPECT_EQ(temporary_.number("PRAGMA user_version"), number);
        EXPECT_EQ(temporary_.number("SELECT count(*) FROM sqlite_schema WHERE name GLOB 'step_*'"),
                  number - 1);
        if (number == 1) {
            const test::FailingCommit at_the_next(2);
            (void)error_of_upgrade();
        }
    }
    upgrade();
    EXPECT_EQ(reached(), "3 0002_more@7,0003_still_more@7 step_three,step_two");
}

TEST(SettingStore, EachChangeIsKeptWithItsTime) {
    test::TemporaryDatabase temporary;
    SettingStore settings(temporary.database());
    settings.set("publish-method", "classic", 10);
    settings.set("publish-method", "classic", 20);
    settings.set("publish-method", "queueing", 30);
    EXPECT_EQ(settings.get("publish-method"), "queueing");
    EXPECT_EQ(temporary.number("SELECT count(*) FROM setting_change"), 2);
    EXPECT_EQ(temporary.number("SELECT changed_ms FROM setting_change WHERE old_value = 'classic'"), 30);
}

TEST(StatusStore, LastIngestIsTheLastOneThatSucceeded) {
    test::TemporaryDatabase temporary;
    RunStore runs(temporary.database());
    runs.finish(runs.begin("ingest", "1", 1000), 50, 0, "{}");
    runs.finish(runs.begin("ingest", "1", 2000), 50, 1, "{}");
    runs.finish(runs.begin("process", "1", 3000), 50, 0, "{}");
    runs.begin("ingest", "1", 4000);
    EXPECT_EQ(StatusStore(temporary.database()).status().newest_ingested_ms, 1050);
}

TEST(RunStore, UnfinishedRunHasNoExitCode) {
    test::TemporaryDatabase temporary;
    RunStore runs(temporary.database());
    const auto first = runs.begin("ingest", "1", 100);
    runs.finish(first, 50, 0, "{}");
    runs.begin("ingest", "1", 200);
    const auto last = runs.last_runs();
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last.front().started_ms, 200);
    EXPECT_FALSE(last.front().exit_code.has_value());
}

}  // namespace
}  // namespace tixdb::store
