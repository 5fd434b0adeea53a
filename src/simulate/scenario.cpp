// SPDX-License-Identifier: MIT

#include "simulate/scenario.hpp"

#include <fmt/format.h>

#include <cmath>
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

void check_direction(const Direction& direction, std::string_view name) {
    const LinkSettings& link = direction.link;
    require(is_between(link.rate_bps, 1e3, 1e12),
            fmt::format("{}: the rate must be 1…1,000,000,000 kb/s", name));
    require(is_between(link.packet_bytes, 40, 65'535), fmt::format("{}: a packet has 40…65535 bytes", name));
    require(link.packets_per_burst >= 1 && link.packets_per_burst <= 10'000,
            fmt::format("{}: a burst has 1…10000 packets", name));
    require(is_between(link.buffer_ns, 0, 6e11), fmt::format("{}: the buffer must be 0…10min long", name));
    require(link.packet_bytes * 8e9 / link.rate_bps * link.packets_per_burst <= link.buffer_ns,
            fmt::format("{}: a burst takes longer than the buffer is", name));
    require(direction.base_delay_ns >= 0 && direction.base_delay_ns <= 60 * model::kNsPerS,
            fmt::format("{}: the base delay must be 0…60s", name));
    check_load(direction.load, name);
}

void check_clock(const ClockSettings& clock) {
    constexpr std::int64_t kWeek_ns = 7 * model::kNsPerDay;  // ingest refuses values beyond ten days
    require(std::abs(clock.offset_ns) <= kWeek_ns, "the clock offset must be within 7d");
    require(std::abs(clock.step_ns) <= kWeek_ns, "the clock step must be within 7d");
    require(clock.step_after_s >= 0, "the clock step must be after the beginning");
    require(is_between(clock.drift_ppm, -10'000, 10'000), "the drift must be within 10,000 ppm");
    require(std::abs(clock.utc_offset_s) <= kDay_s, "the client's UTC offset must be within 24h");
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
    require(std::abs(scenario.server_utc_offset_s) <= kDay_s, "the server's UTC offset must be within 24h");
    require(is_between(scenario.loss, 0, 1), "the loss must be 0…1");
    require(is_between(scenario.saved_share, 0, 1), "the saved share must be 0…1");
    require(is_between(scenario.resent_share, 0, 1), "the resent share must be 0…1");
    require(scenario.jitter_ns >= 0 && scenario.jitter_ns <= model::kNsPerS, "the jitter must be 0…1s");
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
        check_load(loads.up, fmt::format("plan of {}/{}, up", key.user_id, key.installation_id));
        check_load(loads.down, fmt::format("plan of {}/{}, down", key.user_id, key.installation_id));
    }
    check_clock(scenario.client_clock);
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
    if (scenario.vary_clocks) {
        client.clock.offset_ns = static_cast<std::int64_t>(random.uniform(-1e9, 1e9));
        client.clock.drift_ppm = random.uniform(-70, 70);
    }
    return client;
}

}  // namespace tixdb::simulate
