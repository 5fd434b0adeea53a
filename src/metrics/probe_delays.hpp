// SPDX-License-Identifier: MIT
// The probes of the hour before a window's end as delays over time: what queueing works on,
// docs/methods.md#queueing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::metrics {

// Columns of equally many elements, ascending in time. Whole numbers, so that what they decide is exact.
struct ProbeView {
    std::span<const std::int64_t> time_s;   // t = T - e, in (-3600, 0]
    std::span<const std::int64_t> up_ns;    // u
    std::span<const std::int64_t> down_ns;  // v

    [[nodiscard]] std::size_t size() const { return time_s.size(); }
    [[nodiscard]] std::int64_t trip_ns(std::size_t i) const { return up_ns[i] + down_ns[i]; }
    // The probes with after_s < t <= until_s.
    [[nodiscard]] ProbeView between(std::int64_t after_s, std::int64_t until_s) const;
    [[nodiscard]] ProbeView part(std::size_t begin, std::size_t count) const {
        return {time_s.subspan(begin, count), up_ns.subspan(begin, count), down_ns.subspan(begin, count)};
    }
};

// Owns the columns. Impossible probes are never among them.
class ProbeDelays {
  public:
    // recent: the window's recent observations, at least one of them possible; session: those of the session
    // up to last_s, the window's among them; both ordered as the window. Delays are expressed against the
    // first possible recent one.
    ProbeDelays(std::span<const model::Observation> recent, std::span<const model::Observation> session,
                std::int64_t last_s);

    [[nodiscard]] ProbeView view() const { return {time_s_, up_ns_, down_ns_}; }
    // Whether the i-th is a recent observation of the window: the session may hold others of its ten minutes.
    [[nodiscard]] bool is_recent(std::size_t i) const { return is_recent_[i] != 0; }
    [[nodiscard]] std::size_t recent() const { return recent_; }

    // Leaves out the marked ones (one mark per probe, not 0: out). Returns how many of them were recent.
    std::int64_t leave_out(const std::vector<std::uint8_t>& marks);

  private:
    void mark_recent(std::span<const model::Observation> recent, std::span<const model::Observation> session);

    std::vector<std::int64_t> time_s_;
    std::vector<std::int64_t> up_ns_;
    std::vector<std::int64_t> down_ns_;
    std::vector<std::uint8_t> is_recent_;
    std::size_t recent_ = 0;
};

}  // namespace tixdb::metrics
