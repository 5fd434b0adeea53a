// SPDX-License-Identifier: MIT

#include "cli/commands/disturbance_options.hpp"

#include "simulate/disturbance_text.hpp"

namespace tixdb::cli {
namespace {

// parse: from text to an optional that is empty where the text is wrong.
template <typename Parse>
void require_list(Option& option, const Parse& parse, const std::string& expectation) {
    option.require([parse](const std::string& text) { return parse(text).has_value(); }, expectation);
}

template <typename Event>
void assign(const simulate::EventsBySide<Event>& events, std::vector<Event> simulate::ClockSettings::*member,
            simulate::Scenario& scenario) {
    scenario.client_clock.*member = events.client;
    scenario.server_clock.*member = events.server;
}

}  // namespace

void DisturbanceOptions::declare(OptionSet& options) {
    require_list(
        options.value("--clock-step", clock_steps_,
                      "by how much a clock is set and when: [server:]SPAN@AFTER, several with commas"),
        [](std::string_view text) { return simulate::parse_clock_steps(text, 0); },
        "a list of steps such as 300ms@2h,server:-1s@3h");
    options.value("--clock-step-after", clock_step_after_, "when those steps are that have no @AFTER");
    require_list(options.value("--slew", slews_, "a clock is moved at a rate: [server:]SPAN/PPM@AFTER"),
                 simulate::parse_slews, "a list of slews such as 120ms/500ppm@1h");
    require_list(options.value("--frequency-change", frequency_changes_,
                               "a clock's drift changes: [server:]PPM@AFTER"),
                 simulate::parse_frequency_changes, "a list of changes such as -50ppm@2h");
    require_list(options.value("--drift-profile", drift_waves_,
                               "a clock's drift goes in waves: [server:]AMPLITUDE/PERIOD"),
                 simulate::parse_drift_waves, "a list of waves such as 20ppm/1h");
    require_list(options.value("--route-change", route_changes_,
                               "a way gets longer or shorter: up:SPAN@AFTER[..UNTIL] or down:..."),
                 simulate::parse_route_changes, "a list of changes such as up:+120ms@2h..3h");
    require_list(options.value("--jitter-change", jitter_changes_,
                               "a way's jitter grows or shrinks: up:FACTOR@AFTER[..UNTIL] or down:..."),
                 simulate::parse_jitter_changes, "a list of changes such as up:4@2h..3h");
    require_list(options.value("--wrong-probes", wrong_probes_,
                               "probes that cannot be: KIND:COUNT[@AFTER][/EVERY]; KIND as in the manual"),
                 simulate::parse_wrong_probes,
                 "a list of wrong probes such as short-trip:3@2h or server-50ms:1/10min");
}

void DisturbanceOptions::apply(simulate::Scenario& scenario) const {
    using simulate::ClockSettings;
    // What does not parse was refused when the options were resolved.
    const std::int64_t default_after_s = clock_step_after_.count() / 1000;
    assign(simulate::parse_clock_steps(clock_steps_, default_after_s).value(), &ClockSettings::steps,
           scenario);
    assign(simulate::parse_slews(slews_).value(), &ClockSettings::slews, scenario);
    assign(simulate::parse_frequency_changes(frequency_changes_).value(), &ClockSettings::frequency_changes,
           scenario);
    assign(simulate::parse_drift_waves(drift_waves_).value(), &ClockSettings::waves, scenario);
    auto routes = simulate::parse_route_changes(route_changes_).value();
    scenario.up.route_changes = std::move(routes.up);
    scenario.down.route_changes = std::move(routes.down);
    auto jitters = simulate::parse_jitter_changes(jitter_changes_).value();
    scenario.up.jitter_changes = std::move(jitters.up);
    scenario.down.jitter_changes = std::move(jitters.down);
    scenario.wrong_probes = simulate::parse_wrong_probes(wrong_probes_).value();
}

}  // namespace tixdb::cli
