// SPDX-License-Identifier: MIT

#include "packet_level.hpp"

#include <algorithm>
#include <cmath>

namespace tixdb::test {

PacketLevelQueue::PacketLevelQueue(const simulate::LinkSettings& settings, simulate::Random random)
    : settings_(settings),
      packet_ns_(settings.packet_bytes * 8e9 / settings.rate_bps),
      source_(settings, simulate::Random(random.next())) {}

void PacketLevelQueue::pass_until(double time_ns) {
    workload_ns_ = std::max(0.0, workload_ns_ - (time_ns - now_ns_));
    now_ns_ = time_ns;
}

void PacketLevelQueue::advance(double duration_ns) {
    const double until_ns = now_ns_ + duration_ns;
    while (true) {
        const double event_ns = events_.empty() ? until_ns + 1 : events_.top().time_ns;
        if (std::min(event_ns, source_.next_ns()) > until_ns) break;
        if (source_.next_ns() <= event_ns) {
            pass_until(source_.next_ns());
            const simulate::Transfer transfer = source_.take();
            if (running_ >= 64) continue;
            ++running_;
            flows_.push_back({.rtt_ns = transfer.rtt_ns, .left = transfer.packets});
            events_.push({now_ns_ + transfer.rtt_ns, flows_.size() - 1, 0, false});
        } else {
            const Event event = events_.top();
            events_.pop();
            pass_until(event.time_ns);
            handle(event);
        }
    }
    pass_until(until_ns);
}

void PacketLevelQueue::handle(const Event& event) {
    Flow& flow = flows_[event.flow];
    if (event.packet > 0) {
        --flow.in_flight;
        if (event.is_lost) {
            flow.left += 1;
            if (event.packet > flow.recover) {
                flow.threshold = std::max(2.0, flow.window / 2);
                flow.window = flow.threshold;
                flow.recover = flow.sent;
            }
        } else {
            flow.window += flow.window < flow.threshold ? 1 : 1 / flow.window;
            flow.window = std::min(flow.window, 4096.0);
        }
    }
    send_window(event.flow);
    if (flow.left <= 0 && flow.in_flight == 0) --running_;
}

void PacketLevelQueue::send_window(std::size_t index) {
    Flow& flow = flows_[index];
    while (flow.left > 0 && static_cast<double>(flow.in_flight) < std::floor(flow.window)) {
        flow.left -= 1;
        ++flow.in_flight;
        ++flow.sent;
        const bool is_lost = workload_ns_ + packet_ns_ > settings_.buffer_ns;
        if (!is_lost) {
            workload_ns_ += packet_ns_;
            arrived_ns_ += packet_ns_;
        }
        events_.push({now_ns_ + workload_ns_ + flow.rtt_ns, index, flow.sent, is_lost});
    }
}

std::optional<double> PacketLevelQueue::send(double bytes) {
    const double own_ns = bytes * 8e9 / settings_.rate_bps;
    if (workload_ns_ + own_ns > settings_.buffer_ns) return std::nullopt;
    workload_ns_ += own_ns;
    arrived_ns_ += own_ns;
    return workload_ns_;
}

}  // namespace tixdb::test
