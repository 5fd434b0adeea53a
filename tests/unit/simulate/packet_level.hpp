// SPDX-License-Identifier: MIT
// TCP through a drop-tail queue, every packet and acknowledgement an event: slow, and made by other means
// than simulate/flow_queue.hpp, to compare that with.
#pragma once

#include <optional>
#include <queue>
#include <vector>

#include "simulate/queue.hpp"
#include "simulate/transfer_source.hpp"

namespace tixdb::test {

// Reno with selective acknowledgements: a first window of 10, slow start, congestion avoidance, and one
// halving per window in which something is lost. A sender learns of a loss when the acknowledgement would
// have come.
class PacketLevelQueue final : public simulate::Queue {
  public:
    PacketLevelQueue(const simulate::LinkSettings& settings, simulate::Random random);

    void set_utilisation(double utilisation) override { source_.set_utilisation(utilisation, now_ns_); }
    void advance(double duration_ns) override;
    std::optional<double> send(double bytes) override;
    [[nodiscard]] double busy_ns() const override { return arrived_ns_ - workload_ns_; }

  private:
    struct Flow {
        double rtt_ns = 0;
        double left = 0;
        double window = 10;
        double threshold = 1e9;
        std::int64_t in_flight = 0;
        std::int64_t sent = 0;
        std::int64_t recover = 0;  // losses of packets sent before are part of an earlier loss
    };
    struct Event {
        double time_ns;
        std::size_t flow;
        std::int64_t packet;  // 0: the transfer begins
        bool is_lost;
        bool operator<(const Event& other) const { return time_ns > other.time_ns; }
    };

    void pass_until(double time_ns);
    void handle(const Event& event);
    void send_window(std::size_t index);

    simulate::LinkSettings settings_;
    double packet_ns_;
    simulate::TransferSource source_;
    double now_ns_ = 0;
    double workload_ns_ = 0;
    double arrived_ns_ = 0;
    std::vector<Flow> flows_;
    std::size_t running_ = 0;
    std::priority_queue<Event> events_;
};

}  // namespace tixdb::test
