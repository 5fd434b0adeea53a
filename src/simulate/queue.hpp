// SPDX-License-Identifier: MIT
// One direction of an access link, with its cross traffic: a FIFO queue of work, served at the link's rate.
#pragma once

#include <memory>
#include <optional>

#include "base/enum_names.hpp"
#include "simulate/random.hpp"
#include "simulate/traffic.hpp"

namespace tixdb::simulate {

// How the time between two probes is simulated.
enum class QueueModel {
    // Every packet, always.
    exact,
    // Between two probes that lie so far apart that the queue has forgotten the first when the second comes,
    // the workload is drawn from its stationary distribution instead; everything else is exact. For fast
    // links. TCP is always simulated in rounds (flow_queue.hpp).
    stationary,
};

inline constexpr EnumNames<QueueModel, 2> kQueueModels("model of a queue",
                                                       {{{QueueModel::exact, "exact"},
                                                         {QueueModel::stationary, "stationary"}}});

struct LinkSettings {
    double rate_bps = 1.5e6;
    Traffic traffic = Traffic::poisson;
    double packet_bytes = 1500;  // of the cross traffic
    int packets_per_burst = 1;   // packets that arrive together; only of Traffic::poisson
    int connections = 0;         // of a web page or a download; 0: 3 of a page, 1 of a download
    double buffer_ns = 5e9;      // longest queue, as time to serve it; what would exceed it is dropped
    QueueModel model = QueueModel::exact;
};

// Not thread-safe. Times in ns.
class Queue {
  public:
    Queue() = default;
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;
    virtual ~Queue() = default;

    // The cross traffic's load from now on, 0…: 1 is all that the link can carry; beyond it the buffer fills.
    virtual void set_utilisation(double utilisation) = 0;
    // Time passes.
    virtual void advance(double duration_ns) = 0;
    // A packet of so many bytes arrives now. Its waiting time and transmission, or nothing if it is dropped.
    virtual std::optional<double> send(double bytes) = 0;
    // How long the link was busy since the beginning.
    [[nodiscard]] virtual double busy_ns() const = 0;
};

// The queue that simulates the settings' traffic.
[[nodiscard]] std::unique_ptr<Queue> make_queue(const LinkSettings& settings, Random random);

}  // namespace tixdb::simulate
