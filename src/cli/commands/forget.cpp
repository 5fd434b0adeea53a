// SPDX-License-Identifier: MIT

#include "cli/commands/forget.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/frame/session.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kNotCovered =
    "archives, backups, report files and logs are not covered: delete those yourself";

std::string forgotten_text(const maintenance::ForgetSummary& summary) {
    return fmt::format("{}: {}, {}, {}, {} not sent", plural(summary.installations, "installation"),
                       plural(summary.rows.reports, "report"),
                       plural(summary.rows.observations, "observation"),
                       plural(summary.rows.results, "result"), plural(summary.rows.unsent_items, "item"));
}

}  // namespace

void ForgetCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id (default: all of the user's)", false);
    options.dry_run(dry_run_, "say what would be deleted, delete nothing");
}

void ForgetCommand::validate(const Context&) {
    request_.user_id = id_argument("USER", user_);
    if (!installation_.empty()) request_.installation_id = id_argument("INSTALLATION", installation_);
}

ExitCode ForgetCommand::run(Context& context) {
    if (dry_run_) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        context.log.summary(fmt::format("forget: would delete {}; {}",
                                        forgotten_text(maintenance::plan_forget(database, request_)),
                                        kNotCovered));
        return ExitCode::done;
    }
    // Nothing may be on its way to tix-api meanwhile.
    WritingSession session(context, "forget", LockKind::data);
    const FileLock no_publishing = take_lock(context, LockKind::publish);
    // The locks stay: others could only wait for what they must not see half done.
    const auto pause = [] { return stop_requested() == 0; };
    const auto summary = maintenance::forget(session.database(), request_, context.clock(), pause);
    const RunCounts counts{{"installations", summary.installations},
                           {"reports", summary.rows.reports},
                           {"observations", summary.rows.observations},
                           {"results", summary.rows.results},
                           {"items", summary.rows.unsent_items}};
    const ExitCode code =
        session.finish_or_stop(summary.is_complete ? ExitCode::done : ExitCode::try_again, counts,
                               "what was deleted is gone; run it again for the rest");
    // The run's own row went into the -wal since; nothing of those who are forgotten did.
    if (!summary.is_complete) {
        throw Error(
            ErrorKind::try_again,
            fmt::format("forget: deleted {}, but a reader keeps the -wal in use, which still holds it",
                        forgotten_text(summary)),
            "end it (a long query, a backup) and run this again");
    }
    context.log.summary(fmt::format("forget: deleted {}; {}", forgotten_text(summary), kNotCovered));
    return code;
}

}  // namespace tixdb::cli
