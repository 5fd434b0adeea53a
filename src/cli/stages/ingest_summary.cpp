// SPDX-License-Identifier: MIT

#include "cli/stages/ingest_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "base/text.hpp"

namespace tixdb::cli {

std::string text_of(const ingest::IngestCounts& counts) {
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : counts.reasons) reasons.push_back(fmt::format("{} {}", reason, count));
    const std::string unread =
        counts.unread == 0 ? "" : fmt::format(" ({} could not be read now)", counts.unread);
    const std::string forgotten =
        counts.forgotten == 0 ? ""
                              : fmt::format(", {} left alone", plural(counts.forgotten, "forgotten folder"));
    const std::string others =
        counts.other_shards == 0 ? ""
                                 : fmt::format(", {} of other shards", plural(counts.other_shards, "folder"));
    return fmt::format("{} stored, {} known, {} unfinished{}, {} rejected{}, {} rejected_known{}{}",
                       plural(counts.stored, "report"), counts.known, counts.unfinished, unread,
                       counts.rejected, reasons.empty() ? "" : fmt::format(" ({})", fmt::join(reasons, ", ")),
                       counts.rejected_known, forgotten, others);
}

std::string after_text(const ingest::AfterIngest& after, const ingest::IngestCounts& counts) {
    using Action = ingest::AfterIngest::Action;
    if (after.action == Action::keep) return "";
    const char* verb = after.action == Action::move ? "moved" : "deleted";
    std::string text = fmt::format(", {} {}", counts.removed, verb);
    if (counts.not_removed > 0) text += fmt::format(", {} not {}", counts.not_removed, verb);
    return text;
}

RunCounts run_counts_of(const ingest::IngestCounts& counts) {
    RunCounts all{{"stored", counts.stored},
                  {"observations", counts.observations},
                  {"known", counts.known},
                  {"unfinished", counts.unfinished},
                  {"unread", counts.unread},
                  {"rejected", counts.rejected},
                  {"rejected_known", counts.rejected_known},
                  {"removed", counts.removed},
                  {"not_removed", counts.not_removed},
                  {"ignored", counts.ignored},
                  {"forgotten", counts.forgotten}};
    all.add_group("reasons", counts.reasons);
    return all;
}

}  // namespace tixdb::cli
