// SPDX-License-Identifier: MIT
// What is said of a database whose disk, folder or machine fails it, and what is left of it.
#include "support/failing_calls.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>

#include "store/database_copy.hpp"
#include "store/file_identity.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store::failing {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCalls;

Error error_of_work(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    } catch (const std::exception& exception) {
        return error_from(exception, "x.sqlite");
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::failed, ""};
}

Error told(int code) {
    return error_from(SQLite::Exception("wh\ny", code), "x.sqlite");
}

TEST(DatabaseErrors, EachKindSaysWhatToDo) {
    for (const int code : {SQLITE_BUSY, SQLITE_LOCKED}) {
        EXPECT_EQ(told(code).kind(), ErrorKind::try_again);
        EXPECT_EQ(told(code).hint(), "another process is writing: try again");
        EXPECT_EQ(std::string(told(code).what()), "database x.sqlite: wh\\ny");
    }
    EXPECT_EQ(std::string(told(SQLITE_FULL).what()), "the disk of x.sqlite is full");
    EXPECT_EQ(told(SQLITE_FULL).hint(), "what was committed is kept: run again when there is room");
    for (const int code : {SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM})
        EXPECT_EQ(told(code).hint(), "check the permissions of the database file and its folder");
    for (const int code : {SQLITE_CORRUPT, SQLITE_NOTADB})
        EXPECT_EQ(told(code).hint(), "the file is damaged or not SQLite: restore it from a backup");
    EXPECT_EQ(told(SQLITE_IOERR).hint(),
              "look at the disk, quotas and `ulimit -f`, then run again: what was stored stays");
    EXPECT_EQ(told(SQLITE_ERROR).hint(), "");
    for (const int code : {SQLITE_FULL, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_ERROR})
        EXPECT_EQ(told(code).kind(), ErrorKind::failed);
    const Error own(ErrorKind::usage, "as it was", "hint");
    EXPECT_EQ(error_from(own, "x.sqlite").kind(), ErrorKind::usage);
    EXPECT_EQ(std::string(error_from(std::runtime_error("o\nther"), "x.sqlite").what()), "o\\nther");
}

class FailingDatabase : public testing::Test {
  protected:
    void write() {
        Transaction transaction(temporary_.database());
        temporary_.database().execute("INSERT INTO setting VALUES ('x', printf('%0100000d', 0), 1)");
        transaction.commit();
    }
    std::int64_t rows() { return temporary_.number("SELECT count(*) FROM setting"); }

    test::TemporaryDatabase temporary_;
};

TEST_F(FailingDatabase, FullDiskLosesTheTransactionAndNothingElse) {
    const std::int64_t before = rows();
    {
        const FailingCalls failing(Call::write, ENOSPC, "-wal");
        EXPECT_EQ(std::string(error_of_work([this] { write(); }).what()), "the disk of x.sqlite is full");
        EXPECT_GT(FailingCalls::failed(), 0);
    }
    EXPECT_EQ(rows(), before);
    write();
    EXPECT_EQ(rows(), before + 1);
}

TEST_F(FailingDatabase, SyncThatFailsIsNoCommit) {
    const std::int64_t before = rows();
    {
        const FailingCalls failing(Call::sync, EIO, "-wal");
        EXPECT_EQ(error_of_work([this] { write(); }).hint(),
                  "look at the disk, quotas and `ulimit -f`, then run again: what was stored stays");
    }
    EXPECT_EQ(rows(), before);
}

TEST_F(FailingDatabase, TooFewDescriptorsAreForALaterRun) {
    const fs::path path = temporary_.folder() / "second.sqlite";
    test::make_database(path);
    for (const int error : {EMFILE, ENFILE}) {
        const FailingCalls failing(Call::open, error);
        const Error reading = error_of_work([&] { (void)Database::open_for_reading(path); });
        EXPECT_EQ(reading.kind(), ErrorKind::try_again);
        EXPECT_EQ(std::string(reading.what()),
                  "cannot open the database " + path.string() + ": Too many open files");
        const Error creating = error_of_work([&] { (void)Database::open_for_writing(path); });
        EXPECT_EQ(creating.kind(), ErrorKind::try_again);
        EXPECT_EQ(std::string(creating.what()).find("cannot create the database " + path.string() + ": "),
                  0U);
    }
    const FailingCalls failing(Call::open, EIO, "second.sqlite");
    EXPECT_EQ(error_of_work([&] { (void)Database::open_for_reading(path); }).hint(),
              "check the permissions of the database file and its folder")
        << "there are enough of them";
}

// The -wal is opened by the first statement that needs it.
TEST_F(FailingDatabase, TooFewDescriptorsForTheWalAreForALaterRun) {
    const fs::path path = temporary_.folder() / "second.sqlite";
    test::make_database(path);
    Database database = Database::open_for_reading(path);
    fs::remove(path.string() + "-wal");
    const FailingCalls failing(Call::open, EMFILE, "second.sqlite-wal");
    const Error error = error_of_work([&] {
        Database second = Database::open_for_writing(path);
        second.execute("UPDATE setting SET value = 1");
    });
    EXPECT_EQ(error.kind(), ErrorKind::try_again) << error.what();
    EXPECT_EQ(std::string(error.what()).find("database " + path.string() + ": "), 0U) << error.what();
}

TEST_F(FailingDatabase, FileThatCannotBeReadIsNotTakenForADamagedOne) {
    const fs::path path = temporary_.folder() / "second.sqlite";
    test::make_database(path);
    const FailingCalls failing(Call::read, EIO, "second.sqlite");
    const Error error = error_of_work([&] { (void)Database::open_for_reading(path); });
    EXPECT_EQ(error.kind(), ErrorKind::failed);
    EXPECT_EQ(std::string(error.what()).find("damaged"), std::string::npos) << error.what();
}

TEST_F(FailingDatabase, FileThatIsMovedAwayWhileItIsOpenedIsSaid) {
    const FailingCalls failing(Call::stat, EIO, "tixdb.sqlite");
    const Error error = error_of_work([this] { (void)require_single_name(temporary_.path()); });
    EXPECT_EQ(std::string(error.what()),
              "cannot open the database " + temporary_.path().string() + ": Input/output error");
    EXPECT_EQ(error.hint(), "check that it exists and that you may read it and its folder");
    const Error moved = error_of_work([this] { temporary_.database().require_in_place(); });
    EXPECT_EQ(std::string(moved.what()), "the database " + temporary_.path().string() +
                                             " was deleted, moved or replaced while this run was at work");
}

TEST_F(FailingDatabase, PathThatMayNotBeLookedAtNamesTheGroupThatMay) {
    const fs::path path = temporary_.path();
    {
        const FailingCalls failing(Call::stat, EACCES, "tixdb.sqlite");
        const Error error = error_of_work([&] { (void)database_exists(path); });
        EXPECT_EQ(std::string(error.what()), "cannot look at " + path.string() + ": Permission denied");
        EXPECT_EQ(error.hint().find("members of the group "), 0U) << error.hint();
    }
    {
        const FailingCalls failing(Call::stat, EACCES);
        EXPECT_EQ(error_of_work([&] { (void)database_exists(path); }).hint(),
                  "check the permissions of its folder");
    }
    const FailingCalls failing(Call::stat, EIO);
    EXPECT_EQ(error_of_work([&] { (void)database_exists(path); }).hint(), "--database names another file");
}

TEST_F(FailingDatabase, WhatIsNoFileIsRefusedAndAMisspeltNameIsCorrected) {
    const fs::path pipe = temporary_.folder() / "pipe.sqlite";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const Error of_pipe = error_of_work([&] { (void)database_exists(pipe); });
    EXPECT_EQ(of_pipe.kind(), ErrorKind::configuration);
    EXPECT_EQ(std::string(of_pipe.what()), pipe.string() + " is not a regular file");
    const Error of_folder = error_of_work([&] { (void)database_exists(temporary_.folder().path()); });
    EXPECT_EQ(of_folder.hint(), "name the file in it");
    std::ofstream(temporary_.folder() / "tixdb.sqlit.data.lock") << "x";
    const Error missing = error_of_work([&] { require_database(temporary_.folder() / "tixdb.sqlit"); });
    EXPECT_EQ(missing.hint(), "did you mean " + temporary_.path().string() + "?");
}

class CopyOfDatabase : public FailingDatabase {
  protected:
    CopyOfDatabase() { std::ofstream(target()).flush(); }
    [[nodiscard]] fs::path target() const { return temporary_.folder() / "copy"; }
    Error error_of_copy() {
        return error_of_work([this] { copy_database(temporary_.path(), target()); });
    }
};

TEST_F(CopyOfDatabase, TellsHowManyBytesItHasWritten) {
    std::vector<std::int64_t> told;
    temporary_.database().execute(
        "CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob(5000000)), (zeroblob(5000000))");
    copy_database(temporary_.path(), target(), [&](std::int64_t bytes) { told.push_back(bytes); });
    ASSERT_GT(told.size(), 1U);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(told.back(), static_cast<std::int64_t>(fs::file_size(target())));
}

TEST_F(CopyOfDatabase, TargetThatIsFullIsNamed) {
    const FailingCalls failing(Call::write, ENOSPC, "copy");
    const Error error = error_of_copy();
    EXPECT_EQ(error.kind(), ErrorKind::failed);
    EXPECT_EQ(std::string(error.what()), "cannot write " + target().string() + ": no space is left there");
    EXPECT_EQ(error.hint(), "free some space there, or name a file on another disk");
}

TEST_F(CopyOfDatabase, TargetThatCannotBeWrittenIsNamed) {
    const FailingCalls failing(Call::write, EIO, "copy");
    const Error error = error_of_copy();
    EXPECT_EQ(std::string(error.what()).find("cannot write " + target().string() + ": "), 0U) << error.what();
    EXPECT_EQ(std::string(error.what()).find("no space"), std::string::npos) << error.what();
}

TEST_F(CopyOfDatabase, SourceThatCannotBeReadIsNamed) {
    const FailingCalls failing(Call::read, EIO, "tixdb.sqlite");
    const Error error = error_of_copy();
    EXPECT_EQ(std::string(error.what()).find("cannot read " + temporary_.path().string() + ": "), 0U)
        << error.what();
    EXPECT_EQ(error.hint(), "name a database of tixdb, or a file that `tixdb backup` has made");
}

TEST_F(CopyOfDatabase, SourceThatCannotBeOpenedForWantOfDescriptorsIsForALaterRun) {
    const FailingCalls failing(Call::open, EMFILE);
    const Error error = error_of_copy();
    EXPECT_EQ(error.kind(), ErrorKind::try_again);
    EXPECT_EQ(std::string(error.what()),
              "cannot read " + temporary_.path().string() + ": Too many open files");
}

TEST_F(CopyOfDatabase, WhatIsNoDatabaseIsRefused) {
    std::ofstream(temporary_.folder() / "text") << std::string(5000, 'x');
    const Error text = error_of_work([&] { (void)inspect_database(temporary_.folder() / "text"); });
    EXPECT_EQ(text.hint(), "name a database of tixdb, or a file that `tixdb backup` has made");
    EXPECT_FALSE(integrity_problems(temporary_.folder() / "text", CheckedFile::of_others, 5).empty());
    EXPECT_EQ(fold_wal(temporary_.folder() / "text", std::chrono::milliseconds(0)), WalState::unreadable);
    {
        SQLite::Database other((temporary_.folder() / "other").string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE x (y)");
    }
    const Error other = error_of_work([&] { (void)inspect_database(temporary_.folder() / "other"); });
    EXPECT_EQ(other.kind(), ErrorKind::configuration);
    EXPECT_EQ(std::string(other.what()),
              (temporary_.folder() / "other").string() + " is a database of another program");
}

TEST_F(CopyOfDatabase, DamagedSourceIsNamedAsSuch) {
    const fs::path damaged = temporary_.folder() / "damaged";
    copy_database(temporary_.path(), target());
    fs::copy_file(target(), damaged);
    fs::resize_file(damaged, fs::file_size(damaged) / 2);
    const Error error = error_of_work([&] {
        (void)inspect_database(damaged);
        copy_database(damaged, target());
    });
    EXPECT_EQ(std::string(error.what()).find(damaged.string() + " is damaged: "), 0U) << error.what();
    EXPECT_EQ(error.hint(), "use an earlier backup; nothing was changed");
    EXPECT_FALSE(integrity_problems(damaged, CheckedFile::of_others, 5).empty());
}

TEST_F(CopyOfDatabase, DatabaseThatIsWrittenToIsBusy) {
    const Transaction writing(temporary_.database());
    EXPECT_EQ(fold_wal(temporary_.path(), std::chrono::milliseconds(0)), WalState::busy);
}

TEST_F(CopyOfDatabase, DatabaseThatSomebodyHasForHimselfIsBusyToo) {
    temporary_.database().execute("PRAGMA locking_mode = EXCLUSIVE");
    temporary_.database().execute("UPDATE schema_views SET digest = digest");
    EXPECT_EQ(fold_wal(temporary_.path(), std::chrono::milliseconds(0)), WalState::busy);
}

TEST_F(CopyOfDatabase, IsSelfContainedOnlyWhereNobodyElseHasItOpen) {
    const fs::path path = temporary_.folder() / "second.sqlite";
    test::make_database(path);
    Database database = Database::open_for_writing(path, {.busy_timeout = std::chrono::milliseconds(0)});
    {
        Database reader = Database::open_for_reading(path);
        const Error error = error_of_work([&] { make_self_contained(database); });
        EXPECT_EQ(error.kind(), ErrorKind::try_again) << error.what();
    }
    make_self_contained(database);
    EXPECT_EQ(database.handle().execAndGet("PRAGMA journal_mode").getString(), "delete");
}

}  // namespace
}  // namespace tixdb::store::failing
