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
constexpr double kLeastBatch = 4;  // packets
constexpr double kMostBatch = 40;
constexpr double kMeanBatch = (kLeastBatch + kMostBatch) / 2;
constexpr double kPacedWithin = 0.05;

double transmission_ns(double bytes, double rate_bps) {
    return bytes * 8e9 / rate_bps;
}

// The longest that a burst takes of those that may come.
double longest_burst_ns(const LinkSettings& settings, double packet_ns) {
    if (settings.traffic == Traffic::batches) return kMostBatch * packet_ns;
    return settings.traffic == Traffic::poisson ? packet_ns * settings.packets_per_burst : packet_ns;
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
      packet_ns_(transmission_ns(settings.packet_bytes, settings.rate_bps)),
      burst_ns_(transmission_ns(settings.packet_bytes * settings.packets_per_burst, settings.rate_bps)) {
    if (settings.traffic == Traffic::paced) burst_ns_ = packet_ns_;
    if (settings.traffic == Traffic::batches) burst_ns_ = packet_ns_ * kMeanBatch;
    set_utilisation(0);
}

void LinkQueue::set_utilisation(double utilisation) {
    utilisation_ = utilisation;
    mean_gap_ns_ = utilisation > 0 ? burst_ns_ / utilisation : 0;
    shortest_jump_ns_ = settings_.model == QueueModel::stationary
                            ? shortest_jump_ns(utilisation, longest_burst_ns(settings_, packet_ns_))
                            : kNever;
    // Poisson arrivals have no memory: the time to the next may be drawn afresh at any moment.
    draw_next_arrival();
}

void LinkQueue::draw_next_arrival() {
    until_arrival_ns_ = mean_gap_ns_ > 0 ? drawn_gap_ns() : kNever;
}

double LinkQueue::drawn_gap_ns() {
    if (settings_.traffic == Traffic::paced)
        return mean_gap_ns_ * random_.uniform(1 - kPacedWithin, 1 + kPacedWithin);
    return random_.exponential(mean_gap_ns_);
}

double LinkQueue::drawn_burst_ns() {
    if (settings_.traffic != Traffic::batches) return burst_ns_;
    // uniform() may be 1, once in 2^53 draws.
    const double above_least = std::floor(random_.uniform() * (kMostBatch - kLeastBatch + 1));
    return packet_ns_ * std::min(kMostBatch, kLeastBatch + above_least);
}

void LinkQueue::advance(double duration_ns) {
    if (duration_ns < shortest_jump_ns_)
        advance_exactly(duration_ns);
    else if (settings_.traffic == Traffic::batches)
        pass_batches(duration_ns);
    else
        jump(duration_ns);
}

void LinkQueue::advance_exactly(double duration_ns) {
    double left_ns = duration_ns;
    double workload_ns = workload_ns_;
    double arrived_ns = 0;
    while (until_arrival_ns_ <= left_ns) {
        left_ns -= until_arrival_ns_;
        workload_ns = std::max(0.0, workload_ns - until_arrival_ns_);
        // A burst is taken whole or not at all.
        const double burst_ns = drawn_burst_ns();
        const double accepted_ns = workload_ns <= settings_.buffer_ns - burst_ns ? burst_ns : 0.0;
        workload_ns += accepted_ns;
        arrived_ns += accepted_ns;
        until_arrival_ns_ = drawn_gap_ns();
    }
    until_arrival_ns_ -= left_ns;
    workload_ns_ = std::max(0.0, workload_ns - left_ns);
    arrived_ns_ += arrived_ns;
}

void LinkQueue::account(double arriving_ns, double duration_ns, double after_ns) {
    // The link cannot have been busy for longer than the step, nor for less than nothing.
    const double busy_ns = std::clamp(workload_ns_ + arriving_ns - after_ns, 0.0, duration_ns);
    arrived_ns_ += busy_ns + after_ns - workload_ns_;
    workload_ns_ = after_ns;
}

double LinkQueue::stationary_workload_ns() {
    double workload_ns = 0;
    while (random_.uniform() < utilisation_) {
        workload_ns += random_.uniform() * burst_ns_;
        if (settings_.traffic == Traffic::paced) break;
    }
    return std::min(workload_ns, settings_.buffer_ns);
}

void LinkQueue::jump(double duration_ns) {
    const double after_ns = stationary_workload_ns();
    const double mean = duration_ns / mean_gap_ns_;
    const double spread = settings_.traffic == Traffic::paced ? 0 : std::sqrt(mean);
    const double bursts = std::max(0.0, std::nearbyint(mean + spread * random_.normal()));
    account(bursts * burst_ns_, duration_ns, after_ns);
    draw_next_arrival();
}

void LinkQueue::pass_batches(double duration_ns) {
    const double skipped_ns = duration_ns - shortest_jump_ns_;
    const double mean = skipped_ns / mean_gap_ns_;
    // Variance of the sum of a Poisson number of batches: mean E[batch^2].
    constexpr double kSpread = 1.112;  // sqrt(E[batch^2]) / E[batch], batches uniform in 4…40
    const double batches = std::max(0.0, mean + kSpread * std::sqrt(mean) * random_.normal());
    account(batches * burst_ns_, skipped_ns, 0);
    draw_next_arrival();
    advance_exactly(shortest_jump_ns_);
}

std::optional<double> LinkQueue::send(double bytes) {
    const double own_ns = transmission_ns(bytes, settings_.rate_bps);
    if (workload_ns_ + own_ns > settings_.buffer_ns) return std::nullopt;
    workload_ns_ += own_ns;
    arrived_ns_ += own_ns;
    return workload_ns_;
}

}  // namespace tixdb::simulate
