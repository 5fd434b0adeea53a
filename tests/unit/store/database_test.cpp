// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/migrator.hpp"
#include "store/run_store.hpp"
#include "store/setting_store.hpp"
#include "store/status_store.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

TEST(Database, FileIsCreatedForOwnerAndGroupOnly) {
    test::TemporaryDatabase temporary;
    struct stat status = {};
    ASSERT_EQ(stat(temporary.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
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
