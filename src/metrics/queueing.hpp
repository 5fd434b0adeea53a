// SPDX-License-Identifier: MIT
// Utilisation of the access link from how often a probe finds its queue busy, docs/methods.md#queueing.
#pragma once

#include <optional>
#include <span>

#include "metrics/queueing_history.hpp"
#include "metrics/queueing_trace.hpp"
#include "model/observation.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

inline constexpr int kQueueingVersion = 1;
// How far back earlier windows are looked at for the least base delay.
inline constexpr std::int64_t kBaselineHorizonS = 86'400;

struct QueueingParameters {
    double epsilon_up_ms = 24;  // a probe that waited longer found the queue busy
    double epsilon_down_ms = 8;
};

// What lies outside of the window. e = the window's largest day_timestamp.
struct QueueingHistory {
    // Distinct S observations of the window's session with e - 3600 s < T <= e, ordered as the window's, the
    // window's own among them.
    std::span<const model::Observation> session;
    // ms per s: that of the session's last earlier window whose skew was fitted.
    std::optional<double> last_fitted_skew_ms_per_s;
    // The least base_ms among the current results of the same method and version at the same ip whose windows
    // end in (e - 24 h, e], this window left out.
    std::optional<double> least_base_ms;
};

// The same with the history that version 2 reads. To be used in place of the function below, which goes.
[[nodiscard]] model::WindowMetrics queueing(std::span<const model::Observation> window,
                                            const WindowHistory& history,
                                            const QueueingParameters& parameters,
                                            QueueingTrace* trace = nullptr);

// window and trace as in classic(). Pure and thread-safe; never throws on data.
[[nodiscard]] model::WindowMetrics queueing(std::span<const model::Observation> window,
                                            const QueueingHistory& history,
                                            const QueueingParameters& parameters,
                                            QueueingTrace* trace = nullptr);

}  // namespace tixdb::metrics
