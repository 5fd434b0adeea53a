// SPDX-License-Identifier: MIT
// From the probes of an hour to how long each of the last ten minutes waited in either queue: steps 1 to 7 of
// docs/methods.md#queueing. Whatever looks at queues begins here, and computes them once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "metrics/clock_line.hpp"
#include "metrics/clock_shifts.hpp"
#include "metrics/queueing_history.hpp"
#include "model/observation.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

inline constexpr std::size_t kLeastRecentProbes = 120;

// One element per kept recent probe, in time order.
struct QueueDelays {
    std::vector<std::int64_t> time_s;  // day_timestamp
    std::vector<double> up_ms;         // q_up before a standing queue is added, >= 0
    std::vector<double> down_ms;       // q_down
    std::vector<double> up_queue_ms;   // with the standing queue
    std::vector<double> down_queue_ms;
};

// Probes [first_s, last_s] with one level of the floor.
struct PartDetail {
    std::int64_t first_s = 0;
    std::int64_t last_s = 0;
    std::int64_t probes = 0;
    PartFloors floors;  // their zero is arbitrary, the same in all parts
    bool is_up_sharp = false;
    bool is_down_sharp = false;
    double sound_sum_ms = 0;  // the sixth lowest u' and v' together
};

// What the steps went through, for those who have to explain it.
struct QueueAnalysisTrace {
    std::vector<SkewTrial> skew_trials;  // of the last time that the skew was looked for
    bool has_looked_for_dips = false;
    std::vector<ShiftTrial> shift_trials;  // where no line was accepted
    std::vector<PartDetail> parts;
    std::optional<double> rise_ms;             // of the part that looks most like another route: b - R0
    std::optional<std::int64_t> route_from_s;  // a window that ends from then on takes it for the new route
};

struct QueueAnalysis {
    std::int64_t recent = 0;                // recent observations of the window
    std::optional<model::Missing> missing;  // too_short, too_few, clock, route: no figures
    model::QueueingInputs inputs;           // as far as got
    QueueDelays delays;                     // empty where too_short or too_few
};

// window, history: as metrics::queueing() takes them. Pure and thread-safe; never throws on data.
[[nodiscard]] QueueAnalysis analysed_queues(std::span<const model::Observation> window,
                                            const WindowHistory& history,
                                            QueueAnalysisTrace* trace = nullptr);

}  // namespace tixdb::metrics
