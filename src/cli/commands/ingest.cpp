// SPDX-License-Identifier: MIT

#include "cli/commands/ingest.hpp"

#include <fmt/format.h>

#include "base/signals.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"

namespace tixdb::cli {
namespace {

double seconds_since(std::chrono::nanoseconds start, const Clock& clock) {
    return static_cast<double>((clock.monotonic() - start).count()) / 1e9;
}

std::string after_text(const ingest::IngestOptions& options, const ingest::IngestCounts& counts) {
    using Action = ingest::AfterIngest::Action;
    if (options.after.action == Action::keep) return "";
    const char* verb = options.after.action == Action::move ? "moved" : "deleted";
    std::string text = fmt::format(", {} {}", counts.removed, verb);
    if (counts.not_removed > 0) text += fmt::format(", {} not {}", counts.not_removed, verb);
    return text;
}

ExitCode code_of(const IngestArguments& arguments, const ingest::IngestCounts& counts) {
    return arguments.is_strict() && counts.rejected > 0 ? ExitCode::done_with_rejects : ExitCode::done;
}

ExitCode run_dry(Context& context, const IngestArguments& arguments) {
    const auto start = context.clock().monotonic();
    const ingest::IngestOptions options = arguments.ingest_options(context.world);
    ingest::check(options, context.log);
    const auto counts = ingest::dry_run(context.common.database, options, context.clock(), context.log);
    throw_if_stopped();
    context.log.summary(fmt::format("ingest: would be: {}{} in {:.1f} s; nothing was changed",
                                    ingest::text_of(counts), after_text(options, counts),
                                    seconds_since(start, context.clock())));
    return code_of(arguments, counts);
}

}  // namespace

ExitCode run_ingest_stage(Context& context, const IngestArguments& arguments, bool dry_run) {
    if (dry_run) return run_dry(context, arguments);
    const auto start = context.clock().monotonic();
    const ingest::IngestOptions options = arguments.ingest_options(context.world);
    // Before a database is made for nothing.
    ingest::check(options, context.log);
    WritingSession session(context, "ingest", LockKind::data);
    Progress progress(
        context, [] { return Progress::kUnknown; }, "files");
    const auto counts = ingest::ingest(session.database(), session.run_id(), options, context.clock(),
                                       context.log, progress.hook());
    const ExitCode code = session.finish_or_stop(code_of(arguments, counts), ingest::json_of(counts));
    context.log.summary(fmt::format("ingest: {}{} in {:.1f} s", ingest::text_of(counts),
                                    after_text(options, counts), seconds_since(start, context.clock())));
    return code;
}

void IngestCommand::add_options(OptionSet& options) {
    arguments_.add_folder_argument(options);
    arguments_.add_options(options);
    arguments_.add_list_options(options);
    options.dry_run(dry_run_, "say what would happen; change nothing");
}

void IngestCommand::validate(const Context&) {
    arguments_.validate();
}

ExitCode IngestCommand::run(Context& context) {
    return run_ingest_stage(context, arguments_, dry_run_);
}

}  // namespace tixdb::cli
