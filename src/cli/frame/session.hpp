// SPDX-License-Identifier: MIT
// What every writing command does around its work: lock, open, migrate, record the run.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/exit_code.hpp"
#include "base/file_lock.hpp"
#include "base/stopwatch.hpp"
#include "cli/frame/context.hpp"
#include "cli/frame/run_counts.hpp"
#include "store/database.hpp"
#include "store/run_store.hpp"

namespace tixdb::cli {

enum class LockKind {
    data,     // for whoever changes data: ingest, process, reprocess, trust, asn, config, migrations
    publish,  // so that a server that hangs never stops collection
};

// What a command does if there is no database. Most refuse, so that a misspelt name does not become a second
// one.
enum class MissingDatabase { refuse, create };

// Holds the lock and the run's row from its construction on. A session that is destroyed without finish()
// records exit code 1, or that of the signal that asked the run to stop. Belongs to one thread.
class WritingSession {
  public:
    // Throws Error{try_again} that names the holder if the lock is taken, and Error{failed} if there is no
    // database and none is to be created.
    WritingSession(Context& context, const std::string& command, LockKind lock,
                   MissingDatabase missing = MissingDatabase::refuse);
    ~WritingSession();
    WritingSession(const WritingSession&) = delete;
    WritingSession& operator=(const WritingSession&) = delete;

    [[nodiscard]] store::Database& database() { return *database_; }
    [[nodiscard]] std::int64_t run_id() const { return run_id_; }
    // Prints that the database is new, if it is.
    void tell_if_created() const;
    // The lock that is held.
    [[nodiscard]] FileLock& lock() { return *lock_; }

    // Gives the lock to whoever waits for it and takes it again: for long runs, at a point where everything
    // is stored. If the run is asked to stop meanwhile it returns without the lock: the session may only be
    // finished then.
    void let_others_work();

    // Why the run did not do all that it should have, for `status`.
    void set_reason(std::string reason) { reason_ = std::move(reason); }

    // Records how the run ended; returns code.
    ExitCode finish(ExitCode code, const RunCounts& counts = {});
    // Likewise; but if the run was asked to stop, records that together with the counts, and throws
    // Interrupted. done: what is kept of the work, "2700 reports are stored" for example.
    ExitCode finish_or_stop(ExitCode code, const RunCounts& counts, const std::string& done);

  private:
    void migrate_if_needed(LockKind held);
    void record_end(int exit_code, const RunCounts& counts);

    Context& context_;
    LockKind kind_;
    bool is_new_ = false;
    std::optional<FileLock> lock_;
    std::optional<store::Database> database_;
    std::int64_t run_id_ = 0;
    std::string reason_;
    Stopwatch stopwatch_;
    Stopwatch since_gap_;  // since others last had time to take the lock
    bool finished_ = false;
};

// Takes a lock without opening the database.
[[nodiscard]] FileLock take_lock(Context& context, LockKind kind);
// What the last holder of the lock has noted, without taking it; empty if nothing.
[[nodiscard]] std::string note_of_lock(const Context& context, LockKind kind);

// True if the process of a run without an end is still at work, here or in another container.
[[nodiscard]] bool is_at_work(const Context& context, const store::RunRow& run);

}  // namespace tixdb::cli
