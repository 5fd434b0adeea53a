// SPDX-License-Identifier: MIT
// A link's queue in calendar time: it changes the load when a step of the plan is due, and keeps how busy the
// link was in each minute.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "simulate/load.hpp"
#include "simulate/queue.hpp"

namespace tixdb::simulate {

// Not thread-safe.
class AccessLink {
  public:
    // Time starts at from_ns (unix ns, whole seconds) with an empty queue.
    AccessLink(const LinkSettings& settings, Load load, std::int64_t from_ns, Random random);

    // A packet arrives at time_ns (unix ns), which never goes back. How long it takes until its last bit is
    // sent, or nothing if the buffer is full.
    [[nodiscard]] std::optional<double> send(std::int64_t time_ns, double bytes);

    // Lets time pass until to_ns (unix ns) and returns the minutes since the beginning. Valid as long as
    // this.
    [[nodiscard]] const std::vector<MinuteLoad>& finish(std::int64_t to_ns);

  private:
    void advance_to(std::int64_t time_ns);
    void take_due_steps();
    void close_minute(std::int64_t end_ns);

    std::unique_ptr<Queue> queue_;
    double rate_bps_;
    Load load_;
    std::size_t next_step_ = 0;
    std::int64_t from_ns_;
    std::int64_t now_ns_;
    std::vector<MinuteLoad> minutes_;
    std::int64_t minute_began_ns_;
    double busy_before_minute_ns_ = 0;
    double set_ns_ = 0;  // in this minute: load times duration
    double set_utilisation_ = 0;
};

}  // namespace tixdb::simulate
