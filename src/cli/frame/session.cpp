// SPDX-License-Identifier: MIT

#include "cli/frame/session.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/error.hpp"
#include "base/lock_holder.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "store/migrator.hpp"
#include "store/run_store.hpp"

namespace tixdb::cli {

namespace {

// Other processes look every 50 ms whether the lock is free. A gap of this length lets them find it so.
constexpr std::chrono::seconds kLongestHold(1);
constexpr std::chrono::milliseconds kGap(60);
constexpr std::chrono::hours kUntilItIsFree(24 * 365);

// Beside the file itself, whatever links lead to it: SQLite follows them, and who comes by another name must
// meet the same lock.
std::filesystem::path lock_path(const Context& context, LockKind kind) {
    std::error_code ignored;
    std::filesystem::path path = std::filesystem::weakly_canonical(context.common.database, ignored);
    if (path.empty()) path = context.common.database;
    path += kind == LockKind::data ? ".data.lock" : ".publish.lock";
    return path;
}

FileLock lock_file(const Context& context, LockKind kind, std::chrono::milliseconds wait) {
    return {lock_path(context, kind), wait, context.clock()};
}

// A session's lock; of one that it does not get, whose that is.
FileLock session_lock(const Context& context, const std::string& command, LockKind kind,
                      MissingDatabase missing) {
    if (missing == MissingDatabase::refuse) store::require_database(context.common.database);
    try {
        return lock_file(context, kind, context.common.wait);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::try_again) throw;
        throw error.within(command + ": not run");
    }
}

// The name that the kernel keeps of a process, or nothing if there is none.
std::string process_name(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/comm");
    std::string name;
    std::getline(file, name);
    return name;
}

}  // namespace

FileLock take_lock(Context& context, LockKind kind) {
    return lock_file(context, kind, context.common.wait);
}

std::string note_of_lock(const Context& context, LockKind kind) {
    return FileLock::note_at(lock_path(context, kind));
}

bool is_at_work(const Context& context, const store::RunRow& run) {
    if (run.exit_code || !run.pid) return false;
    const std::string pid = std::to_string(*run.pid);
    if (const std::string name = process_name(pid); !name.empty() && name == process_name("self"))
        return true;
    return pid == holder_of_lock(lock_path(context, LockKind::data)) ||
           pid == holder_of_lock(lock_path(context, LockKind::publish));
}

WritingSession::WritingSession(Context& context, const std::string& command, LockKind lock,
                               MissingDatabase missing)
    : context_(context),
      kind_(lock),
      is_new_(!store::database_exists(context.common.database)),
      lock_(std::in_place, session_lock(context, command, lock, missing)),
      stopwatch_(context.clock()),
      since_gap_(context.clock()) {
    store::OpenOptions options;
    // What it plans for months lies in memory beside the pages.
    if (command == "reprocess") options.cache_bytes /= 4;
    database_ = store::Database::open_for_writing(context.common.database, options);
    migrate_if_needed(lock);
    run_id_ = store::RunStore(*database_).begin(command, context.program_version, context.clock().now_ms());
    context.run_id = run_id_;
}

void WritingSession::tell_if_created() const {
    if (is_new_) {
        context_.log.summary(
            fmt::format("created the database {}", escaped(context_.common.database.string())));
    }
}

void WritingSession::let_others_work() {
    lock_.reset();
    if (since_gap_.elapsed() > kLongestHold) {
        context_.clock().sleep_for(kGap);
        since_gap_.restart();
    }
    try {
        lock_.emplace(lock_file(context_, kind_, kUntilItIsFree));
    } catch (const Interrupted&) {
        // The run ends where it looks for that itself, and then tells what it has done.
    }
}

void WritingSession::migrate_if_needed(LockKind held) {
    if (!store::needs_migration(*database_)) return;
    std::optional<FileLock> data_lock;
    if (held != LockKind::data) data_lock.emplace(take_lock(context_, LockKind::data));
    store::migrate(*database_, context_.program_version, context_.clock().now_ms());
}

ExitCode WritingSession::finish(ExitCode code, const RunCounts& counts) {
    record_end(static_cast<int>(code), counts);
    context_.run_id.reset();
    return code;
}

ExitCode WritingSession::finish_or_stop(ExitCode code, const RunCounts& counts, const std::string& done) {
    const int signal_number = stop_requested();
    if (signal_number == 0) return finish(code, counts);
    record_end(128 + signal_number, counts);
    throw Interrupted(signal_number, done);
}

void WritingSession::record_end(int exit_code, const RunCounts& counts) {
    finished_ = true;
    store::RunStore(*database_)
        .finish(run_id_, stopwatch_.elapsed_ms().count(), exit_code, counts.json(), reason_);
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
