// SPDX-License-Identifier: MIT

#include "simulate/flow_queue.hpp"

#include <algorithm>
#include <cmath>

namespace tixdb::simulate {
namespace {

constexpr std::size_t kMostTransfers = 64;  // those that come while so many run are not made
constexpr double kInitialWindow = 10;
constexpr double kLargestWindow = 4096;
constexpr double kNoThreshold = 1e9;
constexpr double kServerRate = 10;  // of the link's: how fast a first window comes
constexpr double kTimeout_ns = 200e6;
constexpr double kOverflowRoom = 1;  // packets below a full buffer, in which small packets still find room

}  // namespace

FlowQueue::FlowQueue(const LinkSettings& settings, Random random)
    : settings_(settings),
      packet_ns_(settings.packet_bytes * 8e9 / settings.rate_bps),
      source_(settings, Random(random.next())),
      random_(random) {}

void FlowQueue::set_utilisation(double utilisation) {
    source_.set_utilisation(utilisation, now_ns_);
}

void FlowQueue::advance(double duration_ns) {
    const double until_ns = now_ns_ + duration_ns;
    while (true) {
        const double event_ns = events_.empty() ? until_ns + 1 : events_.front().time_ns;
        const double next_ns = std::min(event_ns, source_.next_ns());
        if (next_ns > until_ns) break;
        flow_to(next_ns);
        if (source_.next_ns() <= event_ns)
            begin_transfer();
        else
            handle_next_event();
    }
    flow_to(until_ns);
}

void FlowQueue::flow_to(double time_ns) {
    const double duration_ns = std::max(0.0, time_ns - now_ns_);
    now_ns_ = std::max(now_ns_, time_ns);
    const double growth = rate_ - 1;
    if (growth <= 0) {
        arrived_ns_ += rate_ * duration_ns;
        workload_ns_ = std::max(0.0, workload_ns_ + growth * duration_ns);
        return;
    }
    const double until_full_ns = std::max(0.0, settings_.buffer_ns - workload_ns_) / growth;
    const double rising_ns = std::min(duration_ns, until_full_ns);
    const double full_ns = duration_ns - rising_ns;
    workload_ns_ += growth * rising_ns;
    arrived_ns_ += rate_ * rising_ns + full_ns;
    overflow_ns_ += full_ns * growth / rate_;
}

void FlowQueue::begin_transfer() {
    const Transfer transfer = source_.take();
    if (events_.size() >= kMostTransfers) return;
    std::uint32_t index = static_cast<std::uint32_t>(flows_.size());
    if (free_.empty()) {
        flows_.emplace_back();
    } else {
        index = free_.back();
        free_.pop_back();
    }
    flows_[index] = {.rtt_ns = transfer.rtt_ns,
                     .left = transfer.packets,
                     .window = kInitialWindow,
                     .threshold = kNoThreshold,
                     .duration_ns = kInitialWindow * packet_ns_ / kServerRate};
    // The request takes half a round trip to the server, the first packet another half back.
    schedule(now_ns_ + transfer.rtt_ns, index);
}

void FlowQueue::schedule(double time_ns, std::uint32_t index) {
    events_.push_back({time_ns, index});
    std::ranges::push_heap(events_, [](const Event& a, const Event& b) {
        return a.time_ns != b.time_ns ? a.time_ns > b.time_ns : a.flow > b.flow;
    });
}

void FlowQueue::handle_next_event() {
    std::ranges::pop_heap(events_, [](const Event& a, const Event& b) {
        return a.time_ns != b.time_ns ? a.time_ns > b.time_ns : a.flow > b.flow;
    });
    const std::uint32_t index = events_.back().flow;
    events_.pop_back();
    if (flows_[index].is_sending)
        end_round(index);
    else
        begin_round(index);
}

void FlowQueue::begin_round(std::uint32_t index) {
    Flow& flow = flows_[index];
    flow.round = std::min(flow.window, flow.left);
    flow.left -= flow.round;
    // A last round that is not a whole window takes so much less time.
    flow.duration_ns = std::max(flow.duration_ns, packet_ns_ / kServerRate) * flow.round / flow.window;
    flow.rate = flow.round * packet_ns_ / flow.duration_ns;
    flow.began_ns = now_ns_;
    flow.delay_at_begin_ns = workload_ns_;
    flow.overflow_at_begin_ns = overflow_ns_;
    flow.is_sending = true;
    rate_ += flow.rate;
    ++senders_;
    schedule(now_ns_ + flow.duration_ns, index);
}

void FlowQueue::end_round(std::uint32_t index) {
    Flow& flow = flows_[index];
    flow.is_sending = false;
    --senders_;
    rate_ = senders_ == 0 ? 0 : std::max(0.0, rate_ - flow.rate);
    const double lost =
        std::min(flow.round, flow.rate / packet_ns_ * (overflow_ns_ - flow.overflow_at_begin_ns));
    const double left_over_ns = flow.duration_ns + workload_ns_ - flow.delay_at_begin_ns;
    flow.duration_ns = left_over_ns;
    const double acknowledged_ns = flow.began_ns + flow.delay_at_begin_ns + packet_ns_ + flow.rtt_ns;
    const double next_ns = std::max(now_ns_, acknowledged_ns);
    // A lost packet is a whole one: a loss of a tenth of one happens every tenth time.
    const double whole_lost = std::floor(lost) + (random_.chance(lost - std::floor(lost)) ? 1 : 0);
    const bool is_done = flow.left <= 0 && whole_lost < 1;
    if (is_done) {
        free_.push_back(index);
        return;
    }
    flow.left += whole_lost;
    const bool times_out = whole_lost > flow.round / 2;
    react(flow, whole_lost);
    schedule(times_out ? next_ns + kTimeout_ns : next_ns, index);
}

void FlowQueue::react(Flow& flow, double lost) {
    if (lost >= 1) {
        flow.threshold = std::max(2.0, flow.window / 2);
        const bool times_out = lost > flow.round / 2;
        flow.window = times_out ? 1 : flow.threshold;
        if (times_out) flow.duration_ns = packet_ns_ / kServerRate;
        return;
    }
    flow.window = flow.window < flow.threshold ? std::min(flow.window * 2, flow.threshold) : flow.window + 1;
    flow.window = std::min(flow.window, kLargestWindow);
}

// What stands before a probe that the fluid does not hold: packets in service and behind it.
double FlowQueue::packets_ahead_ns() {
    if (workload_ns_ > 0 || rate_ <= 0) return 0;
    const double busy = std::min(rate_, 0.98);
    double ahead_ns = 0;
    while (random_.uniform() < busy) {
        ahead_ns += random_.uniform() * packet_ns_;
        if (senders_ < 2) break;
    }
    return ahead_ns;
}

std::optional<double> FlowQueue::send(double bytes) {
    const double own_ns = bytes * 8e9 / settings_.rate_bps;
    // A full buffer of packets has room for less than one more.
    const bool is_full = workload_ns_ > settings_.buffer_ns - kOverflowRoom * packet_ns_;
    const double ahead_ns = is_full ? -random_.uniform() * packet_ns_ : packets_ahead_ns();
    const double waiting_ns = std::max(0.0, workload_ns_ + ahead_ns);
    if (waiting_ns + own_ns > settings_.buffer_ns) return std::nullopt;
    const double room_ns = std::max(0.0, settings_.buffer_ns - workload_ns_);
    workload_ns_ += std::min(own_ns, room_ns);
    arrived_ns_ += std::min(own_ns, room_ns);
    return waiting_ns + own_ns;
}

}  // namespace tixdb::simulate
