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
      client_(client),
      from_ns_(scenario.from_s * model::kNsPerS),
      client_clock_(client.clock, from_ns_),
      server_clock_(scenario.server_clock, from_ns_),
      up_(client.up.link, client.up.load, from_ns_,
          Random(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::up_traffic)),
      down_(client.down.link, client.down.load, from_ns_,
            Random(scenario.seed, client.key.user_id, client.key.installation_id,
                   Random::Purpose::down_traffic)),
      up_jitter_(
          scenario.access, Way::up,
          Random(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::up_jitter)),
      down_jitter_(scenario.access, Way::down,
                   Random(scenario.seed, client.key.user_id, client.key.installation_id,
                          Random::Purpose::down_jitter)),
      last_sent_ns_(from_ns_),
      random_(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::probes) {}

std::optional<std::int64_t> ProbePath::carried(AccessLink& link, AccessJitter& access,
                                               const Direction& direction, std::int64_t entry_ns) {
    const auto link_ns = link.send(entry_ns, kProbeBytes);
    const double jitter_ns = random_.exponential(static_cast<double>(scenario_.jitter_ns));
    const double access_ns = access.delay_ns(since_last_probe_s_);
    if (!link_ns) return std::nullopt;
    const double factor = jitter_factor(direction.jitter_changes, entry_ns - from_ns_);
    return entry_ns + direction.base_delay_ns + whole_ns(*link_ns + factor * (jitter_ns + access_ns));
}

std::optional<ProbePath::Trip> ProbePath::undisturbed_trip(std::int64_t sent_ns) {
    since_last_probe_s_ = static_cast<double>(sent_ns - last_sent_ns_) / model::kNsPerS;
    last_sent_ns_ = sent_ns;
    const bool is_lost = random_.chance(scenario_.loss);
    const bool on_the_way_back = random_.chance(0.5);
    const double turnaround_ns = kTurnaroundLeast_ns + random_.exponential(kTurnaroundMean_ns);

    const auto at_server_ns = carried(up_, up_jitter_, client_.up, sent_ns);
    if (!at_server_ns || (is_lost && !on_the_way_back)) return std::nullopt;
    const std::int64_t received_ns = std::max(*at_server_ns, last_at_server_ns_);
    const std::int64_t answered_ns = received_ns + whole_ns(turnaround_ns);
    last_at_server_ns_ = answered_ns;
    const auto at_client_ns = carried(down_, down_jitter_, client_.down, answered_ns);
    if (!at_client_ns || is_lost) return std::nullopt;
    return Trip{sent_ns, received_ns, answered_ns, *at_client_ns};
}

ProbePath::Trip ProbePath::rerouted(Trip trip) const {
    const std::int64_t up_ns = route_change_ns(client_.up.route_changes, trip.sent_ns - from_ns_);
    const std::int64_t down_ns = route_change_ns(client_.down.route_changes, trip.answered_ns - from_ns_);
    trip.received_ns += up_ns;
    trip.answered_ns += up_ns;
    trip.arrived_ns += up_ns + down_ns;
    return trip;
}

model::Observation ProbePath::observed(const Trip& trip) const {
    model::Observation observation = {.day_timestamp_s = client_clock_.unix_ns(trip.sent_ns) / model::kNsPerS,
                                      .type = 'S',
                                      .packet_size = kPayloadBytes,
                                      .initial_ns = client_clock_.ns_of_day(trip.sent_ns),
                                      .reception_ns = server_clock_.ns_of_day(trip.received_ns),
                                      .sent_ns = server_clock_.ns_of_day(trip.answered_ns),
                                      .final_ns = client_clock_.ns_of_day(trip.arrived_ns)};
    const std::int64_t second = (trip.sent_ns - from_ns_) / model::kNsPerS;
    for (const WrongProbes& wrong : scenario_.wrong_probes) {
        if (is_wrong(wrong, second)) observation = falsified(observation, wrong);
    }
    return observation;
}

std::optional<ProbePath::Answer> ProbePath::probe(std::int64_t sent_ns) {
    const auto undisturbed = undisturbed_trip(sent_ns);
    if (!undisturbed) return std::nullopt;
    const Trip trip = rerouted(*undisturbed);
    return Answer{.observation = observed(trip), .arrived_ns = trip.arrived_ns};
}

}  // namespace tixdb::simulate
