// SPDX-License-Identifier: MIT
// The sections of an installation's page that are tables of facts.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "page/markup.hpp"
#include "page/sections.hpp"
#include "page/time_units.hpp"

namespace tixdb::page {
namespace {

// What has more rows is in the data of the page.
constexpr std::size_t kMostRows = 100;

std::string change_text(const std::optional<double>& ms) {
    return ms ? fmt::format("{:+.1f} ms", *ms) : "–";
}

// A clock that is set changes both directions by as much in opposite ways; another route does not (as
// v_clock).
bool is_clock_step(const model::QueueingShift& shift) {
    return shift.up_ms && shift.down_ms && std::abs(*shift.up_ms + *shift.down_ms) <= 5;
}

std::string length_text(std::int64_t seconds) {
    if (seconds < kHourS) return fmt::format("{}\u00a0min", (seconds + 59) / 60);
    return fmt::format("{:.1f}\u00a0h", static_cast<double>(seconds) / kHourS);
}

// "-1.6 ppm", or from the least to the most where that is another text.
std::string ppm_text(double least, double most) {
    const std::string first = fmt::format("{:+.1f}", least);
    const std::string last = fmt::format("{:+.1f}", most);
    return first == last ? first + " ppm" : first + " to " + last + " ppm";
}

std::string more_rows_note(std::size_t rows) {
    if (rows <= kMostRows) return "";
    return fmt::format("<p class=\"note\">The first {} of {} are shown.</p>", kMostRows, rows);
}

std::string load_row(const InstallationReport& report, const metrics::DayUnderLoad& day) {
    return table_row(
        {report.zone.name() == "UTC" ? report.zone.day_text(day.day_s) : report.zone.minute_text(day.day_s),
         day.is_up ? "upload" : "download", count_text(day.loaded_minutes), count_text(day.idle_minutes),
         change_text(day.delay_added_median_ms), change_text(day.delay_added_p95_ms),
         ms_text(day.rtt_idle_ms), ms_text(day.rtt_under_load_ms),
         day.round_trips_per_minute ? fmt::format("{:.0f}", *day.round_trips_per_minute) : "–"});
}

std::string state_row(const std::string& direction, const std::array<std::int64_t, 3>& states) {
    const std::int64_t all = states[0] + states[1] + states[2];
    std::vector<std::string> cells = {direction, count_text(all)};
    for (const std::int64_t count : states) {
        cells.push_back(all > 0 ? percent_text(static_cast<double>(count) / static_cast<double>(all)) : "–");
    }
    return table_row(cells);
}

std::string gap_row(const InstallationReport& report, const store::PageGap& gap) {
    std::string reason = gap.reason;
    std::replace(reason.begin(), reason.end(), '_', ' ');
    return fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"text\">{}</td><td "
        "class=\"text\">{}</td>"
        "<td class=\"text\">{}</td></tr>\n",
        report.zone.minute_text(gap.from_s), report.zone.minute_text(gap.to_s),
        length_text(gap.to_s - gap.from_s), html_text(reason), html_text(gap.detail),
        gap.remedy.empty() ? "" : fmt::format("<code>{}</code>", html_text(gap.remedy)));
}

}  // namespace

void add_load(Parts& parts, const InstallationReport& report) {
    parts["load_text"] =
        "By day: how much longer probes waited in minutes in which the line was loaded than in minutes in "
        "which it was idle, and how many "
        "round trips a minute has room for under load. Nothing was loaded to find out: it is what people did "
        "that day, so it compares a "
        "line with itself; with fewer than ten loaded or ten idle minutes there is no value.";
    std::string rows;
    std::size_t shown = 0;
    for (const metrics::DayUnderLoad& day : report.days_under_load) {
        if (day.delay_added_median_ms && ++shown <= 2 * kMostRows) rows += load_row(report, day);
    }
    parts["load_table"] =
        rows.empty() ? "<p class=\"note\">No day of this time had ten loaded and ten idle minutes.</p>"
                     : table_of("Days (from 00:00 UTC) with enough loaded and idle minutes",
                                {"day", "direction", "loaded minutes", "idle minutes", "delay added, median",
                                 "delay added, 95 %", "round trip, idle", "round trip, loaded",
                                 "round trips per minute, loaded"},
                                rows);
}

void add_detection(Parts& parts, const InstallationReport& report) {
    const auto& down = report.summary.down_states;
    const auto& up = report.summary.up_states;
    const std::int64_t judged = down[0] + down[1] + down[2] + up[0] + up[1] + up[2];
    if (judged == 0) {
        parts["detection_text"] =
            "The method adaptive has not judged any result of this time: it learns a line's jitter from a "
            "day at one address. Until it has, "
            "a usage of 0 on a line of 10 Mb/s and more says nothing.";
        parts["detection_table"] = "";
        return;
    }
    parts["detection_text"] =
        "Of the results that the method adaptive could judge: none means below detection, which is not idle; "
        "weak could be jitter; clear is "
        "load. Where most are none, a low usage says little about the line: accuracy.md tells on which "
        "links.";
    parts["detection_table"] =
        table_of("Results by whether load was seen", {"direction", "judged", "none", "weak", "clear"},
                 state_row("download", down) + state_row("upload", up));
}

void add_gaps(Parts& parts, const InstallationReport& report) {
    parts["gaps_text"] =
        report.gaps.empty()
            ? "Nothing is missing: there are results for all of this time."
            : fmt::format(
                  "{} of time without results, or without all of them; the charts are shaded there and their "
                  "lines break. Where "
                  "something can be done, the command is in the last column.",
                  report.gaps.size() == 1 ? "One stretch" : fmt::format("{} stretches", report.gaps.size()));
    if (report.gaps.empty()) {
        parts["gaps_table"] = "";
        return;
    }
    std::string rows;
    for (std::size_t i = 0; i < std::min(report.gaps.size(), kMostRows); ++i)
        rows += gap_row(report, report.gaps[i]);
    parts["gaps_table"] = table_of(fmt::format("Gaps ({})", report.zone.name()),
                                   {"from", "to", "length", "reason", "detail", "what to do"}, rows) +
                          more_rows_note(report.gaps.size());
}

void add_clock(Parts& parts, const InstallationReport& report) {
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    std::int64_t without_clock = 0;
    std::int64_t impossible = 0;
    for (const store::PageWindow& window : report.read.windows) {
        if (window.skew_ms_per_s) {
            least = std::min(least, 1000 * *window.skew_ms_per_s);
            most = std::max(most, 1000 * *window.skew_ms_per_s);
        }
        if (window.reason.find("up_usage:clock") != std::string::npos) ++without_clock;
    }
    for (const store::PageHour& hour : report.hours) impossible += hour.impossible;
    parts["clock_text"] = fmt::format(
        "{} {} without a value because the clocks could not be believed, and {} with clock values that none "
        "can have. Drift, steps and "
        "changes of route are taken out before usage is computed.",
        least > most ? std::string("How fast the client's clock runs is not known;")
                     : fmt::format("The client's clock ran {} against the server's;", ppm_text(least, most)),
        plural(without_clock, "result"), plural(impossible, "probe"));
    std::string rows;
    const auto& shifts = report.read.shifts;
    for (std::size_t i = 0; i < std::min(shifts.size(), kMostRows); ++i) {
        rows += table_row({report.zone.minute_text(shifts[i].at_s),
                           is_clock_step(shifts[i]) ? "a clock was set" : "the route changed",
                           change_text(shifts[i].up_ms), change_text(shifts[i].down_ms)});
    }
    parts["clock_table"] = rows.empty() ? ""
                                        : table_of("Steps of a clock and changes of route",
                                                   {"when", "what", "upload", "download"}, rows) +
                                              more_rows_note(shifts.size());
}

void add_networks(Parts& parts, const InstallationReport& report) {
    const auto& networks = report.read.networks;
    parts["network_text"] =
        "The address that the server saw, and the network that it belonged to when the results were "
        "computed. A new address begins a new "
        "series of windows.";
    std::string rows;
    for (std::size_t i = 0; i < std::min(networks.size(), kMostRows); ++i) {
        const store::PageNetwork& network = networks[i];
        rows += fmt::format(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"text\"><code>{}</code></td><td>{}</td><td "
            "class=\"text\">{}</td></tr>\n",
            report.zone.minute_text(network.from_s), report.zone.minute_text(network.to_s),
            html_text(network.ip), html_text(network.as_number.value_or("–")),
            html_text(network.as_name.value_or("–")));
    }
    parts["network_table"] = rows.empty() ? ""
                                          : table_of("Addresses by the ends of their results",
                                                     {"first", "last", "address", "AS", "name"}, rows) +
                                                more_rows_note(networks.size());
}

}  // namespace tixdb::page
