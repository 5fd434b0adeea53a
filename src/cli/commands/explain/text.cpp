// SPDX-License-Identifier: MIT

#include "cli/commands/explain/text.hpp"

#include <fmt/format.h>

#include <ostream>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/explain/method_text.hpp"
#include "cli/commands/explain/window_text.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/reprocess_hint.hpp"

namespace tixdb::cli {
namespace {

void print_reports(std::ostream& out, const std::vector<store::ReportRow>& reports) {
    out << "\nreports\n";
    const auto writer = make_row_writer(
        {}, out, "reports", {"first", "last", "observations", "ip", "verified", "digest", "file"});
    for (const store::ReportRow& report : reports) {
        std::string files;
        for (const std::string& file : report.files) files += (files.empty() ? "" : ", ") + file;
        if (files.empty()) files = "(no longer known)";
        if (report.pruned_ms) files += fmt::format(" (observations pruned {})", iso_of_ms(*report.pruned_ms));
        writer->row({iso_of_s(report.first_observation_s), iso_of_s(report.last_observation_s),
                     report.observation_count, report.ip, std::string(report.verified ? "yes" : "no"),
                     hex(report.digest), files});
    }
    writer->finish();
}

void print_late_reports(std::ostream& out, const report::Explanation& explanation) {
    const store::WindowRow& window = explanation.window;
    if (explanation.late_reports.empty()) {
        out << "\nlate reports left out: none\n";
        return;
    }
    out << "\nlate reports of the session, left out\n";
    const auto writer = make_row_writer({}, out, "late_reports",
                                        {"first", "last", "observations", "place", "found", "digest"});
    for (const store::LateReportRow& late : explanation.late_reports) {
        const bool in_window = late.first_observation_s >= window.first_report_s &&
                               late.first_observation_s <= window.last_report_s;
        writer->row({iso_of_s(late.first_observation_s), iso_of_s(late.last_observation_s),
                     late.observation_count, std::string(in_window ? "in the window" : "outside"),
                     iso_of_ms(late.found_ms), hex(late.digest)});
    }
    writer->finish();
    const auto& late = explanation.late_reports;
    out << fmt::format("`{}` takes {} in\n",
                       reprocess_command(window.installation, late.front().first_observation_s,
                                         late.back().first_observation_s + 1),
                       by_count(std::ssize(late), "it", "them"));
}

void print_superseded(std::ostream& out, const std::vector<store::SupersededResult>& results) {
    if (results.empty()) return;
    const auto cell = [](const std::optional<double>& value) -> Cell {
        if (!value) return {};
        return *value;
    };
    out << "\nsuperseded results of this time\n";
    const auto writer =
        make_row_writer({}, out, "superseded_results",
                        {"computed", "superseded", "method", "version", "parameters", "up_usage",
                         "down_usage", "up_quality", "down_quality", "published"});
    for (const store::SupersededResult& result : results) {
        writer->row({iso_of_ms(result.computed_ms), iso_of_ms(result.superseded_ms), result.method,
                     std::int64_t{result.method_version}, result.parameters_json, cell(result.up_usage),
                     cell(result.down_usage), cell(result.up_quality), cell(result.down_quality),
                     result.publish_decision});
    }
    writer->finish();
}

void print_outbox(std::ostream& out, const report::Explanation& explanation) {
    if (explanation.outbox.empty()) {
        out << "\noutbox: nothing was queued under this time\n";
        return;
    }
    const auto time = [](const std::optional<std::int64_t>& unix_ms) -> Cell {
        if (!unix_ms) return {};
        return iso_of_ms(*unix_ms);
    };
    out << "\noutbox, all that was queued under this time\n";
    const auto writer = make_row_writer(
        {}, out, "outbox",
        {"item", "method", "state", "attempts", "queued", "claimed", "sent", "next attempt", "remarks"});
    for (const model::OutboxItem& item : explanation.outbox) {
        writer->row({item.outbox_id, item.method.value_or("(imported)"),
                     std::string(model::name_of(item.state)), item.attempts, time(item.queued_ms),
                     time(item.claimed_ms), time(item.sent_ms), time(item.next_attempt_ms),
                     remarks_of(item)});
    }
    writer->finish();
    for (const model::OutboxItem& item : explanation.outbox) {
        out << fmt::format("item {}: {}\n", item.outbox_id, escaped(item.body));
    }
}

}  // namespace

void print_explanation(std::ostream& out, const report::Explanation& explanation) {
    print_window(out, explanation);
    out << '\n';
    print_figures(out, explanation.figures);
    print_reports(out, explanation.reports);
    print_late_reports(out, explanation);
    for (const report::MethodExplanation& method : explanation.methods)
        print_method(out, explanation.window, method);
    if (explanation.methods.empty()) out << "\nno current result of the methods asked for\n";
    print_superseded(out, explanation.superseded_results);
    print_outbox(out, explanation);
}

}  // namespace tixdb::cli
