// SPDX-License-Identifier: MIT

#include "cli/commands/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/progress.hpp"
#include "simulate/folder_sink.hpp"
#include "simulate/load_plan.hpp"

namespace tixdb::cli {
namespace {

simulate::LoadPlan read_plan(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        throw Error(ErrorKind::failed, fmt::format("cannot read the plan {}", escaped(path)),
                    "name a readable CSV file that is not empty");
    }
    return simulate::parse_load_plan(text.str(), path);
}

void warn_of_unused_plans(Log& log, const simulate::Scenario& scenario) {
    const std::int64_t unused = std::ranges::count_if(
        scenario.plan, [&](const auto& planned) { return !simulate::is_simulated(scenario, planned.first); });
    if (unused > 0) log.warning(fmt::format("{} of the plan not simulated", plural(unused, "installation")));
}

// One report per minute and client that is on, the last one begun included.
std::int64_t most_reports(const simulate::Scenario& scenario) {
    return scenario.installations * ((scenario.to_s - scenario.from_s + 59) / 60);
}

}  // namespace

void SimulateCommand::validate(const Context& context) {
    scenario_ = options_.scenario(context.clock().now_s());
    simulate::check(scenario_);
}

ExitCode SimulateCommand::run(Context& context) {
    const std::string output = escaped(options_.output().string());
    if (options_.plan()) scenario_.plan = read_plan(*options_.plan());
    warn_of_unused_plans(context.log, scenario_);
    if (!options_.force()) simulate::require_new_or_empty(options_.output());
    if (options_.dry_run()) {
        context.log.summary(fmt::format("simulate: would write at most {} of {}, {} to {}, to {}",
                                        plural(most_reports(scenario_), "report"),
                                        plural(scenario_.installations, "installation"),
                                        iso_of_s(scenario_.from_s), iso_of_s(scenario_.to_s), output));
        return ExitCode::done;
    }
    const Stopwatch stopwatch(context.clock());
    using Existing = simulate::FolderSink::Existing;
    Progress progress(
        context, [this] { return scenario_.installations; }, "installations");
    const simulate::Totals totals = simulate::simulate_to_folder(
        scenario_, options_.output(), options_.force() ? Existing::keep : Existing::refuse,
        options_.threads(), progress.hook());
    context.log.summary(
        fmt::format("simulate: {} of {} ({}), {} written to {} in {:.1f} s", plural(totals.reports, "report"),
                    plural(totals.installations, "installation"), plural(totals.observations, "observation"),
                    plural(totals.files, "file"), output, stopwatch.elapsed_s()));
    return ExitCode::done;
}

}  // namespace tixdb::cli
