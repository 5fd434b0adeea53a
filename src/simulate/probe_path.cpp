// SPDX-License-Identifier: MIT

#include "simulate/probe_path.hpp"

#include <algorithm>
#include <cmath>

namespace tixdb::simulate {
namespace {

constexpr std::int32_t kPayloadBytes = 32;            // what clients report as packet_size
constexpr double kProbeBytes = kPayloadBytes + 28.0;  // with IPv4 and UDP headers
constexpr double kTurnaroundLeast_ns = 10'000;
constexpr double kTurnaroundMean_ns = 20'000;  // on top of the least

std::int64_t whole_ns(double ns) {
    return static_cast<std::int64_t>(std::floor(ns));
}

}  // namespace

ProbePath::ProbePath(const Scenario& scenario, const Client& client)
    : scenario_(scenario),
      client_clock_(client.clock, scenario.from_s * model::kNsPerS),
      server_clock_({.utc_offset_s = scenario.server_utc_offset_s}, scenario.from_s * model::kNsPerS),
      up_(client.up.link, client.up.load, scenario.from_s * model::kNsPerS,
          Random(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::up_traffic)),
      down_(client.down.link, client.down.load, scenario.from_s * model::kNsPerS,
            Random(scenario.seed, client.key.user_id, client.key.installation_id,
                   Random::Purpose::down_traffic)),
      up_base_delay_ns_(client.up.base_delay_ns),
      down_base_delay_ns_(client.down.base_delay_ns),
      random_(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::probes) {}

std::optional<std::int64_t> ProbePath::carried(AccessLink& link, std::int64_t base_delay_ns,
                                               std::int64_t entry_ns) {
    const auto link_ns = link.send(entry_ns, kProbeBytes);
    const double jitter_ns = random_.exponential(static_cast<double>(scenario_.jitter_ns));
    if (!link_ns) return std::nullopt;
    return entry_ns + base_delay_ns + whole_ns(*link_ns + jitter_ns);
}

std::optional<ProbePath::Answer> ProbePath::probe(std::int64_t sent_ns) {
    const bool is_lost = random_.chance(scenario_.loss);
    const bool on_the_way_back = random_.chance(0.5);
    const double turnaround_ns = kTurnaroundLeast_ns + random_.exponential(kTurnaroundMean_ns);

    const auto at_server_ns = carried(up_, up_base_delay_ns_, sent_ns);
    if (!at_server_ns || (is_lost && !on_the_way_back)) return std::nullopt;
    const std::int64_t received_ns = std::max(*at_server_ns, last_at_server_ns_);
    const std::int64_t answered_ns = received_ns + whole_ns(turnaround_ns);
    last_at_server_ns_ = answered_ns;
    const auto at_client_ns = carried(down_, down_base_delay_ns_, answered_ns);
    if (!at_client_ns || is_lost) return std::nullopt;

    const std::int64_t client_sent_ns = client_clock_.unix_ns(sent_ns);
    return Answer{.observation = {.day_timestamp_s = client_sent_ns / model::kNsPerS,
                                  .type = 'S',
                                  .packet_size = kPayloadBytes,
                                  .initial_ns = client_clock_.ns_of_day(sent_ns),
                                  .reception_ns = server_clock_.ns_of_day(received_ns),
                                  .sent_ns = server_clock_.ns_of_day(answered_ns),
                                  .final_ns = client_clock_.ns_of_day(*at_client_ns)},
                  .arrived_ns = *at_client_ns};
}

}  // namespace tixdb::simulate
