// SPDX-License-Identifier: MIT

#include "cli/commands/restore.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/mebibytes.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "maintenance/restore.hpp"

namespace tixdb::cli {
namespace {

// Long enough for a query of another program to end.
constexpr std::chrono::milliseconds kLeastPatience(2'000);

std::string content_of(const maintenance::RestoreSummary& summary) {
    std::string text = fmt::format("{}, schema {}", mebibytes(summary.bytes), summary.schema_version);
    if (summary.reports) text += ", " + plural(*summary.reports, "report");
    if (summary.latest_s) text += ", the newest of " + iso_of_s(*summary.latest_s);
    return text;
}

std::string former_text(const maintenance::RestoreSummary& summary, std::string_view verb) {
    if (!summary.former) return "";
    return fmt::format("; the database that was there {} kept as {}", verb,
                       escaped(summary.former->string()));
}

}  // namespace

void RestoreCommand::add_options(OptionSet& options) {
    options.positional("FILE", file_, "the backup to put in the place of the database");
    options.dry_run(dry_run_, "check FILE and say what would happen; change nothing");
}

ExitCode RestoreCommand::run(Context& context) {
    maintenance::RestoreRequest request;
    request.backup = file_;
    request.database = context.common.database;
    request.program_version = context.program_version;
    request.busy_timeout = std::max(context.common.wait, kLeastPatience);
    request.now_ms = context.clock().now_ms();
    if (dry_run_) {
        const auto plan = maintenance::plan_restore(request);
        context.log.summary(fmt::format("restore: would put {} in place ({}){}", escaped(file_),
                                        content_of(plan), former_text(plan, "would be")));
        return ExitCode::done;
    }
    // In the order in which publish takes them when it has to migrate.
    const FileLock publish_lock = take_lock(context, LockKind::publish);
    const FileLock data_lock = take_lock(context, LockKind::data);
    request.now_ms = context.clock().now_ms();
    Progress progress(
        context, [&] { return Progress::kUnknown; }, "MiB");
    const auto summary =
        maintenance::restore(request, [&](std::int64_t bytes) { progress.show(whole_mebibytes(bytes)); });
    progress.clear();
    context.log.summary(
        fmt::format("restore: {} is in place ({}), checked{}; publish asks tix-api what was sent since the "
                    "backup was made "
                    "before it sends anything again",
                    escaped(file_), content_of(summary), former_text(summary, "is")));
    return ExitCode::done;
}

}  // namespace tixdb::cli
