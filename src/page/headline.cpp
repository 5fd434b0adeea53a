// SPDX-License-Identifier: MIT
// What stands at the top of an installation's page, and what its charts say in words.

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "page/markup.hpp"
#include "page/sections.hpp"
#include "page/tiles.hpp"

namespace tixdb::page {
namespace {

// Of the days with enough loaded and idle minutes.
std::string load_tile(const std::vector<metrics::DayUnderLoad>& days) {
    Mean added;
    std::int64_t counted = 0;
    for (const metrics::DayUnderLoad& day : days) {
        if (day.is_up || !day.delay_added_median_ms) continue;
        added.add(day.delay_added_median_ms);
        ++counted;
    }
    if (counted == 0) return tile("Slower when downloading", "–", "no day with enough loaded minutes");
    return tile("Slower when downloading", "+" + ms_text(added.value()),
                fmt::format("mean of {}", plural(counted, "day")));
}

std::string verdict_of(const Summary& summary) {
    const auto down = summary.all.down.congestion.value();
    const auto up = summary.all.up.congestion.value();
    if (!down && !up) return "There are no results in this time; what is missing and why is told below.";
    const double worse = std::max(down.value_or(0), up.value_or(0));
    const bool is_up = up.value_or(0) > down.value_or(0);
    const std::string which = is_up ? "upload" : "download";
    if (worse < 0.02)
        return "Neither direction was congested to speak of. Whether load could be seen on this line at all "
               "is told below.";
    return fmt::format("The {} was congested in {} of the minutes that could be judged.", which,
                       percent_text(worse));
}

std::string place_of(const std::vector<store::PageNetwork>& networks) {
    if (networks.empty()) return "No address in this time";
    const store::PageNetwork& last = networks.back();
    std::string text = last.as_number ? fmt::format("AS {} {}", html_text(*last.as_number),
                                                    html_text(last.as_name.value_or("")))
                                      : "Network not known";
    text += fmt::format(", last at <code>{}</code>", html_text(last.ip));
    if (networks.size() > 1)
        text += fmt::format("; {} in this time",
                            plural(static_cast<std::int64_t>(networks.size()) - 1, "change"));
    return text;
}

double coverage_of(const InstallationReport& report) {
    const auto span = static_cast<double>(report.scope.to_s - report.scope.from_s);
    // The first and the last hour may reach beyond.
    return span > 0 ? std::min(1.0, static_cast<double>(report.summary.all.covered_s) / span) : 0;
}

void add_chart_texts(Parts& parts, const InstallationReport& report) {
    const std::string made = html_text(made_with_text(report));
    parts["usage_text"] = fmt::format(
        "The share of time in which something was on its way over the line, estimated from how long probes "
        "waited (method {}); drag "
        "to zoom, double-click for all. On recorded lines of about 1.5 Mb/s it is off by 0.14 on average, "
        "and it reads fast lines too "
        "low: see <a href=\"#h-detection\">whether load could be seen</a>.",
        made);
    parts["quality_text"] =
        "The share of minutes without congestion: a minute is congested if more than half of its probes "
        "waited. One result covers ten "
        "minutes, so single results come in steps of a tenth; lines over more than four days are means, "
        "their bands the extremes.";
    parts["latency_text"] =
        "From the least to the median, 75, 90, 95 and 99 % of the round trips of each hour by nearest rank "
        "(RFC 2681, on a logarithmic "
        "scale), and below it the share of probes that did not come back, taken from one probe a second. "
        "Both are exact for the probes "
        "that were made; loss is wrong by as much as a client sends more or fewer of them.";
}

}  // namespace

void add_headline(Parts& parts, const InstallationReport& report) {
    const Stretch& all = report.summary.all;
    parts["title"] = fmt::format("Installation {}", report.scope.installation.text());
    parts["back"] = report.fleet_page.empty()
                        ? ""
                        : fmt::format("<p class=\"meta\"><a href=\"{}\">all installations</a></p>\n",
                                      html_text(report.fleet_page));
    parts["place"] = place_of(report.read.networks);
    parts["zone"] = html_text(report.zone.name());
    parts["period"] = fmt::format("{} to {} ({})", report.zone.minute_text(report.scope.from_s),
                                  report.zone.minute_text(report.scope.to_s), parts["zone"]);
    parts["windows"] = count_text(all.windows);
    parts["made"] = fmt::format("made {}", iso_of_s(report.made_s));
    parts["tiles"] = stretch_tiles(all) + load_tile(report.days_under_load) +
                     tile("Time measured", percent_text(coverage_of(report)),
                          plural(static_cast<std::int64_t>(report.gaps.size()), "gap"));
    parts["verdict"] = verdict_of(report.summary);
    parts["made_with"] = fmt::format("Method {}.", html_text(made_with_text(report)));
    add_chart_texts(parts, report);
}

}  // namespace tixdb::page
