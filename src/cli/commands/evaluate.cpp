// SPDX-License-Identifier: MIT

#include "cli/commands/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "cli/commands/experiment.hpp"
#include "cli/commands/link/rate_file.hpp"

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

// Figures for people need no seventeen digits; programs get all of them.
Cell rounded(const std::optional<double>& value, const OutputOptions& output) {
    if (!value || output.format != "table") return cell_of(value);
    return std::round(*value * 1e4) / 1e4;
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
    options.positional("DIR", folders_, "experiments: reports with phases.json or truth.csv beside them");
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
    options.value("--down-mbps", down_mbps_, "the downlinks' rate, for the ceilings of adaptive")
        .command_line_only();
    options.value("--up-mbps", up_mbps_, "the uplinks' rate").command_line_only();
    add_output_options(options, output_);
}

void EvaluateCommand::validate(const Context&) {
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

ExitCode EvaluateCommand::run(Context& context) {
    const Stopwatch stopwatch(context.clock());
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
    if (windows_) {
        print_windows(context, evaluated);
    } else if (states_) {
        print_states(context, report::evaluate_states(evaluated));
    } else {
        print_rows(context, report::evaluate(evaluated));
    }
    context.log.summary(fmt::format("evaluate: {}, {} with known truth in {:.1f} s",
                                    plural(std::ssize(experiments), "experiment"),
                                    plural(std::ssize(evaluated), "result"), stopwatch.elapsed_s()));
    return ExitCode::done;
}

void EvaluateCommand::print_rows(Context& context, const std::vector<report::EvaluationRow>& rows) const {
    const auto writer = make_row_writer(output_, context.out(), "scores",
                                        {"experiment", "direction", "method", "windows", "missing", "mae",
                                         "bias", "largest_error", "rank_correlation"});
    for (const report::EvaluationRow& row : rows) {
        writer->row({row.experiment, std::string(name_of(row.direction)), row.method, row.score.windows,
                     row.missing, rounded(row.score.mae, output_), rounded(row.score.bias, output_),
                     rounded(row.score.largest_error, output_),
                     rounded(row.score.rank_correlation, output_)});
    }
    writer->finish();
}

void EvaluateCommand::print_states(Context& context, const std::vector<report::StateRow>& rows) const {
    const auto writer =
        make_row_writer(output_, context.out(), "states",
                        {"experiment", "direction", "state", "windows", "loaded", "mae", "bias", "low_holds",
                         "low_holds_loaded", "ceiling_holds", "ceiling_median"});
    for (const report::StateRow& row : rows) {
        writer->row({row.experiment, std::string(name_of(row.direction)), row.state, row.windows, row.loaded,
                     rounded(row.mae, output_), rounded(row.bias, output_), rounded(row.low_holds, output_),
                     rounded(row.low_holds_loaded, output_), rounded(row.ceiling_holds, output_),
                     rounded(row.ceiling_median, output_)});
    }
    writer->finish();
}

void EvaluateCommand::print_windows(Context& context,
                                    const std::vector<report::EvaluatedWindow>& windows) const {
    const auto writer =
        make_row_writer(output_, context.out(), "windows",
                        {"experiment", "user_id", "installation_id", "direction", "method", "first_s",
                         "last_s", "expected", "usage", "error", "state", "low", "ceiling"});
    for (const report::EvaluatedWindow& evaluated : windows) {
        std::optional<double> error;
        if (evaluated.usage) error = *evaluated.usage - evaluated.expected;
        writer->row({evaluated.experiment, evaluated.window.installation.user_id,
                     evaluated.window.installation.installation_id, std::string(name_of(evaluated.direction)),
                     std::string(model::name_of(evaluated.window.method)), evaluated.window.first_report_s,
                     evaluated.window.last_probe_s, rounded(evaluated.expected, output_),
                     rounded(evaluated.usage, output_), rounded(error, output_),
                     evaluated.seen.state ? Cell(std::string(model::name_of(*evaluated.seen.state))) : Cell{},
                     rounded(evaluated.seen.low, output_), rounded(evaluated.seen.ceiling, output_)});
    }
    writer->finish();
}

}  // namespace tixdb::cli
