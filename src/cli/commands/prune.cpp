// SPDX-License-Identifier: MIT

#include "cli/commands/prune.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/stages/prune_stage.hpp"

namespace tixdb::cli {
namespace {

// Clients send reports late, by hours where they were cut off.
constexpr std::int64_t kShortestS = 86'400;

std::optional<std::int64_t> age_s(const char* name, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    const auto duration = parse_duration(*text, std::chrono::hours(24));
    const auto seconds =
        duration ? std::chrono::duration_cast<std::chrono::seconds>(*duration).count() : std::int64_t{0};
    if (seconds >= kShortestS) return seconds;
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
    options.dry_run(dry_run_, "say what would be taken, take nothing");
}

void PruneCommand::validate(const Context&) {
    rules_.observations_s = age_s("--observations-older-than", observations_);
    rules_.keep_signatures = keep_signatures_;
    if (!rules_.observations_s) {
        throw Error(ErrorKind::usage, "prune: nothing is named that is to be taken",
                    "--observations-older-than says how long they are kept");
    }
}

ExitCode PruneCommand::run(Context& context) {
    return run_prune_stage(context, rules_, dry_run_);
}

}  // namespace tixdb::cli
