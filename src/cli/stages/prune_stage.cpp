// SPDX-License-Identifier: MIT

#include "cli/stages/prune_stage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "base/signals.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/frame/mebibytes.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/retention_settings.hpp"

namespace tixdb::cli {
namespace {

std::string text_of(const maintenance::RetentionRules& rules, const maintenance::PruneSummary& summary) {
    std::vector<std::string> parts;
    if (rules.observations_s) {
        const std::string late = summary.late_reports == 0
                                     ? ""
                                     : fmt::format(" ({} late, taken in by no window)", summary.late_reports);
        parts.push_back(fmt::format("{} of {}{}", plural(summary.observations, "observation"),
                                    plural(summary.reports, "report"), late));
    }
    if (rules.results_s) parts.push_back(plural(summary.windows, "window"));
    if (rules.sent_s) parts.push_back(plural(summary.items, "item"));
    if (rules.rejected_s) parts.push_back(plural(summary.rejected, "refusal"));
    if (rules.runs_s) parts.push_back(plural(summary.runs, "run"));
    return fmt::format("{}", fmt::join(parts, ", "));
}

RunCounts run_counts_of(const maintenance::PruneSummary& summary) {
    return {{"reports", summary.reports},
            {"observations", summary.observations},
            {"late_reports", summary.late_reports},
            {"windows", summary.windows},
            {"report_rows", summary.report_rows},
            {"items", summary.items},
            {"rejected", summary.rejected},
            {"runs", summary.runs},
            {"released_bytes", summary.released_bytes},
            {"complete", summary.is_complete ? 1 : 0}};
}

ExitCode dry_run_prune(Context& context, const maintenance::RetentionRules& rules) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    const auto plan = maintenance::plan_prune(database, rules, context.clock());
    context.log.summary(fmt::format("prune: would take {}; nothing was changed", text_of(rules, plan)));
    return ExitCode::done;
}

}  // namespace

ExitCode run_prune_stage(Context& context, const maintenance::RetentionRules& rules, bool dry_run,
                         std::optional<std::chrono::milliseconds> at_most) {
    if (dry_run) return dry_run_prune(context, rules);
    const Stopwatch stopwatch(context.clock());
    WritingSession session(context, "prune", LockKind::data);
    const auto pause = [&] {
        if (stop_requested() == 0) session.let_others_work();
        return stop_requested() == 0 && (!at_most || stopwatch.elapsed() < *at_most);
    };
    const auto summary = maintenance::prune(session.database(), rules, context.clock(), pause);
    const ExitCode code = session.finish_or_stop(ExitCode::done, run_counts_of(summary),
                                                 "what was taken is gone, the rest stays for the next run");
    context.log.summary(fmt::format("prune: took {}, gave back {}{} in {:.1f} s", text_of(rules, summary),
                                    mebibytes(summary.released_bytes),
                                    summary.is_complete ? "" : "; the rest waits for the next run",
                                    stopwatch.elapsed_s()));
    return code;
}

ExitCode run_prune_stage_by_settings(Context& context, bool dry_run) {
    // Where there is much to prune for the first time, the next run goes on.
    constexpr std::chrono::minutes kAtMost(1);
    std::optional<store::Database> database = store::Database::open_for_reading(context.common.database);
    const maintenance::RetentionRules rules = stored_retention(*database);
    database.reset();
    if (rules.is_empty()) return ExitCode::done;
    return run_prune_stage(context, rules, dry_run, kAtMost);
}

}  // namespace tixdb::cli
