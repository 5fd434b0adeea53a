// SPDX-License-Identifier: MIT

#include "cli/commands/evaluate_tables.hpp"

#include <cmath>

namespace tixdb::cli {
namespace {

// Figures for people need no seventeen digits; programs get all of them.
Cell rounded(const std::optional<double>& value, const OutputOptions& output) {
    if (!value || output.format != "table") return cell_of(value);
    return std::round(*value * 1e4) / 1e4;
}

}  // namespace

void print_scores(Context& context, const OutputOptions& output,
                  const std::vector<report::EvaluationRow>& rows) {
    const auto writer = make_row_writer(output, context.out(), "scores",
                                        {"experiment", "direction", "method", "windows", "missing", "mae",
                                         "bias", "largest_error", "rank_correlation"});
    for (const report::EvaluationRow& row : rows) {
        writer->row({row.experiment, std::string(name_of(row.direction)), row.method, row.score.windows,
                     row.missing, rounded(row.score.mae, output), rounded(row.score.bias, output),
                     rounded(row.score.largest_error, output), rounded(row.score.rank_correlation, output)});
    }
    writer->finish();
}

void print_states(Context& context, const OutputOptions& output, const std::vector<report::StateRow>& rows) {
    const auto writer =
        make_row_writer(output, context.out(), "states",
                        {"experiment", "direction", "state", "windows", "loaded", "mae", "queueing_mae",
                         "bias", "low_holds", "low_holds_loaded", "ceiling_holds", "ceiling_median"});
    for (const report::StateRow& row : rows) {
        writer->row({row.experiment, std::string(name_of(row.direction)), row.state, row.windows, row.loaded,
                     rounded(row.mae, output), rounded(row.queueing_mae, output), rounded(row.bias, output),
                     rounded(row.low_holds, output), rounded(row.low_holds_loaded, output),
                     rounded(row.ceiling_holds, output), rounded(row.ceiling_median, output)});
    }
    writer->finish();
}

void print_evaluated(Context& context, const OutputOptions& output,
                     const std::vector<report::EvaluatedWindow>& windows) {
    const auto writer =
        make_row_writer(output, context.out(), "windows",
                        {"experiment", "user_id", "installation_id", "direction", "method", "first_s",
                         "last_s", "expected", "usage", "error", "state", "low", "ceiling"});
    for (const report::EvaluatedWindow& evaluated : windows) {
        std::optional<double> error;
        if (evaluated.usage) error = *evaluated.usage - evaluated.expected;
        writer->row({evaluated.experiment, evaluated.window.installation.user_id,
                     evaluated.window.installation.installation_id, std::string(name_of(evaluated.direction)),
                     std::string(model::name_of(evaluated.window.method)), evaluated.window.first_report_s,
                     evaluated.window.last_probe_s, rounded(evaluated.expected, output),
                     rounded(evaluated.usage, output), rounded(error, output),
                     evaluated.seen.state ? Cell(std::string(model::name_of(*evaluated.seen.state))) : Cell{},
                     rounded(evaluated.seen.low, output), rounded(evaluated.seen.ceiling, output)});
    }
    writer->finish();
}

}  // namespace tixdb::cli
