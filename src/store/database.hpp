// SPDX-License-Identifier: MIT
// A connection to tixdb's SQLite file. All access goes through it, because it makes the settings that every
// promise of tixdb depends on.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "store/file_identity.hpp"

namespace tixdb::store {

struct OpenOptions {
    std::chrono::milliseconds busy_timeout{10'000};
    std::int64_t cache_bytes = 64LL * 1024 * 1024;
    // For reading only: a query, or a wait for a lock, ends when the run is asked to stop (is_interruption).
    // If false, the caller itself asks stop_requested(), at points where everything is consistent.
    bool ends_on_signal = true;
};

// Thread rule: a connection and the stores on it belong to one thread; each thread opens its own.
// Every method may throw SQLite::Exception, which error_from() turns into an Error at the top.
class Database {
  public:
    // Creates the file (mode 0640) if there is none. WAL kept between runs, synchronous=FULL, foreign keys
    // on. Does not migrate (store/migrator.hpp). Throws Error{configuration} if the file is not tixdb's, or
    // has two names (store/file_identity.hpp).
    [[nodiscard]] static Database open_for_writing(const std::filesystem::path& path,
                                                   const OpenOptions& options = {});
    // Works without write permission, with and without a writer running, and on a read-only medium. Throws
    // Error{failed} if there is no file, Error{configuration} if its schema is not this program's or it has
    // two names.
    [[nodiscard]] static Database open_for_reading(const std::filesystem::path& path,
                                                   const OpenOptions& options = {});

    [[nodiscard]] SQLite::Database& handle() { return *handle_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    // PRAGMA user_version: the number of the last migration applied, 0 for an empty file.
    [[nodiscard]] int schema_version();

    void execute(std::string_view sql);

    // Throws Error{failed} if the file that is open is no longer the one at path(), or has got a second name:
    // it was deleted, moved or replaced, and what is written now would be lost or end up beside the wrong
    // file. Every transaction calls it, and so must whoever acts outside the database on what was written.
    // Costs two system calls.
    void require_in_place();

  private:
    Database(std::filesystem::path path, const std::string& name, int flags, const OpenOptions& options);
    static Database open_existing(const std::filesystem::path& path, const OpenOptions& options);
    void require_own_file();
    [[nodiscard]] int number(std::string_view sql);
    void end_when_asked_to_stop();

    std::filesystem::path path_;
    FileIdentity file_;
    std::unique_ptr<SQLite::Database> handle_;
    std::unique_ptr<std::chrono::milliseconds> busy_timeout_;  // where SQLite finds it, wherever this moves
};

// BEGIN IMMEDIATE … COMMIT; rolled back unless committed. Both call require_in_place().
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // When it returns the change is on the disk.
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

// A consistent view for several reads: BEGIN DEFERRED. Nothing may be written while it lives.
class Snapshot {
  public:
    explicit Snapshot(Database& database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Database& database_;
};

// Whether there is such a file. Throws Error{configuration} if it is no regular file (a folder, a pipe, a
// device), Error{failed} if this user may not look.
[[nodiscard]] bool database_exists(const std::filesystem::path& path);

// For commands that would find nothing in a new database. Throws Error{failed}, which names a file of a
// similar name, if there is no database, and what database_exists() throws.
void require_database(const std::filesystem::path& path);

// What a caught exception means to the user: SQLite's codes as Error about the database `path` (busy:
// try_again; disk full, damaged …: failed), an Error as itself, anything else as failed.
[[nodiscard]] Error error_from(const std::exception& exception, const std::filesystem::path& path);

// Throws what a connection's call has failed with: SQLite::Exception, or Error{try_again} if SQLite could not
// open a file because this process may open no more, which it does not tell apart afterwards.
[[noreturn]] void throw_failure(sqlite3* connection, int code);

// True if a reader was given up because the run was asked to stop (base/signals.hpp).
[[nodiscard]] bool is_interruption(const std::exception& exception);

}  // namespace tixdb::store
