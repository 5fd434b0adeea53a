// SPDX-License-Identifier: MIT

#include "store/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <new>

#include "base/shortage.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "store/migrator.hpp"
#include "store/packed_residuals.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

// "TiXd": marks the file as ours (PRAGMA application_id).
constexpr int kApplicationId = 0x54695864;

void keep_wal_between_runs(SQLite::Database& handle) {
    int on = 1;
    sqlite3_file_control(handle.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &on);
}

// So that pages which hold nothing any more can be cut off. Says nothing to a file that has content.
void let_file_shrink(SQLite::Database& handle) {
    if (handle.execAndGet("PRAGMA page_count").getInt64() == 0) {
        handle.exec("PRAGMA auto_vacuum = INCREMENTAL");
    }
}

// A connection that could not be opened is gone by the time anybody could ask it why.
std::unique_ptr<SQLite::Database> opened(const std::filesystem::path& path, const std::string& name,
                                         int flags, std::chrono::milliseconds busy_timeout) {
    try {
        return std::make_unique<SQLite::Database>(name, flags | SQLite::OPEN_NOMUTEX,
                                                  static_cast<int>(busy_timeout.count()));
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_CANTOPEN && is_short_of_descriptors(1)) {
            throw shortage_error("cannot open the database " + escaped(path.string()), EMFILE);
        }
        throw;
    }
}

// Between two looks at a database that another process holds.
constexpr std::chrono::milliseconds kShortPause(2);
constexpr std::chrono::milliseconds kLongPause(50);

}  // namespace

// SQLite's own creation of a file would follow the umask; -wal and -shm take over the mode of the file.
Database::Database(std::filesystem::path path, const std::string& name, int flags, const OpenOptions& options)
    : path_(std::move(path)),
      handle_(opened(path_, name, flags, options.busy_timeout)),
      busy_timeout_(std::make_unique<std::chrono::milliseconds>(options.busy_timeout)) {
    // Only now: a file system in layers may have copied the file when it was opened.
    file_ = require_single_name(path_);
    // Before anything is asked of it: even a pragma may wait.
    if ((flags & SQLite::OPEN_READONLY) != 0 && options.ends_on_signal) end_when_asked_to_stop();
    execute(fmt::format("PRAGMA cache_size = {}", -(options.cache_bytes / 1024)));
    execute("PRAGMA foreign_keys = ON");
    add_packed_residuals(handle_->getHandle());
}

Database Database::open_for_writing(const std::filesystem::path& path, const OpenOptions& options) {
    create_if_missing(path);
    (void)require_single_name(path);
    Database database(path, path.string(), SQLite::OPEN_READWRITE, options);
    keep_wal_between_runs(database.handle());
    let_file_shrink(database.handle());
    database.require_own_file();
    database.execute("PRAGMA journal_mode = WAL");
    database.execute("PRAGMA synchronous = FULL");
    database.execute("PRAGMA wal_autocheckpoint = 4000");
    database.execute("PRAGMA journal_size_limit = 67108864");
    return database;
}

// A file in WAL mode needs a -shm beside it, which cannot be made on a read-only medium; there nobody can
// change the file either.
Database Database::open_existing(const std::filesystem::path& path, const OpenOptions& options) {
    if (is_unchangeable(path))
        return {path, immutable_uri(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI, options};
    return {path, path.string(), SQLite::OPEN_READONLY, options};
}

Database Database::open_for_reading(const std::filesystem::path& path, const OpenOptions& options) {
    require_database(path);
    (void)require_single_name(path);
    Database database = open_existing(path, options);
    database.require_own_file();
    require_current_schema(database);
    return database;
}

// Of a reader, which has nothing to leave in order.
void Database::end_when_asked_to_stop() {
    constexpr int kSteps = 20'000;  // of SQLite's virtual machine: some 0.2 ms
    sqlite3* connection = handle_->getHandle();
    const auto is_over = [](void*) { return stop_requested() != 0 ? 1 : 0; };
    sqlite3_progress_handler(connection, kSteps, is_over, nullptr);
    const auto wait_on = [](void* context, int times) {
        const auto& timeout = *static_cast<const std::chrono::milliseconds*>(context);
        const auto pause = times < 10 ? kShortPause : kLongPause;
        const auto waited = times < 10 ? times * kShortPause : 10 * kShortPause + (times - 10) * kLongPause;
        return waited < timeout && !wait_for_stop(pause) ? 1 : 0;
    };
    sqlite3_busy_handler(connection, wait_on, busy_timeout_.get());
}

void Database::require_in_place() {
    int has_moved = 0;
    sqlite3_file_control(handle_->getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
    if (has_moved == 0 && is_single_name_of(file_, path_)) return;
    throw Error(
        ErrorKind::failed,
        fmt::format("the database {} was deleted, moved or replaced while this run was at work",
                    escaped(path_.string())),
        "nothing more was done; put the file back, with the -wal that belongs to it or without any, and "
        "run again");
}

int Database::schema_version() {
    return number("PRAGMA user_version");
}

void Database::execute(std::string_view sql) {
    const std::string text(sql);
    const int code = handle_->tryExec(text);
    if (code != SQLITE_OK) throw_failure(handle_->getHandle(), code);
}

int Database::number(std::string_view sql) {
    Statement query(*this, sql);
    return query.step() ? static_cast<int>(query.int64(0)) : 0;
}

void Database::require_own_file() {
    const int application_id = number("PRAGMA application_id");
    if (application_id == kApplicationId) return;
    const bool is_empty = number("SELECT count(*) FROM sqlite_schema") == 0;
    if (!is_empty || application_id != 0) {
        throw Error(ErrorKind::configuration,
                    fmt::format("{} is a database of another program", escaped(path_.string())),
                    "name tixdb's own file with --database");
    }
    if (!sqlite3_db_readonly(handle_->getHandle(), "main")) {
        execute(fmt::format("PRAGMA application_id = {}", kApplicationId));
    }
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.require_in_place();
    database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    // After some errors SQLite has rolled back by itself; then there is nothing left to do.
    if (open_) sqlite3_exec(database_.handle().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.require_in_place();
    database_.execute("COMMIT");
    open_ = false;
}

Snapshot::Snapshot(Database& database) : database_(database) {
    database_.execute("BEGIN DEFERRED");
}

Snapshot::~Snapshot() {
    sqlite3_exec(database_.handle().getHandle(), "COMMIT", nullptr, nullptr, nullptr);
}

namespace {

Error other_error(const std::exception& exception) {
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
        return {ErrorKind::failed, std::string(kNoMemory), std::string(kNoMemoryHint)};
    }
    return {ErrorKind::failed, escaped(exception.what())};
}

}  // namespace

void throw_failure(sqlite3* connection, int code) {
    const int error = sqlite3_system_errno(connection);
    if ((code & 0xFF) == SQLITE_CANTOPEN && is_shortage(error)) {
        const char* path = sqlite3_db_filename(connection, "main");
        throw shortage_error(
            fmt::format("database {}: {}", escaped(path == nullptr ? "" : path), sqlite3_errmsg(connection)),
            error);
    }
    throw SQLite::Exception(connection, code);
}

bool is_interruption(const std::exception& exception) {
    const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&exception);
    if (sqlite == nullptr || stop_requested() == 0) return false;
    const int code = sqlite->getErrorCode() & 0xFF;
    return code == SQLITE_INTERRUPT || code == SQLITE_BUSY;
}

Error error_from(const std::exception& exception, const std::filesystem::path& path) {
    if (const auto* own = dynamic_cast<const Error*>(&exception)) return *own;
    const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&exception);
    if (sqlite == nullptr) return other_error(exception);
    const std::string message =
        fmt::format("database {}: {}", escaped(path.string()), escaped(sqlite->what()));
    switch (sqlite->getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::try_again, message, "another process is writing: try again"};
        case SQLITE_FULL:
            return {ErrorKind::failed, fmt::format("the disk of {} is full", escaped(path.string())),
                    "what was committed is kept: run again when there is room"};
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return {ErrorKind::failed, message, "check the permissions of the database file and its folder"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorKind::failed, message,
                    "the file is damaged or not SQLite: restore it from a backup"};
        case SQLITE_IOERR:
            return {ErrorKind::failed, message,
                    "look at the disk, quotas and `ulimit -f`, then run again: what was stored stays"};
        default:
            return {ErrorKind::failed, message};
    }
}

}  // namespace tixdb::store
