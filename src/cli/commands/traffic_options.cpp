// SPDX-License-Identifier: MIT

#include "cli/commands/traffic_options.hpp"

#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

void require_buffer(Option& option) {
    option.require([](const std::string& text) { return parse_duration(text).has_value(); },
                   "a duration such as 200ms or 5s");
}

}  // namespace

void TrafficOptions::declare(OptionSet& options) {
    options.value("--traffic", traffic_, "poisson, paced, batches, or of TCP: web, video, bulk")
        .choices(simulate::kTrafficKinds.names());
    options.value("--up-traffic", up_traffic_, "the uplink's, if it is another")
        .choices(simulate::kTrafficKinds.names());
    options.value("--down-traffic", down_traffic_, "the downlink's, if it is another")
        .choices(simulate::kTrafficKinds.names());
    options.value("--connections", connections_, "of each page or download; 0: three of a page, else one")
        .between(0, 64);
    require_buffer(options.value("--up-buffer", up_buffer_, "the uplink's --buffer, if it is another"));
    require_buffer(options.value("--down-buffer", down_buffer_, "the downlink's --buffer, if it is another"));
    options.value("--access", access_, "none, or whose jitter: dsl, cable, wifi, 4g, fibre")
        .choices(simulate::kAccessKinds.names());
    options.value("--busy-hours", busy_hours_, "when the loads hold, UTC, such as 7-9,18-23; else quiet")
        .require([](const std::string& text) { return simulate::parse_hours(text).has_value(); },
                 "a list of hours such as 7-9,18-23");
    options.value("--busy-days", busy_days_, "on which days of the week, such as mon-fri")
        .require([](const std::string& text) { return simulate::parse_days(text).has_value(); },
                 "a list of days such as mon-fri,sun");
    options.value("--quiet-share", quiet_share_, "of the loads, that is left in quiet hours").between(0, 1);
}

void TrafficOptions::apply(simulate::Scenario& scenario) const {
    // What does not parse was refused when the options were resolved.
    scenario.up.link.traffic = simulate::kTrafficKinds.find(up_traffic_.value_or(traffic_)).value();
    scenario.down.link.traffic = simulate::kTrafficKinds.find(down_traffic_.value_or(traffic_)).value();
    const auto buffer_ns = [](const std::string& text) {
        return static_cast<double>(parse_duration(text).value().count()) * 1e6;
    };
    if (up_buffer_) scenario.up.link.buffer_ns = buffer_ns(*up_buffer_);
    if (down_buffer_) scenario.down.link.buffer_ns = buffer_ns(*down_buffer_);
    for (simulate::Direction* direction : {&scenario.up, &scenario.down}) {
        direction->link.connections = static_cast<int>(connections_);
    }
    scenario.access = simulate::kAccessKinds.find(access_).value();
    if (!busy_hours_) return;
    scenario.busy_hours = simulate::BusyHours{.hours = simulate::parse_hours(*busy_hours_).value(),
                                              .days = simulate::parse_days(busy_days_).value(),
                                              .quiet_share = quiet_share_};
}

}  // namespace tixdb::cli
