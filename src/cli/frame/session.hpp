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

namespace tixdb::cli {

enum class LockKind {
    data,     // ingest, process, reprocess, prune, migrations
    publish,  // so that a server that hangs never stops collection
};

// Holds the lock and the run's row. A session that is destroyed without finish() records
// the exit code 1, or that of the signal that asked it to stop.
class WritingSession {
  public:
    // Throws Error{try_again} naming the holder if the lock is taken.
    WritingSession(Context& context, const std::string& command, LockKind lock);
    ~WritingSession();
    WritingSession(const WritingSession&) = delete;
    WritingSession& operator=(const WritingSession&) = delete;

    [[nodiscard]] store::Database& database() { return *database_; }
    [[nodiscard]] std::int64_t run_id() const { return run_id_; }

    // Gives the lock back and takes it again, when it is free again: for long runs, at a point where all is
    // stored. Throws Interrupted if the run is asked to stop meanwhile.
    void let_others_work();

    // Records how the run ended; returns code.
    ExitCode finish(ExitCode code, const RunCounts& counts = {});
    // Likewise; if the run was asked to stop, records that with what it did before, and throws Interrupted.
    ExitCode finish_or_stop(ExitCode code, const RunCounts& counts);

  private:
    void migrate_if_needed(LockKind held);
    void record_end(int exit_code, const RunCounts& counts);

    Context& context_;
    LockKind kind_;
    std::chrono::nanoseconds locked_{};  // since when, without a gap for others
    std::optional<FileLock> lock_;
    std::optional<store::Database> database_;
    std::int64_t run_id_ = 0;
    Stopwatch stopwatch_;
    bool finished_ = false;
};

// The data lock alone, beside the database.
[[nodiscard]] FileLock take_lock(Context& context, LockKind kind);

}  // namespace tixdb::cli
