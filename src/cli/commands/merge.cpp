// SPDX-License-Identifier: MIT

#include "cli/commands/merge.hpp"

#include <fmt/format.h>

#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/stages/copied_rows.hpp"
#include "cli/stages/shard_options.hpp"

namespace tixdb::cli {
namespace {

std::string content_text(const maintenance::MergeSummary& summary) {
    return fmt::format("{}{}, {}", plural(summary.installations, "installation"), shard_text(summary.shard),
                       plural(summary.reports, "report"));
}

}  // namespace

void MergeCommand::add_options(OptionSet& options) {
    options.positional("OUT", target_, "the database to make");
    options.positional("IN", sources_, "databases of different installations");
    options.flag("--overwrite", overwrite_, "replace OUT, in one step, once the new one is whole")
        .command_line_only();
    options.dry_run(dry_run_, "look whether they can be merged, and say what would be made; write nothing");
}

maintenance::MergeRequest MergeCommand::request(const Context& context) const {
    return {target_,
            {sources_.begin(), sources_.end()},
            overwrite_,
            {"merge", context.program_version, context.clock().now_ms()}};
}

ExitCode MergeCommand::run(Context& context) {
    if (dry_run_) {
        const auto plan = maintenance::plan_merge(request(context));
        for (const maintenance::CopiedSource& source : plan.sources) {
            context.log.detail(fmt::format("merge: {}{}: {}, {}", escaped(source.path.string()),
                                           shard_text(source.shard),
                                           plural(std::ssize(source.installations), "installation"),
                                           plural(reports_of(source, source.installations), "report")));
        }
        context.log.summary(fmt::format("merge: would make {} of {}: {}", escaped(target_),
                                        plural(std::ssize(plan.sources), "database"), content_text(plan)));
        return ExitCode::done;
    }
    const Stopwatch stopwatch(context.clock());
    Progress progress(
        context, [] { return Progress::kUnknown; }, "rows");
    const auto summary = maintenance::merge(request(context), progress.hook());
    progress.clear();
    context.log.summary(fmt::format("merge: {} of {} in {}, checked: {}", content_text(summary),
                                    plural(std::ssize(summary.sources), "database"), escaped(target_),
                                    rows_text(summary.rows, stopwatch.elapsed_s())));
    return ExitCode::done;
}

}  // namespace tixdb::cli
