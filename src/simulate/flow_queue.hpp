// SPDX-License-Identifier: MIT
// One direction of an access link that carries TCP: transfers that react to the queue and to its losses.
#pragma once

#include <cstdint>
#include <vector>

#include "simulate/queue.hpp"
#include "simulate/transfer_source.hpp"

namespace tixdb::simulate {

// A fluid of rounds: fast at any rate, because its cost is that of the transfers' round trips and not of
// their packets.
//
// Each transfer sends a window of packets per round, as a fluid of constant rate for the round's duration;
// the workload W rises and falls with the sum of the rates. Acknowledgements clock the sender: what enters
// the queue in [s, e] leaves it in [s + W(s), e + W(e)], so that the next window is sent from s + W(s) + rtt
// on, in as much time as this one took to leave. The window begins with 10 packets (RFC 6928), sent at ten
// times the link's rate, doubles each round (slow start) until ssthresh, then grows by one packet per round
// (congestion avoidance, RFC 5681), up to 4096. What exceeds the buffer is lost: of each transfer that is
// sending then the share by which the sum of the rates exceeds the link's. A round with a loss halves the
// window; one that lost more than half restarts from one packet after 200 ms. Lost packets are sent again.
//
// The fluid is smoother than packets: where the queue is empty and transfers send, a probe meets the packet
// in service with the probability of the sum of rates, and behind it as many more as a queue of independent
// packets (M/D/1) would hold if there are several senders.
//
// What this leaves out: acknowledgements that wait in the other direction, delayed ones, the half round trip
// after which a sender learns of a loss, and other rules than Reno's. tests/unit/simulate/flow_queue_test.cpp
// compares it with a simulation of every packet.
class FlowQueue final : public Queue {
  public:
    FlowQueue(const LinkSettings& settings, Random random);

    void set_utilisation(double utilisation) override;
    void advance(double duration_ns) override;
    std::optional<double> send(double bytes) override;
    [[nodiscard]] double busy_ns() const override { return arrived_ns_ - workload_ns_; }

    [[nodiscard]] double workload_ns() const { return workload_ns_; }
    // Transfers that are not done.
    [[nodiscard]] std::size_t transfers() const { return events_.size(); }

  private:
    struct Flow {
        double rtt_ns = 0;
        double left = 0;  // packets to be sent, those of the round excluded
        double window = 0;
        double threshold = 0;
        double round = 0;        // packets of this round
        double duration_ns = 0;  // of the round's sending
        double rate = 0;         // of the link's, while sending
        double began_ns = 0;
        double delay_at_begin_ns = 0;  // W(s)
        double overflow_at_begin_ns = 0;
        bool is_sending = false;
    };
    struct Event {
        double time_ns;
        std::uint32_t flow;
    };

    // The fluid runs until then; no event lies between.
    void flow_to(double time_ns);
    void begin_transfer();
    void begin_round(std::uint32_t index);
    void end_round(std::uint32_t index);
    void react(Flow& flow, double lost);
    void schedule(double time_ns, std::uint32_t index);
    void handle_next_event();
    [[nodiscard]] double packets_ahead_ns();

    LinkSettings settings_;
    double packet_ns_;
    TransferSource source_;
    Random random_;
    double now_ns_ = 0;
    double workload_ns_ = 0;
    double arrived_ns_ = 0;  // work accepted since the beginning
    double rate_ = 0;        // sum of those of the transfers that send
    int senders_ = 0;
    double overflow_ns_ = 0;  // integral over time of the share that is lost
    std::vector<Flow> flows_;
    std::vector<std::uint32_t> free_;  // places in flows_ that are free
    std::vector<Event> events_;        // a heap, the earliest first: one per transfer that is not done
};

}  // namespace tixdb::simulate
