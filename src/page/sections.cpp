// SPDX-License-Identifier: MIT

#include "page/sections.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "page/charts/bar_chart.hpp"
#include "page/markup.hpp"

namespace tixdb::page {
namespace {

// Columns that are read from the left.
constexpr std::array kTextColumns = {"reason", "detail", "what to do", "address", "name",
                                     "from",   "first",  "day",        "when",    "direction"};

const DirectionMeans& means_of(const Stretch& stretch, bool is_up) {
    return is_up ? stretch.up : stretch.down;
}

// "most on Tue at 20:00: 81 %", of hours with at least four results.
std::string worst_hour(const Summary& summary, bool is_up) {
    std::string text = "no hour stands out";
    double most = 0.05;
    for (std::size_t day = 0; day < summary.week.size(); ++day) {
        for (std::size_t hour = 0; hour < 24; ++hour) {
            const Stretch& stretch = summary.week[day][hour];
            const auto share = means_of(stretch, is_up).congestion.value();
            if (stretch.windows < 4 || !share || *share <= most) continue;
            most = *share;
            text = fmt::format("most on {} at {:02}:00, {}", kWeekdays[day], hour, percent_text(share));
        }
    }
    return text;
}

std::vector<double> shares_of(const auto& counts) {
    double all = 0;
    for (const std::int64_t count : counts) all += static_cast<double>(count);
    std::vector<double> shares;
    for (const std::int64_t count : counts) shares.push_back(all > 0 ? static_cast<double>(count) / all : 0);
    return shares;
}

}  // namespace

WeekOfHours congestion_of(const Week& week, bool is_up) {
    WeekOfHours shares;
    for (std::size_t day = 0; day < shares.size(); ++day) {
        for (std::size_t hour = 0; hour < 24; ++hour)
            shares[day][hour] = means_of(week[day][hour], is_up).congestion.value();
    }
    return shares;
}

std::string week_title(bool is_up) {
    return is_up ? "Upload: congested minutes, %" : "Download: congested minutes, %";
}

std::string table_row(const std::vector<std::string>& cells) {
    std::string row = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i)
        row += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", cells[i])
                      : fmt::format("<td>{}</td>", cells[i]);
    return row + "</tr>\n";
}

std::string table_of(const std::string& caption, const std::vector<std::string>& head,
                     const std::string& rows) {
    std::string heading;
    for (const std::string& name : head) {
        const bool is_text = std::find(kTextColumns.begin(), kTextColumns.end(), name) != kTextColumns.end();
        heading +=
            fmt::format("<th scope=\"col\"{}>{}</th>", is_text ? " class=\"text\"" : "", html_text(name));
    }
    const std::string name = html_text(caption);
    return fmt::format(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"{0}\"><table><caption>{0}</caption>"
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>",
        name, heading, rows);
}

void add_days(Parts& parts, const InstallationReport& report) {
    std::string rows;
    for (const Day& day : report.summary.days) {
        const Stretch& stretch = day.stretch;
        rows += table_row({report.zone.day_text(day.begin_s), count_text(stretch.windows),
                           percent_text(stretch.down.usage.value()), percent_text(stretch.up.usage.value()),
                           percent_text(stretch.down.congestion.value()),
                           percent_text(stretch.up.congestion.value()), ms_text(stretch.rtt_median_ms()),
                           ms_text(stretch.rtt_p95_ms()), percent_text(stretch.loss())});
    }
    parts["day_rows"] = rows;
}

std::string week_heat_map(const InstallationReport& report, bool is_up, bool has_caption) {
    const std::string what = week_title(is_up);
    const std::string caption = fmt::format("{}; {}; {}", what, report.zone.name(), made_with_text(report));
    return heat_map_svg(congestion_of(report.summary.week, is_up), what + ", by hour of the day and weekday",
                        worst_hour(report.summary, is_up), has_caption ? caption : what);
}

void add_week(Parts& parts, const InstallationReport& report) {
    const Summary& summary = report.summary;
    parts["down_week_svg"] = week_heat_map(report, false, false);
    parts["up_week_svg"] = week_heat_map(report, true, false);
    parts["week_text"] = fmt::format(
        "Each cell is the share of congested minutes, in percent, of the results that ended in that hour of "
        "that weekday ({}): "
        "download {}; upload {}. An empty cell has no result; of a week or two a cell rests on a handful of "
        "them.",
        html_text(report.zone.name()), worst_hour(summary, false), worst_hour(summary, true));
    std::string rows;
    for (std::size_t hour = 0; hour < 24; ++hour) {
        std::vector<std::string> cells = {fmt::format("{:02}:00", hour)};
        for (const auto& day : summary.week) {
            const auto number = [](const std::optional<double>& share) {
                return share ? fmt::format("{:.0f}", 100 * *share) : std::string("–");
            };
            cells.push_back(number(day[hour].down.congestion.value()) + " / " +
                            number(day[hour].up.congestion.value()));
        }
        rows += table_row(cells);
    }
    parts["week_rows"] = rows;
}

void add_spread(Parts& parts, const InstallationReport& report) {
    const Summary& summary = report.summary;
    std::vector<std::string> usage_labels;
    std::string usage_rows;
    for (std::size_t bin = 0; bin < kUsageBins; ++bin) {
        usage_labels.push_back(bin % 2 == 0 ? fmt::format("{} %", 5 * bin) : "");
        usage_rows += table_row({fmt::format("{} to {} %", 5 * bin, 5 * bin + 5),
                                 count_text(summary.down_usage[bin]), count_text(summary.up_usage[bin])});
    }
    std::vector<std::string> rtt_labels;
    std::string rtt_rows;
    for (std::size_t bin = 0; bin < kRttBins; ++bin) {
        const std::string from = fmt::format("{:.{}f} ms", rtt_bin_ms(bin), bin < 7 ? 1 : 0);
        rtt_labels.push_back(bin % 2 == 0 ? from : "");
        if (summary.rtt_median[bin] + summary.rtt_p95[bin] > 0)
            rtt_rows += table_row(
                {"from " + from, count_text(summary.rtt_median[bin]), count_text(summary.rtt_p95[bin])});
    }
    parts["usage_bars"] = bar_chart_svg(
        {{"download", "down", shares_of(summary.down_usage)}, {"upload", "up", shares_of(summary.up_usage)}},
        usage_labels, "Share of the results by usage", "the same numbers are in the table below");
    parts["rtt_bars"] = bar_chart_svg({{"median of an hour", "median", shares_of(summary.rtt_median)},
                                       {"95 % of an hour", "p95", shares_of(summary.rtt_p95)}},
                                      rtt_labels, "Share of the hours by round trip",
                                      "the same numbers are in the table below");
    parts["spread_text"] =
        "Above, how many of the results had which usage; below, in how many of the hours half of the round "
        "trips, and 95 % of them, were "
        "answered within so long. A line that is idle most of the time has its bars at the left of both.";
    parts["usage_bin_rows"] = usage_rows;
    parts["rtt_bin_rows"] = rtt_rows;
}

}  // namespace tixdb::page
