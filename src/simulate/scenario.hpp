// SPDX-License-Identifier: MIT
// What is simulated: a fleet of clients, their links, clocks and habits.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/installation.hpp"
#include "simulate/access.hpp"
#include "simulate/busy_hours.hpp"
#include "simulate/jitter_change.hpp"
#include "simulate/load.hpp"
#include "simulate/queue.hpp"
#include "simulate/route_change.hpp"
#include "simulate/wall_clock.hpp"
#include "simulate/wrong_probes.hpp"

namespace tixdb::simulate {

struct Direction {
    LinkSettings link;
    std::int64_t base_delay_ns = 15'000'000;   // propagation and everything else that never changes, one way
    Load load = constant_load(0);              // of the cross traffic
    std::vector<RouteChange> route_changes{};  // of base_delay_ns
    std::vector<JitterChange> jitter_changes{};
};

// All clients are alike but for what the plan, vary_load and vary_clocks change.
struct Scenario {
    std::uint64_t seed = 1;
    std::int64_t from_s = 0;  // unix seconds: probes are sent in [from, to)
    std::int64_t to_s = 0;

    std::int64_t installations = 1;
    std::int64_t first_user_id = 1;
    std::int64_t first_installation_id = 1;  // ids count up over all users
    std::int64_t installations_per_user = 1;

    Direction up{.link = {.rate_bps = 0.5e6}, .load = constant_load(0.2)};
    Direction down{.link = {.rate_bps = 1.5e6}, .load = constant_load(0.5)};
    LoadPlan plan;                        // loads of single installations, instead of those in up and down
    std::optional<BusyHours> busy_hours;  // outside them only a share of all these loads
    bool vary_load =
        false;  // each value of a load is drawn anew from 0.05…0.95, for each installation and direction
    bool vary_clocks = false;  // each installation's clock offset is drawn from ±1 s, its drift from ±70 ppm

    ClockSettings client_clock;
    ClockSettings server_clock;
    std::vector<WrongProbes> wrong_probes{};
    double loss = 0;             // share of the probes that get no answer, beside what a full buffer drops
    std::int64_t jitter_ns = 0;  // mean of an exponentially distributed delay, added each way
    AccessKind access = AccessKind::none;  // whose jitter is added too

    // Each second has a probe: at the client's own place in it, within so many ns.
    std::int64_t probe_spread_ns = 1'000'000;

    std::uint32_t first_ip = 0xC612'0001;  // 198.18.0.1, of the network reserved for benchmarks (RFC 2544)
    std::int64_t ip_change_every_s = 0;    // 0: never
    std::int64_t gap_every_s = 0;   // the client is off for gap_length_s, so long after the beginning, and
    std::int64_t gap_length_s = 0;  // again every gap_every_s; 0: never

    double saved_share =
        0;  // of the reports: only the client's copy is there (private address, name in unix ms)
    double resent_share =
        0;  // of the others: the client's copy is there too, with the same message and signature
};

// Throws Error{usage} that names the first value that is out of its range.
void check(const Scenario& scenario);

// One client of the scenario, all choices made.
struct Client {
    model::InstallationKey key;
    std::int64_t ordinal = 0;  // 0… in the fleet
    Direction up;
    Direction down;
    ClockSettings clock;
};

// ordinal in [0, scenario.installations). Thread-safe.
[[nodiscard]] Client client_of(const Scenario& scenario, std::int64_t ordinal);

[[nodiscard]] bool is_simulated(const Scenario& scenario, const model::InstallationKey& key);

}  // namespace tixdb::simulate
