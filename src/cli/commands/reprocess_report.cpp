// SPDX-License-Identifier: MIT

#include "cli/commands/reprocess_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <variant>

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

// Figures for people need no seventeen digits; programs get all of them.
Cell cell(const store::FigureValue& value, const OutputOptions& output) {
    if (const auto* number = std::get_if<double>(&value); number != nullptr && output.format == "table") {
        return std::round(*number * 1e6) / 1e6;
    }
    return std::visit([](const auto& held) { return Cell(held); }, value);
}

std::string named(const process::RangePlan& plan, const process::KeptWindows& kept) {
    const std::string who = plan.installation.text();
    if (kept.count == 1)
        return fmt::format("{}: the window that ends at {}", who, iso_of_s(kept.first_end_s));
    return fmt::format("{}: {} that end from {} to {}", who, plural(kept.count, "window"),
                       iso_of_s(kept.first_end_s), iso_of_s(kept.last_end_s));
}

}  // namespace

void ReprocessCounts::add(const process::RangePlan& plan) {
    sessions += plan.sessions;
    reports += plan.reports;
    late_reports += plan.late_reports;
    superseded_windows += std::ssize(plan.superseded_windows);
    unchanged += plan.unchanged;
    requeued += std::ssize(plan.superseded_items);
    pruned += plan.pruned.count;
    on_way += plan.on_way.count;
    for (const auto* list : {&plan.windows, &plan.followers}) {
        for (const process::PlannedWindow& planned : *list) {
            if (!planned.window_id) ++new_windows;
            if (!planned.results.empty()) ++windows;
            results += std::ssize(planned.results);
            for (const process::PlannedResult& entry : planned.results) {
                if (entry.result.decision == model::PublishDecision::queued) ++queued;
            }
        }
    }
}

std::string text_of(const ReprocessCounts& counts) {
    std::string text = fmt::format("{}, {} with new results ({} new, {} superseded), {} unchanged",
                                   plural(counts.sessions, "session"), plural(counts.windows, "window"),
                                   counts.new_windows, counts.superseded_windows, counts.unchanged);
    text += fmt::format("; {} ({} queued)", plural(counts.results, "result"), counts.queued);
    if (counts.requeued > 0)
        text += fmt::format(", {} replaced in the outbox", plural(counts.requeued, "item"));
    if (counts.late_reports > 0)
        text += fmt::format(", {} included", plural(counts.late_reports, "late report"));
    if (counts.pruned > 0) text += fmt::format(", {} kept (pruned)", plural(counts.pruned, "window"));
    if (counts.on_way > 0) text += fmt::format(", {} left (being sent)", plural(counts.on_way, "window"));
    return text;
}

RunCounts run_counts_of(const ReprocessCounts& counts) {
    return {{"sessions", counts.sessions},
            {"reports", counts.reports},
            {"late_reports", counts.late_reports},
            {"windows", counts.windows},
            {"new_windows", counts.new_windows},
            {"superseded_windows", counts.superseded_windows},
            {"unchanged", counts.unchanged},
            {"results", counts.results},
            {"queued", counts.queued},
            {"replaced_items", counts.requeued},
            {"pruned", counts.pruned},
            {"on_way", counts.on_way}};
}

void name_kept(Context& context, const process::RangePlan& plan) {
    if (const auto& pruned = plan.pruned; pruned.count > 0) {
        context.log.warning(fmt::format("{} {}: pruned, the observations are gone", named(plan, pruned),
                                        by_count(pruned.count, "keeps its result", "keep their results")));
    }
    if (const auto& on_way = plan.on_way; on_way.count > 0) {
        context.log.warning(fmt::format(
            "{} {}: nobody knows yet whether tix-api has it; run this again after `tixdb publish` has found "
            "out",
            named(plan, on_way), by_count(on_way.count, "is left as it is", "are left as they are")));
    }
}

std::unique_ptr<RowWriter> make_diff_writer(const OutputOptions& output, std::ostream& out) {
    return make_row_writer(output, out, "changes",
                           {"user_id", "installation_id", "window_end", "method", "value", "old", "new",
                            "why", "publish_decision"});
}

void write_diff(RowWriter& writer, const OutputOptions& output, const process::RangePlan& plan) {
    for (const process::ValueChange& change : plan.changes) {
        writer.row({plan.installation.user_id, plan.installation.installation_id,
                    iso_of_s(change.last_probe_s), std::string(name_of(change.method)),
                    std::string(change.value), cell(change.was, output), cell(change.is, output),
                    std::string(name_of(change.why)),
                    change.decision ? Cell(std::string(name_of(*change.decision))) : Cell()});
    }
}

}  // namespace tixdb::cli
