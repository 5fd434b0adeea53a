// SPDX-License-Identifier: MIT
// Half the asymmetry of the fastest probes, taken as the offset between the two clocks,
// docs/methods.md#clock-offset.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "metrics/delays.hpp"
#include "metrics/histogram.hpp"
#include "model/observation.hpp"

namespace tixdb::metrics {

// Linear in time between anchors, constant outside of them. Several anchors may share a second: up to it the
// line runs to the first of them, in that second and after it the last one counts. Immutable after
// construction.
class ClockOffset {
  public:
    struct Anchor {
        std::int64_t time_s = 0;
        double offset_ns = 0;
    };

    // anchors: at least one, ascending in time.
    explicit ClockOffset(std::vector<Anchor> anchors) : anchors_(std::move(anchors)) {}

    // Adds the offset to each upstream delay and takes it from each downstream one. observations: ordered by
    // time.
    struct Times {
        std::vector<double> up_ns;
        std::vector<double> down_ns;
    };
    [[nodiscard]] Times applied_to(std::span<const model::Observation> observations,
                                   const OneWayDelays& delays) const;

    [[nodiscard]] const std::vector<Anchor>& anchors() const { return anchors_; }

  private:
    std::vector<Anchor> anchors_;
};

struct FittedClockOffset {
    ClockOffset offset;
    double rtt_mode_ns = 0;  // of the histogram of round trips
    std::vector<Bin> rtt_bins;
};

// From the round trips of all observations of a window; nothing for fewer than four. delays: theirs.
[[nodiscard]] std::optional<FittedClockOffset> fitted_clock_offset(
    std::span<const model::Observation> observations, const OneWayDelays& delays);

}  // namespace tixdb::metrics
