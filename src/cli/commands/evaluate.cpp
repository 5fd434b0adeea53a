// SPDX-License-Identifier: MIT

#include "cli/commands/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/commands/counted.hpp"
#include "cli/commands/evaluate_tables.hpp"
#include "cli/commands/experiment.hpp"
#include "cli/commands/link/rate_file.hpp"
#include "cli/frame/arguments.hpp"

namespace tixdb::cli {
namespace {

constexpr std::int64_t kAfterEverything = INT64_MAX;

// Distinct, and as short as that allows: the last part of each path, or all of it.
void name_apart(std::vector<Experiment>& experiments) {
    std::vector<std::string> names;
    for (const Experiment& experiment : experiments) {
        const auto is_same = [&](const Experiment& other) { return other.name == experiment.name; };
        const bool is_unique = std::count_if(experiments.begin(), experiments.end(), is_same) == 1;
        names.push_back(is_unique ? experiment.name : experiment.folder.string());
    }
    for (std::size_t i = 0; i < names.size(); ++i) experiments[i].name = names[i];
}

// One method may bring another one along.
void keep_only(const std::vector<model::Method>& methods, std::vector<report::EvaluatedWindow>& windows) {
    const auto is_other = [&](const report::EvaluatedWindow& evaluated) {
        return std::find(methods.begin(), methods.end(), evaluated.window.method) == methods.end();
    };
    windows.erase(std::remove_if(windows.begin(), windows.end(), is_other), windows.end());
}

}  // namespace

void EvaluateCommand::add_options(OptionSet& options) {
    options.positional("DIR", folders_, "experiments: reports with phases.json or truth.csv beside them",
                       false);
    options.value("--counters", counters_, "a router's byte counters, beside the results in the database")
        .command_line_only();
    options.value("--user", user_, "with --counters: whose link it is").command_line_only();
    options.value("--installation", installation_, "with --counters: which of them").command_line_only();
    options.value("--method", method_, model::method_choices_text())
        .choices(model::method_choices())
        .command_line_only();
    const metrics::QueueingParameters defaults;
    epsilon_.declare(options,
                     fmt::format("{} up, {} down", defaults.epsilon_up_ms, defaults.epsilon_down_ms));
    options.flag("--windows", windows_, "one row per window instead of one per experiment")
        .command_line_only();
    options.flag("--states", states_, "one row per state of adaptive, with its bounds beside the truth")
        .command_line_only();
    options.value("--down-mbps", down_mbps_, "the downlinks' rate, for ceilings and counters")
        .command_line_only();
    options.value("--up-mbps", up_mbps_, "the uplinks' rate").command_line_only();
    add_output_options(options, output_);
}

void EvaluateCommand::validate_source() const {
    if (!counters_ && folders_.empty()) {
        throw Error(ErrorKind::usage, "evaluate: DIR is missing",
                    "name the folders of experiments, or --counters FILE");
    }
    if (counters_ && !folders_.empty()) {
        throw Error(ErrorKind::usage, "evaluate: --counters takes no DIR",
                    "it compares the results in the database");
    }
    if (counters_ && epsilon_.is_given()) {
        throw Error(ErrorKind::usage, "evaluate: --counters compares results as they are stored",
                    "leave out --epsilon-up and --epsilon-down");
    }
    if (!counters_ && (user_ || installation_)) {
        throw Error(ErrorKind::usage, "evaluate: --user and --installation go with --counters");
    }
    if (user_) check_id("--user", *user_);
    if (installation_) check_id("--installation", *installation_);
}

void EvaluateCommand::validate(const Context&) {
    validate_source();
    epsilon_.validate();
    for (const auto& [name, rate] : {std::pair("--down-mbps", down_mbps_), {"--up-mbps", up_mbps_}}) {
        if (rate && !(*rate > 0 && *rate <= kLargestMbps)) {
            throw Error(ErrorKind::usage,
                        fmt::format("{}: {} is not a rate in (0, 1000000] Mb/s", name, *rate));
        }
    }
    if (windows_ && states_) {
        throw Error(ErrorKind::usage, "evaluate: --windows and --states are two tables",
                    "choose one of them");
    }
}

process::Parameters EvaluateCommand::parameters() const {
    process::Parameters parameters;
    parameters.methods = model::methods_computed_for(model::methods_chosen(method_));
    parameters.published = parameters.methods.back();
    parameters.publish_from_s = kAfterEverything;
    epsilon_.apply(parameters.queueing);
    return parameters;
}

EvaluateCommand::Compared EvaluateCommand::with_counters(Context& context) const {
    auto [windows, readings] =
        counted_windows(context, {*counters_, user_, installation_, {up_mbps_, down_mbps_}});
    keep_only(model::methods_chosen(method_), windows);
    return {std::move(windows), std::move(readings)};
}

EvaluateCommand::Compared EvaluateCommand::with_experiments(Context& context) const {
    std::vector<Experiment> experiments;
    for (const std::string& folder : folders_) experiments.push_back(open_experiment(folder));
    name_apart(experiments);
    std::vector<report::EvaluatedWindow> evaluated;
    for (const Experiment& experiment : experiments) {
        const auto windows = measure(context, experiment, parameters(), {up_mbps_, down_mbps_});
        auto of_experiment = report::evaluated_windows(experiment.name, windows, *experiment.truth);
        keep_only(model::methods_chosen(method_), of_experiment);
        if (of_experiment.empty()) {
            context.log.warning(
                fmt::format("{}: the true usage of none of its windows is known", escaped(experiment.name)));
        }
        std::move(of_experiment.begin(), of_experiment.end(), std::back_inserter(evaluated));
    }
    return {std::move(evaluated), plural(std::ssize(experiments), "experiment")};
}

ExitCode EvaluateCommand::run(Context& context) {
    const Stopwatch stopwatch(context.clock());
    const auto [evaluated, what] = counters_ ? with_counters(context) : with_experiments(context);
    if (windows_) {
        print_evaluated(context, output_, evaluated);
    } else if (states_ || counters_) {
        print_states(context, output_, report::evaluate_states(evaluated));
    } else {
        print_scores(context, output_, report::evaluate(evaluated));
    }
    context.log.summary(fmt::format("evaluate: {}, {} with known truth in {:.1f} s", what,
                                    plural(std::ssize(evaluated), "result"), stopwatch.elapsed_s()));
    return ExitCode::done;
}

}  // namespace tixdb::cli
