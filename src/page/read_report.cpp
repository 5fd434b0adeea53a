// SPDX-License-Identifier: MIT

#include <algorithm>
#include <map>

#include "page/installation_page.hpp"
#include "page/time_units.hpp"

namespace tixdb::page {

std::vector<store::PageGap> merged_gaps(const std::vector<store::PageGap>& gaps) {
    std::vector<store::PageGap> merged;
    std::map<std::string, std::size_t> last_of;  // by reason, detail and remedy
    for (const store::PageGap& gap : gaps) {
        const std::string kind = gap.reason + '\n' + gap.detail + '\n' + gap.remedy;
        const auto last = last_of.find(kind);
        if (last != last_of.end() && gap.from_s <= merged[last->second].to_s) {
            merged[last->second].to_s = std::max(merged[last->second].to_s, gap.to_s);
            continue;
        }
        last_of[kind] = merged.size();
        merged.push_back(gap);
    }
    return merged;
}

namespace {

std::vector<metrics::DayUnderLoad> days_under_load(store::ReportPageReader& reader,
                                                   const store::PageScope& scope) {
    std::vector<metrics::DayUnderLoad> days;
    std::vector<model::LatencyMinute> minutes;  // of the day that is being read
    const auto end_day = [&] {
        if (minutes.empty()) return;
        const std::int64_t day_s = minutes.front().minute_s / kDayS * kDayS;
        for (const bool is_up : {false, true})
            days.push_back(metrics::day_under_load_of(day_s, is_up, minutes));
        minutes.clear();
    };
    reader.each_minute(scope, [&](const model::LatencyMinute& minute) {
        if (!minutes.empty() && minute.minute_s / kDayS != minutes.front().minute_s / kDayS) end_day();
        minutes.push_back(minute);
    });
    end_day();
    return days;
}

}  // namespace

InstallationReport read_installation_report(store::Database& database, const store::PageScope& scope,
                                            const std::string& zone_name) {
    const store::Snapshot snapshot(database);
    store::ReportPageReader reader(database);
    InstallationReport report{.scope = scope,
                              .read = reader.windows(scope),
                              .hours = reader.hours(scope),
                              .days_under_load = days_under_load(reader, scope),
                              .gaps = merged_gaps(reader.gaps(scope)),
                              .summary = {},
                              .zone = TimeZone(zone_name, scope.from_s, scope.to_s),
                              .program_version = {},
                              .made_s = 0,
                              .fleet_page = {}};
    report.summary = summary_of(report.read.windows, report.hours, report.zone);
    return report;
}

}  // namespace tixdb::page
