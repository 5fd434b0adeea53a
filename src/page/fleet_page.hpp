// SPDX-License-Identifier: MIT
// The page of the fleet, or of one network: its installations, the worst first, docs/man/tixdb-report.md.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "page/summary.hpp"
#include "page/time_zone.hpp"
#include "store/fleet_page_reader.hpp"

namespace tixdb::page {

// One installation.
struct FleetLine {
    model::InstallationKey installation;
    std::optional<std::string> as_number;  // of its last window
    std::optional<std::string> as_name;
    Stretch stretch;
    Mean below_detection;     // of its windows in which `adaptive` could judge: the share in which it saw no
                              // load either way
    std::int64_t last_s = 0;  // the end of its last window
    // Congestion over the page's time, in equal parts.
    std::vector<Mean> up_parts;
    std::vector<Mean> down_parts;

    // The share of congested minutes of the worse direction: what lines are ordered by.
    [[nodiscard]] std::optional<double> worst() const;
};

struct FleetReport {
    store::FleetScope scope;
    std::vector<FleetLine> lines;  // the worst first; without a value last
    Stretch all;
    Mean below_detection;
    std::map<std::int64_t, Stretch> hours;  // by unix seconds, of all windows that end in it
    Week week;
    TimeZone zone;
    std::string program_version;
    std::int64_t made_s = 0;
    bool has_pages = false;  // each line leads to the page of its installation
};

// Reads it in one consistent view.
[[nodiscard]] FleetReport read_fleet_report(store::Database& database, const store::FleetScope& scope,
                                            const std::string& zone_name);

[[nodiscard]] std::string html_of(const FleetReport& report);

// "installation-3-5.html": what the page of an installation is called beside that of the fleet, kFleetPage.
[[nodiscard]] std::string page_name(const model::InstallationKey& installation);
inline constexpr const char* kFleetPage = "index.html";

}  // namespace tixdb::page
