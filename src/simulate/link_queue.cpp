// SPDX-License-Identifier: MIT

#include "simulate/link_queue.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tixdb::simulate {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kForgottenAfter = 30;  // relaxation times
constexpr double kBurstsWorthAJump = 1000;

double transmission_ns(double bytes, double rate_bps) {
    return bytes * 8e9 / rate_bps;
}

double shortest_jump_ns(double utilisation, double burst_ns) {
    if (utilisation <= 0 || utilisation >= 1) return kNever;
    const double relaxation_ns = burst_ns / (utilisation - 1 - portable_log(utilisation));
    return std::max(kForgottenAfter * relaxation_ns, kBurstsWorthAJump * burst_ns / utilisation);
}

}  // namespace

LinkQueue::LinkQueue(const LinkSettings& settings, Random random)
    : settings_(settings),
      random_(random),
      burst_ns_(transmission_ns(settings.packet_bytes * settings.packets_per_burst, settings.rate_bps)) {
    set_utilisation(0);
}

void LinkQueue::set_utilisation(double utilisation) {
    utilisation_ = utilisation;
    mean_gap_ns_ = utilisation > 0 ? burst_ns_ / utilisation : 0;
    shortest_jump_ns_ =
        settings_.model == QueueModel::stationary ? shortest_jump_ns(utilisation, burst_ns_) : kNever;
    // Poisson arrivals have no memory: the time to the next may be drawn afresh at any moment.
    draw_next_arrival();
}

void LinkQueue::draw_next_arrival() {
    until_arrival_ns_ = mean_gap_ns_ > 0 ? random_.exponential(mean_gap_ns_) : kNever;
}

void LinkQueue::advance(double duration_ns) {
    if (duration_ns >= shortest_jump_ns_)
        jump(duration_ns);
    else
        advance_exactly(duration_ns);
}

void LinkQueue::advance_exactly(double duration_ns) {
    double left_ns = duration_ns;
    double workload_ns = workload_ns_;
    double arrived_ns = 0;
    // A burst is taken whole or not at all.
    const double highest_ns = settings_.buffer_ns - burst_ns_;
    while (until_arrival_ns_ <= left_ns) {
        left_ns -= until_arrival_ns_;
        workload_ns = std::max(0.0, workload_ns - until_arrival_ns_);
        const double accepted_ns = workload_ns <= highest_ns ? burst_ns_ : 0.0;
        workload_ns += accepted_ns;
        arrived_ns += accepted_ns;
        until_arrival_ns_ = random_.exponential(mean_gap_ns_);
    }
    until_arrival_ns_ -= left_ns;
    workload_ns_ = std::max(0.0, workload_ns - left_ns);
    arrived_ns_ += arrived_ns;
}

void LinkQueue::jump(double duration_ns) {
    const double before_ns = workload_ns_;
    double after_ns = 0;
    while (random_.uniform() < utilisation_) after_ns += random_.uniform() * burst_ns_;
    after_ns = std::min(after_ns, settings_.buffer_ns);
    const double mean = duration_ns / mean_gap_ns_;
    const double bursts = std::max(0.0, std::nearbyint(mean + std::sqrt(mean) * random_.normal()));
    // The link cannot have been busy for longer than the step, nor for less than nothing.
    const double busy_ns = std::clamp(before_ns + bursts * burst_ns_ - after_ns, 0.0, duration_ns);
    arrived_ns_ += busy_ns + after_ns - before_ns;
    workload_ns_ = after_ns;
    draw_next_arrival();
}

std::optional<double> LinkQueue::send(double bytes) {
    const double own_ns = transmission_ns(bytes, settings_.rate_bps);
    if (workload_ns_ + own_ns > settings_.buffer_ns) return std::nullopt;
    workload_ns_ += own_ns;
    arrived_ns_ += own_ns;
    return workload_ns_;
}

}  // namespace tixdb::simulate
