// SPDX-License-Identifier: MIT
// What queueing takes from earlier results of an installation, docs/methods.md#history.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/observation.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

// How far back the session is looked at for the clock skew, and earlier results for what is kept in them.
inline constexpr std::int64_t kSkewHorizonS = 3600;
inline constexpr std::int64_t kHistoryS = 86'400;
// Whether a window that ends at last_s reads windows that end before results_from_s, and are pruned.
[[nodiscard]] inline bool reads_pruned(std::int64_t last_s,
                                       const std::optional<std::int64_t>& results_from_s) {
    return results_from_s && last_s - kHistoryS < *results_from_s;
}
// Of a session's hour the latest reports that hold so many observations together: what a hostile client sends
// is not to fill the memory.
inline constexpr std::int64_t kMostHourObservations = 500'000;

// A current result of the same method and version of the same installation, at any address.
struct EarlierResult {
    std::int64_t window_id = 0;             // comes back in QueueingReads
    std::int64_t last_probe_s = 0;          // end of its window
    bool is_same_ip = false;                // as the window that is computed
    std::optional<model::Missing> missing;  // of its usage: too_short, too_few, clock, route, or none
    std::optional<double> floor_sum_ms;
    std::optional<double> rise_ms;  // base - R0, where both are known
    std::optional<std::int64_t> since_s;
    // Its skew, where it is `fitted` and no direction was skipped.
    std::optional<double> fitted_skew_ms_per_s;
};

// The same of a result that was just computed.
[[nodiscard]] EarlierResult earlier_result(std::int64_t window_id, std::int64_t last_s, bool is_same_ip,
                                           const model::WindowMetrics& metrics);

// What these results offer a window that ends at last_s. earlier: ascending by (last_s, session's first
// report, window's first report); those that do not end in (last_s - 24 h, last_s) are skipped. Pure.
[[nodiscard]] model::QueueingReads offered_by(std::span<const EarlierResult> earlier, std::int64_t last_s);

// Whether a stored result would read the same of a history that offers this: false if it has to be computed
// again. missing: its reason. Pure.
[[nodiscard]] bool reads_the_same(const model::QueueingInputs& stored, std::optional<model::Missing> missing,
                                  const model::QueueingReads& offered);

// What lies outside of a window.
struct WindowHistory {
    // Distinct S observations of the reports of the window's session up to and including the window's last
    // report (late ones that were not there apart) with e - 3600 s < T <= e, e = the window's largest
    // day_timestamp; ordered as the window's, the window's own among them. Empty: the window's own.
    std::span<const model::Observation> session;
    // As offered_by() gives it; or what a stored result read, to compute it again.
    model::QueueingReads offered;
};

}  // namespace tixdb::metrics
