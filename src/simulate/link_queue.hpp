// SPDX-License-Identifier: MIT
// A queue whose cross traffic does not react to it: packets at random, evenly spaced, or in batches.
#pragma once

#include <optional>

#include "simulate/queue.hpp"
#include "simulate/random.hpp"

namespace tixdb::simulate {

// The state is the workload W, the time that the link needs to serve all that waits: Lindley's recursion,
// W = max(0, W - time passed), plus the work of each arrival (Lindley 1952). What arrives finds W as its
// waiting time. The probes' own work is part of the queue. With D the time of one packet, arrivals are
//
// - Traffic::poisson: a Poisson process of bursts of b packets of equal size, M/D/1 with service time b D;
// - Traffic::paced: one packet after another, their distances uniform within 5 % of D / load;
// - Traffic::batches: a Poisson process of batches of 4 to 40 packets, each number equally likely.
//
// The stationary shortcut. By the Pollaczek-Khinchine formula the stationary workload of an M/D/1 queue of
// load rho < 1 and service time D is a sum of N residual service times, uniform in (0, D), with
// P(N = n) = (1 - rho) rho^n: that is drawn exactly. Correlations of the workload decay as e^(-t/tau) with
// tau = D / (rho - 1 - ln rho), the least value of the Laplace exponent s - lambda (1 - e^(-sD)) of the net
// input. It is used for a step of at least 30 tau that at least 1,000 bursts fall into (else exact is cheap),
// so that what is lost, the dependence of W on what was before, is below e^-30. The work that arrives in such
// a step is Poisson, drawn as a rounded normal number; that it is independent of the new W costs the busy
// share of the step nothing that could be seen: it still equals the work arrived less the work left over.
// Loads close to 1 and slow links fail the condition and stay exact. Batches have no such formula: of a long
// step the last 30 tau are simulated, from an empty queue, tau being that of batches of 40 (no batches of
// equal load and fewer packets forget more slowly); what came before is drawn as a number. Paced packets
// below the link's rate never wait for each other: W is uniform in (0, D) with probability rho, else 0.
//
// Not thread-safe. Times in ns.
class LinkQueue final : public Queue {
  public:
    LinkQueue(const LinkSettings& settings, Random random);

    void set_utilisation(double utilisation) override;
    void advance(double duration_ns) override;
    std::optional<double> send(double bytes) override;
    [[nodiscard]] double busy_ns() const override { return arrived_ns_ - workload_ns_; }

    [[nodiscard]] double workload_ns() const { return workload_ns_; }

  private:
    void advance_exactly(double duration_ns);
    void jump(double duration_ns);
    void pass_batches(double duration_ns);
    [[nodiscard]] double drawn_gap_ns();
    [[nodiscard]] double drawn_burst_ns();
    [[nodiscard]] double stationary_workload_ns();
    // Work arrives during the duration, so that the queue is as long as told at its end.
    void account(double arriving_ns, double duration_ns, double after_ns);
    void draw_next_arrival();

    LinkSettings settings_;
    Random random_;
    double packet_ns_;
    double burst_ns_;  // service time of a burst; of batches the mean
    double utilisation_ = 0;
    double mean_gap_ns_ = 0;       // between bursts; 0: no traffic
    double shortest_jump_ns_ = 0;  // steps from here on may take the shortcut
    double until_arrival_ns_ = 0;  // from now to the next burst
    double workload_ns_ = 0;
    double arrived_ns_ = 0;  // work accepted since the beginning
};

}  // namespace tixdb::simulate
