// SPDX-License-Identifier: MIT

#include "cli/commands/explain/text.hpp"

#include <fmt/format.h>

#include <ostream>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/explain/method_text.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/reprocess_hint.hpp"

namespace tixdb::cli {
namespace {

std::string by_run(const std::optional<std::int64_t>& run_id) {
    return run_id ? fmt::format(" by run {}", *run_id) : "";
}

void line(std::ostream& out, std::string_view name, const std::string& value) {
    out << fmt::format("{:<14}{}\n", name, value);
}

// "AS64500 Example, 192.0.2.0/24, DE", or why there is none.
std::string network_text(const store::WindowRow& window) {
    if (!window.network) return "not looked up; `tixdb asn refresh` does it";
    const model::Network& network = window.network->network;
    if (network.kind != model::AddressKind::global) {
        return fmt::format("none: {} is not global ({})", window.ip, name_of(network.kind));
    }
    if (!network.as_snapshot_id) {
        return "not looked up: there was no table; `tixdb asn import`, then `tixdb asn refresh`";
    }
    if (!network.prefix) return fmt::format("none: no prefix covers {}", window.ip);
    if (!network.as_number) return fmt::format("none: {} is not routed (AS 0)", *network.prefix);
    std::string text = "AS" + *network.as_number;
    if (network.as_name) text += " " + *network.as_name;
    text += ", " + *network.prefix;
    if (network.country) text += ", " + *network.country;
    return escaped(text);
}

void print_network(std::ostream& out, const store::WindowRow& window) {
    line(out, "network", network_text(window));
    if (!window.network || !window.network->network.as_snapshot_id) return;
    const store::StoredNetwork& stored = *window.network;
    line(out, "",
         fmt::format("by snapshot {} of {} ({}), looked up {}{}", *stored.network.as_snapshot_id,
                     iso_of_s(stored.valid_from_s.value_or(0)), escaped(stored.source.value_or("")),
                     iso_of_ms(stored.looked_up_ms), by_run(stored.run_id)));
}

std::string others_text(const std::vector<store::WindowAt>& others) {
    std::string text;
    for (const store::WindowAt& other : others) {
        text += (text.empty() ? "" : ", ") + iso_of_s(other.last_probe_s);
    }
    return text;
}

void print_window(std::ostream& out, const report::Explanation& explanation) {
    const store::WindowRow& window = explanation.window;
    line(out, "window",
         fmt::format("{} of {}/{} at {}", window.window_id, window.installation.user_id,
                     window.installation.installation_id, escaped(window.ip)));
    line(out, "from, to",
         fmt::format("{}, {} (@{}, @{})", iso_of_s(window.first_probe_s), iso_of_s(window.last_probe_s),
                     window.first_probe_s, window.last_probe_s));
    line(out, "chosen",
         fmt::format("of the current windows that contain {} it ends first",
                     iso_of_s(explanation.asked_for_s)));
    if (!explanation.other_windows.empty()) {
        line(out, "others", "end at " + others_text(explanation.other_windows));
    }
    line(out, "session",
         fmt::format("reports that begin at {} to {}", iso_of_s(window.session_first_report_s),
                     iso_of_s(window.session_last_report_s)));
    print_network(out, window);
    line(out, "formed", iso_of_ms(window.formed_ms) + by_run(window.run_id));
    if (const auto& counts = explanation.observations) {
        line(out, "observations",
             fmt::format("{} as received, {} short probes, {} distinct, {} recent (after {})",
                         counts->received, counts->short_probes, counts->distinct, counts->recent,
                         iso_of_s(counts->recent_after_s)));
    } else {
        line(out, "observations", "pruned: what is shown was stored, and can not be computed again");
    }
}

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

// "HTTP 500: Could not …", what the operator or the resolving of a time-out noted, what it waits for.
std::string remarks_of(const model::OutboxItem& item) {
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    if (item.held_for) add(fmt::format("held for its {}", model::name_of(*item.held_for)));
    if (item.last_status) add(fmt::format("HTTP {}", *item.last_status));
    if (item.last_error) add(*item.last_error);
    if (item.drop_reason) add(*item.drop_reason);
    if (item.note) add(*item.note);
    return text;
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
