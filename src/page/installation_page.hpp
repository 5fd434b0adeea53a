// SPDX-License-Identifier: MIT
// The page of one installation: HTML that needs nothing else and asks for nothing, docs/man/tixdb-report.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "metrics/latency_under_load.hpp"
#include "page/charts/time_chart.hpp"
#include "page/summary.hpp"
#include "page/time_zone.hpp"
#include "store/report_page_reader.hpp"

namespace tixdb::page {

// All that the page shows.
struct InstallationReport {
    store::PageScope scope;
    store::PageWindows read;
    std::vector<store::PageHour> hours;
    std::vector<metrics::DayUnderLoad> days_under_load;
    std::vector<store::PageGap> gaps;  // merged, see merged_gaps()
    Summary summary;
    TimeZone zone;
    std::string program_version;
    std::int64_t made_s = 0;
    std::string fleet_page;  // the name of the page that lists it; empty: there is none
};

// Reads it in one consistent view.
[[nodiscard]] InstallationReport read_installation_report(store::Database& database,
                                                          const store::PageScope& scope,
                                                          const std::string& zone_name);

// Gaps in order of time, those of one reason that overlap or touch made one.
[[nodiscard]] std::vector<store::PageGap> merged_gaps(const std::vector<store::PageGap>& gaps);

// The whole page.
[[nodiscard]] std::string html_of(const InstallationReport& report);

// Its data, as the page carries it: JSON without a character that means something to HTML.
[[nodiscard]] std::string data_json(const InstallationReport& report);

// Charts over time that stand for themselves; with a caption for papers. A point stands for an hour, or for
// so many whole hours that a line has at most about 800: of usage and quality their mean, of round trips the
// median of the hours' percentiles. A line breaks where there is no value.
[[nodiscard]] TimeChart usage_chart(const InstallationReport& report);
[[nodiscard]] TimeChart quality_chart(const InstallationReport& report);
[[nodiscard]] TimeChart latency_chart(const InstallationReport& report);

// "queueing, version 2, ε 7 ms up, 7 ms down, tixdb 0.1.0": what figures were made with.
[[nodiscard]] std::string made_with_text(const InstallationReport& report);

}  // namespace tixdb::page
