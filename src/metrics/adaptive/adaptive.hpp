// SPDX-License-Identifier: MIT
// How busy each direction was, and whether it could be seen at all, from what the idle link's delays look
// like: docs/methods.md#adaptive.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "metrics/adaptive/detection.hpp"
#include "metrics/adaptive/kernel.hpp"
#include "metrics/queue_analysis.hpp"
#include "metrics/queueing.hpp"
#include "model/adaptive.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

// Goes up with kQueueingVersion too: the waits are the same.
inline constexpr int kAdaptiveVersion = 1;

// What lies outside of a window.
struct AdaptiveHistory {
    // Of the installation's current results of this method and version at the same ip, as
    // sketched_window() gives them: those that end in (e - 24 h, e), ascending by (end, session's first
    // report, window's first report). Others are skipped.
    std::span<const SketchedWindow* const> earlier;
    std::int64_t window_id = 0;     // what the window itself goes by in kernel_windows
    std::int64_t last_probe_s = 0;  // e, its end
    model::LinkRate link;
};

struct AdaptiveMinute {
    std::int64_t start_s = 0;
    std::int64_t observations = 0;
    double up_busy = 0;  // mean over its probes of the probability that they waited
    double down_busy = 0;
};

// What the method went through, for those who have to explain it.
struct AdaptiveTrace {
    WindowDetection detection;
    std::vector<AdaptiveMinute> minutes;  // in a direction that has learned
};

// analysis, queueing: of the same window, the latter with the same parameters. trace: filled if there is one;
// it changes no result. Pure and thread-safe; never throws on data.
[[nodiscard]] model::WindowMetrics adaptive(const QueueAnalysis& analysis,
                                            const model::WindowMetrics& queueing,
                                            const AdaptiveHistory& history,
                                            const QueueingParameters& parameters,
                                            AdaptiveTrace* trace = nullptr);

// The sketches of a stored result's kernel windows as they were, in their order.
struct StoredKernels {
    std::vector<const model::Sketch*> up;
    std::vector<const model::Sketch*> down;
};
// The same from what was stored of other windows; stored: a result of this version.
[[nodiscard]] model::WindowMetrics adaptive_again(const QueueAnalysis& analysis,
                                                  const model::WindowMetrics& stored,
                                                  const StoredKernels& kernels,
                                                  const model::WindowMetrics& queueing,
                                                  const QueueingParameters& parameters,
                                                  AdaptiveTrace* trace = nullptr);
// The same when the observations are gone: all but `quality`, which cannot be told where load was seen and is
// taken over there. queueing: the result that it was computed with.
[[nodiscard]] model::WindowMetrics adaptive_again(const model::WindowMetrics& stored,
                                                  const StoredKernels& kernels,
                                                  const model::WindowMetrics& queueing,
                                                  const QueueingParameters& parameters,
                                                  AdaptiveTrace* trace = nullptr);

// The same with what its history is now, when the observations are gone: from the sketches that were stored
// with it. `quality` is 1 where no load is seen; where some is, it would need the probes, and is taken over
// as it was. Nothing if no sketches were stored.
[[nodiscard]] std::optional<model::WindowMetrics> adaptive_of_sketches(const model::WindowMetrics& stored,
                                                                       const model::WindowMetrics& queueing,
                                                                       const AdaptiveHistory& history,
                                                                       const QueueingParameters& parameters);

}  // namespace tixdb::metrics
