// SPDX-License-Identifier: MIT

#include "cli/stages/process_summary.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/stages/reprocess_hint.hpp"

namespace tixdb::cli {
namespace {

// ", 3 late reports (… takes them in)", or nothing.
std::string late_reports_text(const process::ProcessSummary& summary) {
    if (summary.late_reports == 0) return "";
    return fmt::format(", {} ({} takes {} in)", plural(summary.late_reports, "late report"),
                       reprocess_command(summary.late_installation, summary.late_from_s, summary.late_to_s),
                       by_count(summary.late_reports, "it", "them"));
}

std::string pruned_text(const process::ProcessSummary& summary) {
    if (summary.pruned_windows == 0) return "";
    return fmt::format(", {} not formed (observations pruned)", plural(summary.pruned_windows, "window"));
}

}  // namespace

std::string text_of(const process::ProcessSummary& summary, double elapsed_s) {
    return fmt::format("process: {}, {} ({} queued){}{} in {:.1f} s", plural(summary.windows, "window"),
                       plural(summary.results, "result"), summary.queued, late_reports_text(summary),
                       pruned_text(summary), elapsed_s);
}

std::string dry_run_text_of(const process::ProcessSummary& summary) {
    return fmt::format("process: {} would be formed with {}{}{}; nothing was changed",
                       plural(summary.windows, "window"), plural(summary.reports, "new report"),
                       late_reports_text(summary), pruned_text(summary));
}

RunCounts run_counts_of(const process::ProcessSummary& summary) {
    return {{"installations", summary.installations},
            {"reports", summary.reports},
            {"windows", summary.windows},
            {"results", summary.results},
            {"queued", summary.queued},
            {"late_reports", summary.late_reports},
            {"pruned_windows", summary.pruned_windows}};
}

}  // namespace tixdb::cli
