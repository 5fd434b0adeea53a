// SPDX-License-Identifier: MIT

#include "page/fleet_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "page/assets.hpp"
#include "page/charts/heat_map.hpp"
#include "page/charts/sparkline.hpp"
#include "page/charts/time_chart.hpp"
#include "page/document.hpp"
#include "page/markup.hpp"
#include "page/sections.hpp"
#include "page/tiles.hpp"
#include "page/time_units.hpp"

namespace tixdb::page {
namespace {

std::string fleet_title(const FleetReport& report) {
    return report.scope.as_number ? "Network AS " + *report.scope.as_number : "All installations";
}

std::string network_name(const FleetReport& report) {
    if (!report.scope.as_number || report.lines.empty()) return "";
    return report.lines.front().as_name.value_or("");
}

std::vector<std::optional<double>> values_of(const std::vector<Mean>& means) {
    std::vector<std::optional<double>> values;
    for (const Mean& mean : means) values.push_back(mean.value());
    return values;
}

std::string spark_of(const FleetLine& line) {
    const std::string description = fmt::format(
        "{}: congestion over time, on average {} down and {} up", line.installation.text(),
        percent_text(line.stretch.down.congestion.value()), percent_text(line.stretch.up.congestion.value()));
    return sparkline_svg(values_of(line.up_parts), values_of(line.down_parts), description);
}

std::string line_row(const FleetReport& report, const FleetLine& line) {
    const std::string name = line.installation.text();
    const std::string heading =
        report.has_pages ? fmt::format("<a href=\"{}\">{}</a>", html_text(page_name(line.installation)), name)
                         : name;
    const Stretch& stretch = line.stretch;
    const std::string network =
        line.as_number ? html_text(*line.as_number + " " + line.as_name.value_or("")) : "–";
    const auto both = [](const std::string& first, const std::string& second) {
        return first + " / " + second;
    };
    return fmt::format(
        "<tr><th scope=\"row\">{}</th><td "
        "class=\"text\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>"
        "<td>{}</td></tr>\n",
        heading, network, spark_of(line),
        both(percent_text(stretch.down.congestion.value()), percent_text(stretch.up.congestion.value())),
        both(percent_text(stretch.down.usage.value()), percent_text(stretch.up.usage.value())),
        both(ms_text(stretch.rtt_median_ms()), ms_text(stretch.rtt_p95_ms())), percent_text(stretch.loss()),
        percent_text(line.below_detection.value()), report.zone.minute_text(line.last_s));
}

std::string number_or_null(const std::optional<double>& value) {
    return value ? fmt::format("{}", std::round(1e4 * *value) / 1e4) : "null";
}

std::string line_json(const FleetLine& line) {
    const Stretch& stretch = line.stretch;
    return fmt::format(
        "[{},{},{},{},{},{},{},{},{},{},{},{},{},{}]", line.installation.user_id,
        line.installation.installation_id, line.as_number ? json_text(*line.as_number) : "null",
        line.as_name ? json_text(*line.as_name) : "null", stretch.windows,
        number_or_null(stretch.up.congestion.value()), number_or_null(stretch.down.congestion.value()),
        number_or_null(stretch.up.usage.value()), number_or_null(stretch.down.usage.value()),
        number_or_null(stretch.rtt_median_ms()), number_or_null(stretch.rtt_p95_ms()),
        number_or_null(stretch.loss()), number_or_null(line.below_detection.value()),
        json_text(iso_of_s(line.last_s)));
}

std::string fleet_data(const FleetReport& report) {
    std::string rows;
    for (const FleetLine& line : report.lines) rows += (rows.empty() ? "" : ",\n") + line_json(line);
    return fmt::format(
        R"({{"schema_version":1,"program_version":{},"method":{},"from_s":{},"to_s":{},"columns":["user_id","installation_id","as_number","as_name","results","up_congestion","down_congestion","up_usage","down_usage","rtt_median_ms","rtt_p95_ms","loss","below_detection","last_result"],"installations":[{}]}})",
        json_text(report.program_version), json_text(model::name_of(report.scope.method)),
        report.scope.from_s, report.scope.to_s, rows);
}

TimeChart congestion_chart(const FleetReport& report) {
    TimeChart chart;
    chart.title = "Congested minutes by the hour";
    chart.description =
        fmt::format("download {}, upload {} on average", percent_text(report.all.down.congestion.value()),
                    percent_text(report.all.up.congestion.value()));
    chart.from_s = report.scope.from_s;
    chart.to_s = report.scope.to_s;
    TimeSeries up{"upload", "up", false, {}};
    TimeSeries down{"download", "down", false, {}};
    std::int64_t expected = 0;
    for (const auto& [hour_s, means] : report.hours) {
        if (expected != 0 && hour_s > expected) {
            up.points.push_back({expected, {}, {}});
            down.points.push_back({expected, {}, {}});
        }
        expected = hour_s + kHourS;
        up.points.push_back({hour_s + kHourS / 2, means.up.congestion.value(), means.up.congestion.value()});
        down.points.push_back(
            {hour_s + kHourS / 2, means.down.congestion.value(), means.down.congestion.value()});
    }
    chart.series = {std::move(up), std::move(down)};
    return chart;
}

std::string fleet_week(const FleetReport& report, bool is_up) {
    return heat_map_svg(congestion_of(report.week, is_up),
                        week_title(is_up) + ", by hour of the day and weekday",
                        "all installations of this page", week_title(is_up));
}

std::string tiles_of(const FleetReport& report) {
    const Stretch& all = report.all;
    return tile("Installations", count_text(static_cast<std::int64_t>(report.lines.size())),
                fmt::format("with {} results", count_text(all.windows))) +
           stretch_tiles(all) +
           tile("Below detection", percent_text(report.below_detection.value()), "of results, both ways");
}

}  // namespace

std::string html_of(const FleetReport& report) {
    const std::string script = script_of({assets::tables_js, assets::fleet_js});
    Parts parts;
    add_frame(parts, report.program_version, {script});
    parts["title"] = html_text(fleet_title(report));
    parts["place"] = html_text(network_name(report));
    parts["zone"] = html_text(report.zone.name());
    parts["period"] = fmt::format("{} to {} ({})", report.zone.minute_text(report.scope.from_s),
                                  report.zone.minute_text(report.scope.to_s), parts["zone"]);
    parts["made"] = fmt::format("made {}", iso_of_s(report.made_s));
    parts["method"] = std::string(model::name_of(report.scope.method));
    parts["tiles"] = tiles_of(report);
    for (const FleetLine& line : report.lines) parts["lines"] += line_row(report, line);
    if (report.lines.empty()) parts["lines"] = "<tr><td colspan=\"9\">no results in this time</td></tr>";
    parts["hours_svg"] = svg_of(congestion_chart(report), report.zone);
    parts["down_week_svg"] = fleet_week(report, false);
    parts["up_week_svg"] = fleet_week(report, true);
    parts["data"] = fleet_data(report);
    parts["script"] = script;
    return filled(assets::fleet_html, parts);
}

}  // namespace tixdb::page
