// SPDX-License-Identifier: MIT

#include "simulate/disturbances.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tixdb::simulate {
namespace {

// Seconds after the beginning, end excluded.
struct Stretch {
    std::int64_t begin_s = 0;
    std::int64_t end_s = 0;

    [[nodiscard]] bool contains(std::int64_t second) const { return begin_s <= second && second < end_s; }
};

template <typename Event>
bool any_begins(const std::vector<Event>& events, const Stretch& stretch) {
    return std::ranges::any_of(events, [&](const Event& event) { return stretch.contains(event.after_s); });
}

bool is_slewed(const ClockSettings& clock, const Stretch& stretch) {
    return std::ranges::any_of(clock.slews, [&](const ClockSlew& slew) {
        return slew.after_s < stretch.end_s && end_s(slew) > stretch.begin_s;
    });
}

// A way's changes, or their ends.
template <typename Change>
bool any_changes(const std::vector<Change>& changes, const Stretch& stretch) {
    return std::ranges::any_of(changes, [&](const Change& change) {
        return stretch.contains(change.after_s) || (change.until_s > 0 && stretch.contains(change.until_s));
    });
}

bool has_wrong_probes(const std::vector<WrongProbes>& all, const Stretch& stretch) {
    return std::ranges::any_of(all, [&](const WrongProbes& wrong) {
        for (std::int64_t second = stretch.begin_s; second < stretch.end_s; ++second) {
            if (is_wrong(wrong, second)) return true;
        }
        return false;
    });
}

}  // namespace

std::string disturbances_between(const Scenario& scenario, std::int64_t begin_s, std::int64_t end_s) {
    const Stretch stretch{begin_s, end_s};
    const auto either_clock = [&](const auto& holds) {
        return holds(scenario.client_clock) || holds(scenario.server_clock);
    };
    struct Kind {
        std::string_view name;
        bool disturbs;
    };
    const std::array<Kind, 7> kinds = {{
        {"clock-step", either_clock([&](const ClockSettings& c) { return any_begins(c.steps, stretch); })},
        {"slew", either_clock([&](const ClockSettings& c) { return is_slewed(c, stretch); })},
        {"frequency-change",
         either_clock([&](const ClockSettings& c) { return any_begins(c.frequency_changes, stretch); })},
        {"drift-profile", either_clock([](const ClockSettings& c) { return !c.waves.empty(); })},
        {"route-change", any_changes(scenario.up.route_changes, stretch) ||
                             any_changes(scenario.down.route_changes, stretch)},
        {"jitter-change", any_changes(scenario.up.jitter_changes, stretch) ||
                              any_changes(scenario.down.jitter_changes, stretch)},
        {"wrong-probes", has_wrong_probes(scenario.wrong_probes, stretch)},
    }};
    std::string names;
    for (const Kind& kind : kinds) {
        if (!kind.disturbs) continue;
        if (!names.empty()) names += ' ';
        names += kind.name;
    }
    return names;
}

}  // namespace tixdb::simulate
