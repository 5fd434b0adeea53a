// SPDX-License-Identifier: MIT
// What must be true of the file that a database lies in, before and while it is used.
#include "store/file_identity.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <new>

#include "base/signals.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

namespace fs = std::filesystem;

// The text of the Error that work throws, or "".
std::string error_of(const std::function<void()>& work, ErrorKind kind) {
    try {
        work();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), kind) << error.what();
        return error.what();
    }
    return {};
}

void begin(Database& database) {
    const Transaction transaction(database);
}

TEST(DatabaseFile, OfTwoNamesIsRefusedByEither) {
    test::TemporaryDatabase temporary;
    fs::create_hard_link(temporary.path(), temporary.folder() / "other.sqlite");
    for (const fs::path& path : {temporary.path(), temporary.folder() / "other.sqlite"}) {
        EXPECT_NE(error_of([&] { (void)Database::open_for_writing(path); }, ErrorKind::configuration)
                      .find("it has 2 names (hard links)"),
                  std::string::npos);
        EXPECT_NE(error_of([&] { (void)Database::open_for_reading(path); }, ErrorKind::configuration)
                      .find("it has 2 names (hard links)"),
                  std::string::npos);
    }
    EXPECT_FALSE(fs::exists(temporary.folder() / "other.sqlite-wal"));
}

TEST(DatabaseFile, ThroughASymbolicLinkIsTheFileItself) {
    test::TemporaryDatabase temporary;
    fs::create_symlink(temporary.path(), temporary.folder() / "link.sqlite");
    Database database = Database::open_for_writing(temporary.folder() / "link.sqlite");
    EXPECT_NO_THROW(begin(database));
}

TEST(DatabaseFile, WhatIsNoRegularFileIsRefusedAtOnce) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const fs::path& path : {folder.path(), folder / "pipe", fs::path("/dev/null")}) {
        EXPECT_NE(error_of([&] { (void)Database::open_for_writing(path); }, ErrorKind::configuration)
                      .find("not a regular file"),
                  std::string::npos)
            << path;
    }
    EXPECT_FALSE(fs::exists("/dev/null-journal"));
}

TEST(DatabaseFile, NoTransactionBeginsOnceTheFileWasDeletedMovedOrReplaced) {
    const std::vector<std::function<void(const fs::path&)>> accidents = {
        [](const fs::path& path) { fs::remove(path); },
        [](const fs::path& path) { fs::rename(path, path.string() + ".moved"); },
        [](const fs::path& path) {
            fs::copy_file(path, path.string() + ".copy");
            fs::rename(path.string() + ".copy", path);
        },
        [](const fs::path& path) { fs::create_hard_link(path, path.string() + ".link"); },
    };
    for (const auto& accident : accidents) {
        test::TemporaryDatabase temporary;
        begin(temporary.database());
        accident(temporary.path());
        EXPECT_NE(error_of([&] { begin(temporary.database()); }, ErrorKind::failed)
                      .find("was deleted, moved or replaced"),
                  std::string::npos);
    }
}

TEST(DatabaseFile, WhatWasBegunIsNotCommittedIntoAFileThatIsGone) {
    test::TemporaryDatabase temporary;
    const fs::path moved = temporary.path().string() + ".moved";
    {
        Transaction transaction(temporary.database());
        temporary.database().execute("INSERT INTO setting VALUES ('a', 'b', 0)");
        fs::rename(temporary.path(), moved);
        EXPECT_THROW(transaction.commit(), Error);
    }
    EXPECT_EQ(temporary.number("SELECT count(*) FROM setting WHERE name = 'a'"), 0);
}

TEST(DatabaseFile, SQLitesWordsAreSafeToShow) {
    const SQLite::Exception exception("no such table: a\x1b[31m\nb", 1);
    const Error error = error_from(exception, "x.sqlite");
    EXPECT_STREQ(error.what(), "database x.sqlite: no such table: a\\x1b[31m\\nb");
}

TEST(DatabaseFile, WantOfMemoryIsAnErrorThatSaysSo) {
    EXPECT_STREQ(error_from(std::bad_alloc(), "x.sqlite").what(), "there is not enough memory");
}

// In a process of its own: the request to stop cannot be taken back.
void query_without_end(const fs::path& path) {
    install_signal_handlers();
    Database database = Database::open_for_reading(path);
    (void)raise(SIGTERM);
    try {
        (void)database.handle().execAndGet(
            "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
    } catch (const std::exception& exception) {
        std::_Exit(is_interruption(exception) ? 7 : 8);
    }
}

TEST(DatabaseFileDeathTest, QueryOfAReaderEndsWhenTheRunIsAskedToStop) {
    const test::TemporaryDatabase temporary;
    EXPECT_EXIT(query_without_end(temporary.path()), testing::ExitedWithCode(7), "");
}

// Work in a process with mounts of its own: its exit code, or -1 where that is not allowed.
int in_own_mounts(const std::function<int()>& work) {
    const pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            _exit(99);
        int code = 98;
        try {
            code = work();
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
        }
        _exit(code);
    }
    int status = 0;
    waitpid(child, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 97;
    return code == 99 ? -1 : code;
}

TEST(DatabaseFile, MountedByItselfIsRefused) {
    test::TemporaryDatabase temporary;
    std::ofstream(temporary.folder() / "place.sqlite").flush();
    const fs::path place = temporary.folder() / "place.sqlite";
    const int code = in_own_mounts([&] {
        if (mount(temporary.path().c_str(), place.c_str(), nullptr, MS_BIND, nullptr) != 0) return 99;
        try {
            (void)Database::open_for_writing(place);
        } catch (const Error& error) {
            return error.hint().find("mount the folder") != std::string::npos ? 0 : 2;
        }
        return 1;
    });
    if (code == -1) GTEST_SKIP() << "mounts are not allowed here";
    EXPECT_EQ(code, 0);
}

TEST(DatabaseFile, CopyOnAReadOnlyMediumCanBeRead) {
    test::TemporaryDatabase temporary;
    const fs::path medium = temporary.folder() / "a medium #1 100%?";
    fs::create_directory(medium);
    temporary.database().execute("VACUUM INTO '" + (medium / "copy.sqlite").string() + "'");
    {
        SQLite::Database copy((medium / "copy.sqlite").string(), SQLite::OPEN_READWRITE);
        copy.exec("PRAGMA journal_mode = WAL");
    }
    fs::remove(medium / "copy.sqlite-wal");
    fs::remove(medium / "copy.sqlite-shm");
    const int code = in_own_mounts([&] {
        if (mount(medium.c_str(), medium.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
            mount(nullptr, medium.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0)
            return 99;
        Database database = Database::open_for_reading(medium / "copy.sqlite");
        return database.handle().execAndGet("SELECT count(*) FROM schema_migration").getInt() > 0 ? 0 : 1;
    });
    if (code == -1) GTEST_SKIP() << "mounts are not allowed here";
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace tixdb::store
