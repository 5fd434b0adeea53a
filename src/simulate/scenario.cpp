// SPDX-License-Identifier: MIT

#include "simulate/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "model/observation.hpp"

namespace tixdb::simulate {
namespace {

constexpr std::int64_t kDay_s = 86'400;
constexpr std::int64_t kEarliest_s = 1'262'304'000;  // 2010: ingest refuses what is older
constexpr std::int64_t kLatest_s = 7'258'118'400;    // 2200: beyond, unix time in ns nears the end of int64
constexpr std::int64_t kMostInstallations = 10'000'000;
constexpr std::int64_t kLargestId = 1'000'000'000'000;
constexpr double kLargestRate_ppm = 10'000;
constexpr std::int64_t kLongestProbeSpread_ns = 990'000'000;

void require(bool fits, std::string_view what) {
    if (fits) return;
    throw Error(ErrorKind::usage, fmt::format("cannot simulate: {}", what),
                "`tixdb simulate --help` explains the options");
}

bool is_between(double value, double low, double high) {
    return value >= low && value <= high;  // false for NaN
}

void check_load(const Load& load, std::string_view name) {
    require(!load.empty() && load.front().after_s == 0, fmt::format("{}: a load begins at second 0", name));
    for (std::size_t i = 0; i < load.size(); ++i) {
        require(is_between(load[i].utilisation, 0, 2),
                fmt::format("{}: a utilisation of {} is not in 0…2", name, load[i].utilisation));
        require(i == 0 || load[i].after_s > load[i - 1].after_s,
                fmt::format("{}: the steps of a load must be in order of time", name));
    }
}

// In packets.
int longest_burst(const LinkSettings& link) {
    if (link.traffic == Traffic::poisson) return link.packets_per_burst;
    if (link.traffic == Traffic::batches) return 40;
    return link.traffic == Traffic::paced ? 1 : 2;
}

// At no time may the way be shorter than nothing: the sum only changes where a change begins or ends.
void check_route(const Direction& direction, std::string_view name) {
    constexpr std::int64_t kLongest_ns = 60 * model::kNsPerS;
    const auto require_possible_at = [&](std::int64_t second) {
        const std::int64_t delay_ns =
            direction.base_delay_ns + route_change_ns(direction.route_changes, second * model::kNsPerS);
        require(delay_ns >= 0 && delay_ns <= kLongest_ns,
                fmt::format("{}: with its route changes the base delay must be 0…60s", name));
    };
    for (const RouteChange& change : direction.route_changes) {
        require(change.by_ns >= -kLongest_ns && change.by_ns <= kLongest_ns,
                fmt::format("{}: a route changes by at most 60s", name));
        require(change.after_s >= 0, fmt::format("{}: a route change must be after the beginning", name));
        require(change.until_s == 0 || change.until_s > change.after_s,
                fmt::format("{}: a route must come back after it has changed", name));
        require_possible_at(change.after_s);
        if (change.until_s > 0) require_possible_at(change.until_s);
    }
}

void check_jitter(const Direction& direction, std::string_view name) {
    for (const JitterChange& change : direction.jitter_changes) {
        require(is_between(change.factor, 0, 1000),
                fmt::format("{}: the jitter can be 0…1000 times as large", name));
        require(change.after_s >= 0, fmt::format("{}: jitter must change after the beginning", name));
        require(change.until_s == 0 || change.until_s > change.after_s,
                fmt::format("{}: a change of jitter must end after it has begun", name));
    }
}

void check_direction(const Direction& direction, std::string_view name) {
    const LinkSettings& link = direction.link;
    require(is_between(link.rate_bps, 1e3, 1e12),
            fmt::format("{}: the rate must be 1…1,000,000,000 kb/s", name));
    require(is_between(link.packet_bytes, 40, 65'535), fmt::format("{}: a packet has 40…65535 bytes", name));
    require(link.packets_per_burst >= 1 && link.packets_per_burst <= 10'000,
            fmt::format("{}: a burst has 1…10000 packets", name));
    require(is_between(link.buffer_ns, 0, 6e11), fmt::format("{}: the buffer must be 0…10min long", name));
    require(link.packet_bytes * 8e9 / link.rate_bps * longest_burst(link) <= link.buffer_ns,
            fmt::format("{}: a burst takes longer than the buffer is", name));
    require(link.connections >= 0 && link.connections <= 64,
            fmt::format("{}: a page or download has up to 64 connections", name));
    require(direction.base_delay_ns >= 0 && direction.base_delay_ns <= 60 * model::kNsPerS,
            fmt::format("{}: the base delay must be 0…60s", name));
    check_load(direction.load, name);
    check_route(direction, name);
    check_jitter(direction, name);
}

// Each adjustment alone and all together: ingest refuses values beyond ten days.
void check_settings_of_clock(const ClockSettings& clock, std::string_view side) {
    constexpr std::int64_t kWeek_ns = 7 * model::kNsPerDay;
    std::int64_t moved_ns = 0;
    const auto require_amount = [&](std::int64_t amount_ns, std::string_view what) {
        require(amount_ns >= -kWeek_ns && amount_ns <= kWeek_ns,
                fmt::format("{} of the {}'s clock must be within 7d", what, side));
        moved_ns += std::abs(amount_ns);
        require(moved_ns <= kWeek_ns,
                fmt::format("offset, steps and slews of the {}'s clock must be within 7d together", side));
    };
    require_amount(clock.offset_ns, "the offset");
    for (const ClockStep& step : clock.steps) require_amount(step.by_ns, "a step");
    for (const ClockSlew& slew : clock.slews) require_amount(slew.by_ns, "a slew");
}

void check_rates_of_clock(const ClockSettings& clock, std::string_view side) {
    const auto require_rate = [side](double ppm, std::string_view what) {
        require(is_between(ppm, -kLargestRate_ppm, kLargestRate_ppm),
                fmt::format("{} of the {}'s clock must be within 10,000 ppm", what, side));
    };
    require_rate(clock.drift_ppm, "the drift");
    for (const FrequencyChange& change : clock.frequency_changes) {
        require(change.after_s >= 0, "a change of frequency must be after the beginning");
        require_rate(change.by_ppm, "a change of frequency");
    }
    for (const ClockSlew& slew : clock.slews) {
        require(slew.rate_ppm >= 1, "a slew must have a rate of at least 1 ppm");
        require_rate(slew.rate_ppm, "the rate of a slew");
    }
    for (const DriftWave& wave : clock.waves) {
        require(wave.period_s >= 1 && wave.period_s <= 365 * kDay_s, "a wave of drift must last 1s…365d");
        require_rate(wave.amplitude_ppm, "a wave of drift");
    }
}

void check_clock(const ClockSettings& clock, std::string_view side) {
    require(clock.utc_offset_s >= -kDay_s && clock.utc_offset_s <= kDay_s,
            fmt::format("the {}'s UTC offset must be within 24h", side));
    for (const ClockStep& step : clock.steps)
        require(step.after_s >= 0, "a step must be after the beginning");
    for (const ClockSlew& slew : clock.slews)
        require(slew.after_s >= 0, "a slew must be after the beginning");
    check_settings_of_clock(clock, side);
    check_rates_of_clock(clock, side);
}

void check_wrong_probes(const WrongProbes& wrong) {
    constexpr std::int64_t kWeek_ns = 7 * model::kNsPerDay;
    require(wrong.after_s >= 0, "wrong probes must be after the beginning");
    require(wrong.count >= 1 && wrong.count <= kDay_s, "the number of wrong probes must be 1…86400");
    require(wrong.every_s >= 0 && wrong.every_s <= 365 * kDay_s, "wrong probes must come again within 365d");
    require(wrong.every_s == 0 || wrong.count <= wrong.every_s,
            "there cannot be more wrong probes than seconds from one time to the next");
    require(wrong.server_off_ns >= -kWeek_ns && wrong.server_off_ns <= kWeek_ns,
            "wrong probes must be off by at most 7d");
}

void check_fleet(const Scenario& scenario) {
    require(scenario.installations >= 1 && scenario.installations <= kMostInstallations,
            "the number of installations must be 1…10,000,000");
    require(scenario.first_user_id >= 1 && scenario.first_user_id <= kLargestId, "user ids begin at 1");
    require(scenario.first_installation_id >= 1 && scenario.first_installation_id <= kLargestId,
            "installation ids begin at 1");
    require(scenario.installations_per_user >= 1, "a user has at least one installation");
}

void check_habits(const Scenario& scenario) {
    require(is_between(scenario.loss, 0, 1), "the loss must be 0…1");
    require(is_between(scenario.saved_share, 0, 1), "the saved share must be 0…1");
    require(is_between(scenario.resent_share, 0, 1), "the resent share must be 0…1");
    require(!scenario.busy_hours || is_between(scenario.busy_hours->quiet_share, 0, 1),
            "the quiet share must be 0…1");
    require(scenario.jitter_ns >= 0 && scenario.jitter_ns <= model::kNsPerS, "the jitter must be 0…1s");
    require(scenario.probe_spread_ns >= 0 && scenario.probe_spread_ns <= kLongestProbeSpread_ns,
            "probes are spread over 0…990ms");
    require(scenario.ip_change_every_s >= 0, "the time between two ip changes must not be negative");
    require(scenario.gap_every_s >= 0 && scenario.gap_length_s >= 0, "gaps must not be negative");
    require((scenario.gap_every_s == 0) == (scenario.gap_length_s == 0),
            "gaps need both a length and how often they come");
    require(scenario.gap_every_s == 0 || scenario.gap_length_s < scenario.gap_every_s,
            "a gap must be shorter than the time from one to the next");
}

model::InstallationKey key_of(const Scenario& scenario, std::int64_t ordinal) {
    return {scenario.first_user_id + ordinal / scenario.installations_per_user,
            scenario.first_installation_id + ordinal};
}

void vary(Load& load, Random& random) {
    for (LoadStep& step : load) step.utilisation = random.uniform(0.05, 0.95);
}

}  // namespace

void check(const Scenario& scenario) {
    require(scenario.from_s >= kEarliest_s && scenario.to_s <= kLatest_s, "the time must be in 2010…2199");
    require(scenario.from_s < scenario.to_s, "the beginning must lie before the end");
    check_fleet(scenario);
    check_direction(scenario.up, "up");
    check_direction(scenario.down, "down");
    for (const auto& [key, loads] : scenario.plan) {
        check_load(loads.up, fmt::format("plan of {}, up", key.text()));
        check_load(loads.down, fmt::format("plan of {}, down", key.text()));
    }
    check_clock(scenario.client_clock, "client");
    check_clock(scenario.server_clock, "server");
    std::ranges::for_each(scenario.wrong_probes, check_wrong_probes);
    check_habits(scenario);
}

bool is_simulated(const Scenario& scenario, const model::InstallationKey& key) {
    if (key.installation_id < scenario.first_installation_id) return false;
    const std::int64_t ordinal = key.installation_id - scenario.first_installation_id;
    return ordinal < scenario.installations && key_of(scenario, ordinal) == key;
}

Client client_of(const Scenario& scenario, std::int64_t ordinal) {
    Client client{.key = key_of(scenario, ordinal),
                  .ordinal = ordinal,
                  .up = scenario.up,
                  .down = scenario.down,
                  .clock = scenario.client_clock};
    Random random(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::variation);
    if (const auto planned = scenario.plan.find(client.key); planned != scenario.plan.end()) {
        client.up.load = planned->second.up;
        client.down.load = planned->second.down;
    } else if (scenario.vary_load) {
        vary(client.up.load, random);
        vary(client.down.load, random);
    }
    if (scenario.busy_hours) {
        const std::int64_t duration_s = scenario.to_s - scenario.from_s;
        for (Load* load : {&client.up.load, &client.down.load}) {
            *load = with_busy_hours(*load, *scenario.busy_hours, scenario.from_s, duration_s);
        }
    }
    if (scenario.vary_clocks) {
        client.clock.offset_ns = static_cast<std::int64_t>(random.uniform(-1e9, 1e9));
        client.clock.drift_ppm = random.uniform(-70, 70);
    }
    return client;
}

}  // namespace tixdb::simulate
