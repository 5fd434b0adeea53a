// SPDX-License-Identifier: MIT

#include "cli/commands/prune.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/stages/prune_stage.hpp"
#include "process/settings.hpp"

namespace tixdb::cli {
namespace {

std::optional<std::int64_t> age_s(const char* name, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    if (const auto seconds = process::parse_retention_s(*text)) return seconds;
    throw Error(ErrorKind::usage,
                fmt::format("{}: \"{}\" is not a duration from one day on", name, escaped(*text)),
                "for example 30d, 12w or 365d; a bare number means days");
}

}  // namespace

void PruneCommand::add_options(OptionSet& options) {
    options
        .value("--observations-older-than", observations_,
               "take observations and signatures, for example 90d (a bare number: days)")
        .command_line_only();
    options.flag("--keep-signatures", keep_signatures_, "leave the signatures of reports")
        .command_line_only();
    options
        .value("--results-older-than", results_,
               "take windows with results, latency and items, and what reports are left of that time")
        .command_line_only();
    options.value("--sent-older-than", sent_, "take items of the outbox that are done").command_line_only();
    options.value("--rejected-older-than", rejected_, "take refusals that were not seen for so long")
        .command_line_only();
    options.value("--runs-older-than", runs_, "take rows of runs, but of each command the last")
        .command_line_only();
    options.dry_run(dry_run_, "say what would be taken, take nothing");
}

void PruneCommand::validate(const Context&) {
    rules_.observations_s = age_s("--observations-older-than", observations_);
    rules_.results_s = age_s("--results-older-than", results_);
    rules_.sent_s = age_s("--sent-older-than", sent_);
    rules_.rejected_s = age_s("--rejected-older-than", rejected_);
    rules_.runs_s = age_s("--runs-older-than", runs_);
    rules_.keep_signatures = keep_signatures_;
    if (rules_.is_empty()) {
        throw Error(ErrorKind::usage, "prune: nothing is named that is to be taken",
                    "--observations-older-than says how long they are kept");
    }
}

ExitCode PruneCommand::run(Context& context) {
    return run_prune_stage(context, rules_, dry_run_);
}

}  // namespace tixdb::cli
