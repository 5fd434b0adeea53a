// SPDX-License-Identifier: MIT
// One direction of an access link: a FIFO queue of work, served at the link's rate.
#pragma once

#include <optional>

#include "simulate/random.hpp"

namespace tixdb::simulate {

// How the time between two probes is simulated.
enum class QueueModel {
    // Every packet, always.
    exact,
    // Between two probes that lie so far apart that the queue has forgotten the first when the second comes,
    // the
    // workload is drawn from its stationary distribution instead; everything else is exact. For fast links.
    stationary,
};

struct LinkSettings {
    double rate_bps = 1.5e6;
    double packet_bytes = 1500;  // of the cross traffic
    int packets_per_burst = 1;   // cross traffic packets that arrive together
    double buffer_ns = 5e9;      // longest queue, as time to serve it; what would exceed it is dropped
    QueueModel model = QueueModel::exact;
};

// Cross traffic arrives as a Poisson process of bursts of b packets of equal size, so that the queue is M/D/1
// with service time D = b * packet / rate. The state is the workload W, the time that the link needs to serve
// all that waits: Lindley's recursion, W = max(0, W - time passed), plus D for each burst (Lindley 1952).
// What arrives finds W as its waiting time. The probes' own work is part of the queue.
//
// The stationary shortcut. By the Pollaczek-Khinchine formula the stationary workload of an M/D/1 queue of
// load rho < 1 is a sum of N residual service times, uniform in (0, D), with P(N = n) = (1 - rho) rho^n: that
// is drawn exactly. Correlations of the workload decay as e^(-t/tau) with tau = D / (rho - 1 - ln rho), the
// least value of the Laplace exponent s - lambda (1 - e^(-sD)) of the net input. It is used for a step of at
// least 30 tau that at least 1,000 bursts fall into (else exact is cheap), so that what is lost, the
// dependence of W on what was before, is below e^-30. The work that arrives in such a step is Poisson, drawn
// as a rounded normal number; that it is independent of the new W costs the busy share of the step nothing
// that could be seen: it still equals the work arrived less the work left over. Loads close to 1 and slow
// links fail the condition and stay exact.
//
// Not thread-safe. Times in ns.
class LinkQueue {
  public:
    LinkQueue(const LinkSettings& settings, Random random);

    // The cross traffic's load from now on, 0…: 1 is all that the link can carry; beyond it the buffer fills.
    void set_utilisation(double utilisation);

    // Time passes.
    void advance(double duration_ns);

    // A packet of so many bytes arrives now. Its waiting time and transmission, or nothing if it is dropped.
    std::optional<double> send(double bytes);

    [[nodiscard]] double workload_ns() const { return workload_ns_; }
    // How long the link was busy since the beginning.
    [[nodiscard]] double busy_ns() const { return arrived_ns_ - workload_ns_; }

  private:
    void advance_exactly(double duration_ns);
    void jump(double duration_ns);
    void draw_next_arrival();

    LinkSettings settings_;
    Random random_;
    double burst_ns_;  // service time of a burst
    double utilisation_ = 0;
    double mean_gap_ns_ = 0;       // between bursts; 0: no traffic
    double shortest_jump_ns_ = 0;  // steps from here on may take the shortcut
    double until_arrival_ns_ = 0;  // from now to the next burst
    double workload_ns_ = 0;
    double arrived_ns_ = 0;  // work accepted since the beginning
};

}  // namespace tixdb::simulate
