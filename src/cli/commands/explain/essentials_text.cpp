// SPDX-License-Identifier: MIT

#include "cli/commands/explain/essentials_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/explain/method_text.hpp"
#include "cli/commands/explain/window_text.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/reprocess_hint.hpp"

namespace tixdb::cli {
namespace {

using report::Explanation;
using report::MethodExplanation;

std::string answer_text(const std::optional<bool>& answer) {
    if (!answer) return "-";
    return *answer ? "yes" : "no";
}

void print_report_counts(std::ostream& out, const Explanation& explanation) {
    const auto& reports = explanation.reports;
    if (reports.empty()) return;
    const auto count_if = [&](const auto& holds) {
        return std::count_if(reports.begin(), reports.end(), holds);
    };
    const auto verified = count_if([](const store::ReportRow& report) { return report.verified; });
    const auto pruned = count_if([](const store::ReportRow& report) { return report.pruned_ms.has_value(); });
    std::string text = fmt::format("{}, the signatures of {} checked", reports.size(),
                                   verified == std::ssize(reports) ? "all" : std::to_string(verified));
    if (pruned > 0) text += fmt::format(", the observations of {} pruned", pruned);
    print_line(out, "reports", text);
}

void print_late_count(std::ostream& out, const Explanation& explanation) {
    const auto& late = explanation.late_reports;
    if (late.empty()) return;
    print_line(
        out, "late reports",
        fmt::format("{} of the session left out; `{}` takes {} in", late.size(),
                    reprocess_command(explanation.window.installation, late.front().first_observation_s,
                                      late.back().first_observation_s + 1),
                    by_count(std::ssize(late), "it", "them")));
}

// Counts and bounds of the window itself; there is nothing to say if they come out the same.
void print_wrong_counts(std::ostream& out, const Explanation& explanation) {
    std::string names;
    for (const report::ComparedFigure& figure : explanation.figures) {
        if (!figure.reproduced().value_or(true))
            names += (names.empty() ? "" : ", ") + std::string(figure.name);
    }
    if (!names.empty()) print_line(out, "reproduced", fmt::format("no: {}", names));
}

// A row per figure, a column per method.
class ResultTable {
  public:
    explicit ResultTable(const std::vector<MethodExplanation>& methods) : methods_(methods) {}

    void print(std::ostream& out) const {
        std::vector<std::string> columns = {"result"};
        for (const MethodExplanation& method : methods_)
            columns.emplace_back(model::name_of(method.result.method()));
        const auto writer = make_row_writer({}, out, "results", columns);
        const auto row = [&](const char* name, const auto& text_of) {
            std::vector<Cell> cells = {std::string(name)};
            for (const MethodExplanation& method : methods_) cells.emplace_back(text_of(method));
            writer->row(cells);
        };
        const auto figure = [&](const char* name, const auto& metric_of) {
            row(name, [&](const MethodExplanation& method) {
                const model::Metric& metric = metric_of(method.result.metrics);
                return metric.value() ? fmt::format("{:.4g}", *metric.value()) : std::string("-");
            });
        };
        row("version", [](const MethodExplanation& method) {
            return std::to_string(method.result.metrics.method_version);
        });
        figure(
            "up_usage", [](const auto& metrics) -> const auto& { return metrics.up.usage; });
        figure(
            "down_usage", [](const auto& metrics) -> const auto& { return metrics.down.usage; });
        figure(
            "up_quality", [](const auto& metrics) -> const auto& { return metrics.up.quality; });
        figure(
            "down_quality", [](const auto& metrics) -> const auto& { return metrics.down.quality; });
        row("reproduced", [](const MethodExplanation& method) { return answer_text(method.reproduced()); });
        row("publishing", [](const MethodExplanation& method) {
            return std::string(model::name_of(method.result.decision));
        });
        writer->finish();
    }

  private:
    const std::vector<MethodExplanation>& methods_;
};

// "8 figures (too_short), 2 figures (constant)", or empty.
std::string missing_counts(const model::WindowMetrics& metrics) {
    std::map<std::string, std::int64_t> counts;
    std::istringstream reasons(model::reasons_of(metrics));
    for (std::string each; std::getline(reasons, each, ';');) ++counts[each.substr(each.find(':') + 1)];
    std::string text;
    for (const auto& [reason, count] : counts)
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", plural(count, "figure"), escaped(reason));
    return text;
}

void print_remarks(std::ostream& out, const Explanation& explanation) {
    for (const MethodExplanation& method : explanation.methods) {
        const std::string name(model::name_of(method.result.method()));
        const std::string reasons = missing_counts(method.result.metrics);
        if (!reasons.empty()) print_line(out, name, "missing: " + reasons);
        if (!method.not_recomputed.empty())
            print_line(out, name, "not computed again: " + escaped(method.not_recomputed));
        if (!method.has_same_history.value_or(true))
            print_line(out, name, history_text(explanation.window, method));
    }
}

void print_items(std::ostream& out, const Explanation& explanation) {
    if (!explanation.superseded_results.empty()) {
        print_line(out, "superseded", plural(std::ssize(explanation.superseded_results), "earlier result"));
    }
    if (explanation.outbox.empty()) print_line(out, "outbox", "nothing was queued under this time");
    for (const model::OutboxItem& item : explanation.outbox) {
        std::string text = fmt::format("item {}, {}: {}", item.outbox_id, item.method.value_or("imported"),
                                       model::name_of(item.state));
        if (item.sent_ms) text += ' ' + iso_of_ms(*item.sent_ms);
        const std::string remarks = remarks_of(item);
        if (!remarks.empty()) text += " (" + remarks + ')';
        print_line(out, "outbox", escaped(text));
    }
}

}  // namespace

void print_essentials(std::ostream& out, const Explanation& explanation) {
    print_window(out, explanation);
    print_report_counts(out, explanation);
    print_late_count(out, explanation);
    print_wrong_counts(out, explanation);
    out << '\n';
    if (explanation.methods.empty())
        out << "no current result of the methods asked for\n";
    else
        ResultTable(explanation.methods).print(out);
    out << '\n';
    print_remarks(out, explanation);
    print_items(out, explanation);
    const model::InstallationKey& of = explanation.window.installation;
    out << fmt::format("\n`tixdb explain {} {} {} --all` shows each report, figure and step\n", of.user_id,
                       of.installation_id, iso_of_s(explanation.asked_for_s));
}

}  // namespace tixdb::cli
