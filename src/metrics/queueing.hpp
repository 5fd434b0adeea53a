// SPDX-License-Identifier: MIT
// Utilisation of the access link from how often a probe finds its queue busy, docs/methods.md#queueing.
#pragma once

#include <span>

#include "metrics/queueing_history.hpp"
#include "metrics/queueing_trace.hpp"
#include "model/observation.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

inline constexpr int kQueueingVersion = 2;

struct QueueingParameters {
    double epsilon_up_ms = 24;  // a probe that waited longer found the queue busy
    double epsilon_down_ms = 8;
};

// window: the distinct observations of type S of a window's reports, ordered by (day_timestamp, t1, t4); at
// least one. trace: filled if there is one; it changes no result. Pure and thread-safe; never throws on data.
// Missing: too_short, too_few, clock, route (everything, both directions); no_minutes (quality).
[[nodiscard]] model::WindowMetrics queueing(std::span<const model::Observation> window,
                                            const WindowHistory& history,
                                            const QueueingParameters& parameters,
                                            QueueingTrace* trace = nullptr);

// The same from an analysis that was made for several methods; trace: all but its `steps` is filled.
[[nodiscard]] model::WindowMetrics queueing(const QueueAnalysis& analysis,
                                            const QueueingParameters& parameters,
                                            QueueingTrace* trace = nullptr);

}  // namespace tixdb::metrics
