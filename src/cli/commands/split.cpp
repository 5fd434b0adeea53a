// SPDX-License-Identifier: MIT

#include "cli/commands/split.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/stages/copied_rows.hpp"
#include "model/shard.hpp"

namespace tixdb::cli {
namespace {

void tell_parts(Context& context, const maintenance::SplitSummary& summary) {
    for (const maintenance::SplitPart& part : summary.parts) {
        context.log.detail(fmt::format(
            "split: {} (shard {}): {}, {}", escaped(part.target.string()), part.shard.text(),
            plural(std::ssize(part.installations), "installation"), plural(part.reports, "report")));
    }
}

}  // namespace

void SplitCommand::add_options(OptionSet& options) {
    options.positional("OUT", targets_,
                       "the databases to make, by shard; or one name with {} in the place of the number");
    options.value("--into", count_, "how many shards").between(1, model::kMostShards).command_line_only();
    options.flag("--overwrite", overwrite_, "replace each OUT, in one step, once all are whole")
        .command_line_only();
    options.dry_run(dry_run_, "say what would be made; write nothing");
}

void SplitCommand::validate(const Context&) {
    if (!count_) throw Error(ErrorKind::usage, "split: into how many shards?", "--into N says it");
}

maintenance::SplitRequest SplitCommand::request(const Context& context) const {
    return {context.common.database,
            static_cast<int>(count_.value()),
            targets_,
            overwrite_,
            {"split", context.program_version, context.clock().now_ms()}};
}

ExitCode SplitCommand::run(Context& context) {
    if (dry_run_) {
        const auto plan = maintenance::plan_split(request(context));
        tell_parts(context, plan);
        context.log.summary(fmt::format("split: would make {} of {}", plural(std::ssize(plan.parts), "part"),
                                        escaped(context.common.database.string())));
        return ExitCode::done;
    }
    const Stopwatch stopwatch(context.clock());
    Progress progress(
        context, [] { return Progress::kUnknown; }, "rows");
    const auto summary = maintenance::split(request(context), progress.hook());
    progress.clear();
    tell_parts(context, summary);
    context.log.summary(fmt::format("split: {} of {}, checked: {}", plural(std::ssize(summary.parts), "part"),
                                    escaped(context.common.database.string()),
                                    rows_text(summary.rows, stopwatch.elapsed_s())));
    return ExitCode::done;
}

}  // namespace tixdb::cli
