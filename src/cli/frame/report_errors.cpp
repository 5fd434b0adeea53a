// SPDX-License-Identifier: MIT

#include "cli/frame/report_errors.hpp"

#include <fmt/format.h>

#include "base/signals.hpp"
#include "store/database.hpp"
#include "store/run_store.hpp"

namespace tixdb::cli {

void print_error(const Error& error, Log& log) {
    log.error(error.hint().empty() ? error.what() : fmt::format("{}; {}", error.what(), error.hint()));
}

namespace {

void tell_once(Interrupted& interrupted, Log& log) {
    log.flush();
    if (!interrupted.is_told()) log.summary(interrupted.what());
    interrupted.set_told();
}

// The session is over and knows only that it failed; `status` is to tell how and why.
void record_reason(const Context& context, const Error& error) {
    if (!context.run_id) return;
    try {
        // One that was taken away meanwhile must not be made anew.
        if (!store::database_exists(context.common.database)) return;
        auto database = store::Database::open_for_writing(context.common.database);
        store::RunStore(database).set_reason(*context.run_id, static_cast<int>(exit_code_of(error.kind())),
                                             error.what());
    } catch (const std::exception&) {
        // The error itself has been printed, and is perhaps the reason for this one.
    }
}

}  // namespace

ExitCode report_errors(Context& context, const std::function<ExitCode()>& work) {
    Log& log = context.log;
    // An earlier stage may have failed in a session of its own: what fails before it has one has no row.
    context.run_id.reset();
    try {
        const ExitCode code = work();
        log.flush();
        return code;
    } catch (Interrupted& interrupted) {
        tell_once(interrupted, log);
        throw;
    } catch (const std::exception& exception) {
        // What SQLite gave up because somebody asked for it.
        if (store::is_interruption(exception)) {
            Interrupted interrupted(stop_requested());
            tell_once(interrupted, log);
            throw interrupted;
        }
        log.flush();
        const Error error = store::error_from(exception, context.common.database);
        print_error(error, log);
        record_reason(context, error);
        return exit_code_of(error.kind());
    }
}

}  // namespace tixdb::cli
