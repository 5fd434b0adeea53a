// SPDX-License-Identifier: MIT

#include "store/database_copy.hpp"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

#include "base/shortage.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "store/file_identity.hpp"

namespace tixdb::store {
namespace {

// 4 MiB: often enough to look whether the run is asked to stop.
constexpr int kPagesPerStep = 1024;
constexpr int kSourceBusyTimeoutMs = 10'000;
constexpr int kStepsBetweenLooks = 20'000;
// Of two databases: each with its -wal and -shm, or its journal and the journal's folder.
constexpr int kOpenFiles = 6;
// "TiXd" (store/database.cpp).
constexpr int kTixdbApplicationId = 0x54695864;

// As Database does, on a read-only medium too.
SQLite::Database opened_source(const std::filesystem::path& path) {
    if (is_unchangeable(path))
        return SQLite::Database(immutable_uri(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    return SQLite::Database(path.string(), SQLite::OPEN_READONLY, kSourceBusyTimeoutMs);
}

Error unreadable(const SQLite::Exception& exception, const std::filesystem::path& path) {
    const int code = exception.getErrorCode();
    // Reading one in WAL mode takes some room beside it.
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL)
        return error_from(exception, path);
    if (code == SQLITE_CANTOPEN && is_short_of_descriptors(kOpenFiles)) {
        return shortage_error(fmt::format("cannot read {}", escaped(path.string())), EMFILE);
    }
    if (code == SQLITE_CORRUPT) {
        return {ErrorKind::failed, fmt::format("{} is damaged: {}", escaped(path.string()), exception.what()),
                "use an earlier backup; nothing was changed"};
    }
    return {ErrorKind::failed, fmt::format("cannot read {}: {}", escaped(path.string()), exception.what()),
            "name a database of tixdb, or a file that `tixdb backup` has made"};
}

bool is_of_writing(int code) {
    switch (code) {
        case SQLITE_FULL:
        case SQLITE_IOERR_WRITE:
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_TRUNCATE:
            return true;
        default:
            return false;
    }
}

Error copy_error(const SQLite::Exception& exception, const std::filesystem::path& source,
                 const std::filesystem::path& target) {
    // A step of the copy gives its own code, and knows of no extended one.
    if (!is_of_writing(exception.getErrorCode()) && !is_of_writing(exception.getExtendedErrorCode()))
        return unreadable(exception, source);
    const bool is_full = exception.getErrorCode() == SQLITE_FULL;
    return {ErrorKind::failed,
            fmt::format("cannot write {}: {}", escaped(target.string()),
                        is_full ? "no space is left there" : exception.what()),
            "free some space there, or name a file on another disk"};
}

void copy_pages(SQLite::Database& source, SQLite::Database& target, const ProgressHook& hook) {
    const std::int64_t page_bytes = source.execAndGet("PRAGMA page_size").getInt64();
    SQLite::Backup backup(target, source);
    for (;;) {
        throw_if_stopped();
        const int code = backup.executeStep(kPagesPerStep);
        const int done = backup.getTotalPageCount() - backup.getRemainingPageCount();
        if (hook) hook(done * page_bytes);
        if (code == SQLITE_DONE) return;
        if (code != SQLITE_OK) throw SQLite::Exception(target.getHandle(), code);
    }
}

int ends_check(void* /*unused*/) {
    return stop_requested() != 0 ? 1 : 0;
}

}  // namespace

DatabaseFacts inspect_database(const std::filesystem::path& path) try {
    SQLite::Database database = opened_source(path);
    const int application_id = database.execAndGet("PRAGMA application_id").getInt();
    const bool is_empty = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (application_id != kTixdbApplicationId && !is_empty) {
        throw Error(ErrorKind::configuration,
                    fmt::format("{} is a database of another program", escaped(path.string())),
                    "name a database of tixdb");
    }
    return {database.execAndGet("PRAGMA page_count").getInt64() *
                database.execAndGet("PRAGMA page_size").getInt64(),
            version};
} catch (const SQLite::Exception& exception) {
    throw unreadable(exception, path);
}

void copy_database(const std::filesystem::path& source, const std::filesystem::path& target,
                   const ProgressHook& hook) try {
    SQLite::Database original = opened_source(source);
    // One view for all steps: without it, each write of another process would start the copy anew.
    original.exec("BEGIN");
    (void)original.execAndGet("SELECT count(*) FROM sqlite_schema");
    {
        SQLite::Database copy(target.string(), SQLite::OPEN_READWRITE);
        // Whoever is killed here leaves a file that nobody will use.
        copy.exec("PRAGMA journal_mode = OFF");
        copy.exec("PRAGMA synchronous = OFF");
        copy_pages(original, copy, hook);
    }
    SQLite::Database copy(target.string(), SQLite::OPEN_READWRITE);
    copy.exec("PRAGMA journal_mode = DELETE");
} catch (const SQLite::Exception& exception) {
    throw copy_error(exception, source, target);
}

std::vector<std::string> integrity_problems(const std::filesystem::path& path, CheckedFile file, int most) {
    std::vector<std::string> problems;
    try {
        SQLite::Database database =
            file == CheckedFile::own_copy
                ? SQLite::Database(path.string(), SQLite::OPEN_READWRITE, kSourceBusyTimeoutMs)
                : opened_source(path);
        sqlite3_progress_handler(database.getHandle(), kStepsBetweenLooks, ends_check, nullptr);
        SQLite::Statement check(database, "SELECT integrity_check FROM pragma_integrity_check(?1)");
        check.bind(1, most);
        while (check.executeStep()) {
            const std::string message = check.getColumn(0).getString();
            if (message != "ok") problems.push_back(message);
        }
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_INTERRUPT) throw_if_stopped();
        problems.emplace_back(exception.what());
    }
    return problems;
}

void make_self_contained(Database& database) {
    const std::string mode = database.handle().execAndGet("PRAGMA journal_mode = DELETE").getString();
    if (mode == "delete") return;
    throw Error(ErrorKind::try_again,
                fmt::format("another program has {} open", escaped(database.path().string())),
                "end it and try again");
}

WalState fold_wal(const std::filesystem::path& path, std::chrono::milliseconds busy_timeout) try {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE, static_cast<int>(busy_timeout.count()));
    // A -wal that cannot be read is kept, too.
    int on = 1;
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &on);
    // The first read recovers what a killed process has left.
    (void)database.execAndGet("SELECT count(*) FROM sqlite_schema");
    SQLite::Statement checkpoint(database, "PRAGMA wal_checkpoint(TRUNCATE)");
    return checkpoint.executeStep() && checkpoint.getColumn(0).getInt() != 0 ? WalState::busy
                                                                             : WalState::folded;
} catch (const SQLite::Exception& exception) {
    const int code = exception.getErrorCode();
    return code == SQLITE_BUSY || code == SQLITE_LOCKED ? WalState::busy : WalState::unreadable;
}

}  // namespace tixdb::store
