// SPDX-License-Identifier: MIT
// The way of a probe: client, uplink, server, downlink, client.
#pragma once

#include <cstdint>
#include <optional>

#include "model/observation.hpp"
#include "simulate/access.hpp"
#include "simulate/access_link.hpp"
#include "simulate/scenario.hpp"

namespace tixdb::simulate {

// The delay of one way is base delay + waiting in the queue + transmission + jitter + jitter of the access;
// the server answers after some 30 µs. No probe overtakes another on its way to the server.
//
// A change of jitter multiplies both kinds. Route changes are added to the times at which the probe arrives,
// after its way through the queues has been worked out as if the route had stayed; clocks and wrong probes
// change what is reported of these times. So a disturbance changes no queue and no random number, and runs of
// one seed with and without it can be compared probe by probe.
class ProbePath {
  public:
    // The scenario and the client must outlive it.
    ProbePath(const Scenario& scenario, const Client& client);

    struct Answer {
        model::Observation observation;
        std::int64_t arrived_ns = 0;  // true unix time at which the client had it
    };

    // The client sends a probe at a true time, later than any before. Nothing if the probe or its answer is
    // lost.
    [[nodiscard]] std::optional<Answer> probe(std::int64_t sent_ns);

    [[nodiscard]] const WallClock& client_clock() const { return client_clock_; }
    [[nodiscard]] AccessLink& up() { return up_; }
    [[nodiscard]] AccessLink& down() { return down_; }

  private:
    // When a probe was where, by true unix time.
    struct Trip {
        std::int64_t sent_ns = 0;
        std::int64_t received_ns = 0;
        std::int64_t answered_ns = 0;
        std::int64_t arrived_ns = 0;
    };

    // Without the routes' changes. Nothing if the probe or its answer is lost.
    std::optional<Trip> undisturbed_trip(std::int64_t sent_ns);
    [[nodiscard]] Trip rerouted(Trip trip) const;
    [[nodiscard]] model::Observation observed(const Trip& trip) const;
    // When what enters the link at entry_ns has come out at the other end.
    std::optional<std::int64_t> carried(AccessLink& link, AccessJitter& access, const Direction& direction,
                                        std::int64_t entry_ns);

    const Scenario& scenario_;
    const Client& client_;
    std::int64_t from_ns_;
    WallClock client_clock_;
    WallClock server_clock_;
    AccessLink up_;
    AccessLink down_;
    AccessJitter up_jitter_;
    AccessJitter down_jitter_;
    std::int64_t last_at_server_ns_ = 0;
    double since_last_probe_s_ = 0;
    std::int64_t last_sent_ns_;
    Random random_;
};

}  // namespace tixdb::simulate
