// SPDX-License-Identifier: MIT

#include <algorithm>
#include <map>

#include "page/installation_page.hpp"

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

InstallationReport read_installation_report(store::Database& database, const store::PageScope& scope,
                                            const std::string& zone_name) {
    const store::Snapshot snapshot(database);
    store::ReportPageReader reader(database);
    InstallationReport report{.scope = scope,
                              .read = reader.windows(scope),
                              .hours = reader.hours(scope),
                              .days_under_load = reader.days_under_load(scope),
                              .gaps = merged_gaps(reader.gaps(scope)),
                              .figures = {},
                              .zone = TimeZone(zone_name, scope.from_s, scope.to_s),
                              .program_version = {},
                              .made_s = 0,
                              .fleet_page = {}};
    report.figures = figures_of(report.read.windows, report.hours, report.zone);
    return report;
}

}  // namespace tixdb::page
