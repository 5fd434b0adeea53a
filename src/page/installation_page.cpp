// SPDX-License-Identifier: MIT

#include "page/installation_page.hpp"

#include "page/assets.hpp"
#include "page/document.hpp"
#include "page/markup.hpp"
#include "page/sections.hpp"

namespace tixdb::page {

std::string html_of(const InstallationReport& report) {
    Parts parts;
    add_frame(parts, report.program_version, {library_script(), page_script()});
    add_headline(parts, report);
    add_days(parts, report);
    add_load(parts, report);
    add_week(parts, report);
    add_spread(parts, report);
    add_detection(parts, report);
    add_gaps(parts, report);
    add_clock(parts, report);
    add_networks(parts, report);
    parts["usage_svg"] = svg_of(usage_chart(report), report.zone);
    parts["quality_svg"] = svg_of(quality_chart(report), report.zone);
    parts["latency_svg"] = svg_of(latency_chart(report), report.zone);
    parts["data"] = data_json(report);
    parts["library"] = library_script();
    parts["script"] = page_script();
    return filled(assets::installation_html, parts);
}

}  // namespace tixdb::page
