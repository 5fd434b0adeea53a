// SPDX-License-Identifier: MIT

#include "cli/frame/session.hpp"

#include "base/error.hpp"
#include "base/signals.hpp"
#include "store/migrator.hpp"
#include "store/run_store.hpp"

namespace tixdb::cli {

namespace {

// Others look every 50 ms whether the lock is free: so often and so long they find it so.
constexpr std::chrono::seconds kLongestHold(1);
constexpr std::chrono::milliseconds kGap(60);
constexpr std::chrono::hours kUntilItIsFree(24 * 365);

// Beside the file itself, whatever links lead to it: SQLite follows them, and who comes by another name must
// meet the same lock.
FileLock lock_file(const Context& context, LockKind kind, std::chrono::milliseconds wait) {
    std::error_code ignored;
    std::filesystem::path path = std::filesystem::weakly_canonical(context.common.database, ignored);
    if (path.empty()) path = context.common.database;
    path += kind == LockKind::data ? ".data.lock" : ".publish.lock";
    return {path, wait, context.clock()};
}

}  // namespace

FileLock take_lock(Context& context, LockKind kind) {
    return lock_file(context, kind, context.common.wait);
}

WritingSession::WritingSession(Context& context, const std::string& command, LockKind lock)
    : context_(context),
      kind_(lock),
      lock_(std::in_place, take_lock(context, lock)),
      stopwatch_(context.clock()) {
    locked_ = context.clock().monotonic();
    database_ = store::Database::open_for_writing(context.common.database);
    migrate_if_needed(lock);
    run_id_ = store::RunStore(*database_).begin(command, context.program_version, context.clock().now_ms());
}

void WritingSession::let_others_work() {
    lock_.reset();
    if (context_.clock().monotonic() - locked_ > kLongestHold) {
        context_.clock().sleep_for(kGap);
        locked_ = context_.clock().monotonic();
    }
    lock_.emplace(lock_file(context_, kind_, kUntilItIsFree));
}

void WritingSession::migrate_if_needed(LockKind held) {
    if (!store::needs_migration(*database_)) return;
    std::optional<FileLock> data_lock;
    if (held != LockKind::data) data_lock.emplace(take_lock(context_, LockKind::data));
    store::migrate(*database_, context_.program_version, context_.clock().now_ms());
}

ExitCode WritingSession::finish(ExitCode code, const RunCounts& counts) {
    record_end(static_cast<int>(code), counts);
    return code;
}

ExitCode WritingSession::finish_or_stop(ExitCode code, const RunCounts& counts) {
    const int signal_number = stop_requested();
    if (signal_number == 0) return finish(code, counts);
    record_end(128 + signal_number, counts);
    throw Interrupted(signal_number);
}

void WritingSession::record_end(int exit_code, const RunCounts& counts) {
    finished_ = true;
    store::RunStore(*database_).finish(run_id_, stopwatch_.elapsed_ms().count(), exit_code, counts.json());
}

WritingSession::~WritingSession() {
    if (finished_ || run_id_ == 0) return;
    try {
        record_end(stop_requested() != 0 ? 128 + stop_requested() : static_cast<int>(ExitCode::failed), {});
    } catch (const std::exception&) {
        // The run's own error is on its way up and says more; the row stays without an end.
    }
}

}  // namespace tixdb::cli
