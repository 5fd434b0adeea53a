// SPDX-License-Identifier: MIT

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "page/fleet_page.hpp"

namespace tixdb::page {
namespace {

// What a sparkline of 120 units can show.
constexpr std::int64_t kParts = 42;

std::optional<double> mean_of(const store::PageSum& sum) {
    if (sum.count == 0) return std::nullopt;
    return sum.sum / static_cast<double>(sum.count);
}

void add_direction(DirectionMeans& means, const store::PageSum& usage, const store::PageSum& quality) {
    means.usage.add(mean_of(usage), static_cast<double>(usage.count));
    means.congestion.add(congestion(mean_of(quality)), static_cast<double>(quality.count));
}

void add_windows(Stretch& stretch, const store::FleetHour& hour) {
    stretch.windows += hour.windows;
    add_direction(stretch.up, hour.up_usage, hour.up_quality);
    add_direction(stretch.down, hour.down_usage, hour.down_quality);
}

void add_latency(Stretch& stretch, const store::FleetLatency& hour) {
    stretch.received += hour.received;
    stretch.covered_s += hour.covered_s;
    if (hour.rtt_median_ns) stretch.medians_ns.push_back(*hour.rtt_median_ns);
    if (hour.rtt_p95_ns) stretch.p95s_ns.push_back(*hour.rtt_p95_ns);
}

// Puts the rows of a fleet where they belong; rows come by installation.
class FleetSums {
  public:
    explicit FleetSums(FleetReport& report) : report_(report) {}

    void add(const store::FleetHour& hour) {
        FleetLine& line = line_of(hour.installation);
        add_windows(line.stretch, hour);
        add_windows(report_.all, hour);
        const std::int64_t local_s = report_.zone.local_s(hour.hour_s);
        add_windows(report_.week[weekday_of(local_s)][hour_of(local_s)], hour);
        add_windows(report_.hours[hour.hour_s], hour);
        const auto weight = static_cast<double>(hour.below_detection.count);
        line.below_detection.add(mean_of(hour.below_detection), weight);
        report_.below_detection.add(mean_of(hour.below_detection), weight);
        line.last_s = hour.last_s;
        line.as_number = hour.as_number;
        line.as_name = hour.as_name;
        line.up_parts[part_of(hour.hour_s)].add(congestion(mean_of(hour.up_quality)));
        line.down_parts[part_of(hour.hour_s)].add(congestion(mean_of(hour.down_quality)));
        if (report_.scope.as_number) hours_in_network_.insert({hour.installation, hour.hour_s});
    }

    void add(const store::FleetLatency& hour) {
        if (report_.scope.as_number && !hours_in_network_.contains({hour.installation, hour.hour_s})) return;
        const auto line = std::lower_bound(
            report_.lines.begin(), report_.lines.end(), hour.installation,
            [](const FleetLine& one, const model::InstallationKey& key) { return one.installation < key; });
        if (line == report_.lines.end() || line->installation != hour.installation) return;
        add_latency(line->stretch, hour);
        add_latency(report_.all, hour);
    }

  private:
    FleetLine& line_of(const model::InstallationKey& key) {
        if (report_.lines.empty() || report_.lines.back().installation != key) {
            FleetLine line;
            line.installation = key;
            line.up_parts.resize(kParts);
            line.down_parts.resize(kParts);
            report_.lines.push_back(std::move(line));
        }
        return report_.lines.back();
    }
    [[nodiscard]] std::size_t part_of(std::int64_t at_s) const {
        const std::int64_t span = std::max<std::int64_t>(1, report_.scope.to_s - report_.scope.from_s);
        return static_cast<std::size_t>(
            std::clamp<std::int64_t>((at_s - report_.scope.from_s) * kParts / span, 0, kParts - 1));
    }

    FleetReport& report_;
    std::set<std::pair<model::InstallationKey, std::int64_t>> hours_in_network_;
};

}  // namespace

std::optional<double> FleetLine::worst() const {
    const auto up = stretch.up.congestion.value();
    const auto down = stretch.down.congestion.value();
    if (!up || !down) return up ? up : down;
    return std::max(*up, *down);
}

FleetReport read_fleet_report(store::Database& database, const store::FleetScope& scope,
                              const std::string& zone_name) {
    FleetReport report{.scope = scope,
                       .lines = {},
                       .all = {},
                       .below_detection = {},
                       .hours = {},
                       .week = {},
                       .zone = TimeZone(zone_name, scope.from_s, scope.to_s),
                       .program_version = {},
                       .made_s = 0,
                       .has_pages = false};
    const store::Snapshot snapshot(database);
    store::FleetPageReader reader(database);
    FleetSums sums(report);
    reader.each_hour(scope, [&](const store::FleetHour& hour) { sums.add(hour); });
    reader.each_latency(scope, [&](const store::FleetLatency& hour) { sums.add(hour); });
    std::stable_sort(report.lines.begin(), report.lines.end(),
                     [](const FleetLine& left, const FleetLine& right) {
                         return left.worst().value_or(-1) > right.worst().value_or(-1);
                     });
    return report;
}

std::string page_name(const model::InstallationKey& installation) {
    return fmt::format("installation-{}-{}.html", installation.user_id, installation.installation_id);
}

}  // namespace tixdb::page
