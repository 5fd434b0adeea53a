// SPDX-License-Identifier: MIT
// Up to where an installation's observations can go without anything missing them later.
#pragma once

#include <cstdint>
#include <limits>

#include "model/installation.hpp"
#include "model/report.hpp"
#include "store/report_reader.hpp"
#include "store/retention_store.hpp"

namespace tixdb::maintenance {

inline constexpr std::int64_t kDayS = 86'400;
inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

// The last multiple of step_s that is not after time_s.
[[nodiscard]] constexpr std::int64_t floor_of(std::int64_t time_s, std::int64_t step_s) {
    const std::int64_t rest = time_s % step_s;
    return time_s - (rest < 0 ? rest + step_s : rest);
}

// Ages are counted from now_s or the newest observation, whichever is earlier: a machine whose clock is years
// ahead prunes nothing that it would not have pruned before. In whole hours, rounded down: unix seconds.
[[nodiscard]] std::int64_t time_of_age_s(store::RetentionStore& retention, std::int64_t now_s,
                                         std::int64_t age_s);

// So much before pruned_before_s observations stay at least: the skew of a window is looked for in the hour
// before its end, in reports that begin up to ten minutes before that; an hour of latency is made of windows
// that end up to ten minutes after it.
inline constexpr std::int64_t kBehindS = 7200;
static_assert(kBehindS >= 3600 + model::kLongestReportS + 600);

struct Cutoff {
    // From now on, unknown reports that begin before it are refused.
    std::int64_t pruned_before_s = 0;
    // Observations of reports that begin before it may go: no window that ends, or takes a report that
    // begins, at pruned_before_s or later needs them; neither does an hour of latency that such a report lies
    // in.
    std::int64_t observations_before_s = 0;
};

// asked_s: the observations before it are not wanted any more. Both are earlier where process has yet to look
// at older reports; the second one is where a session was going on then that has not got beyond it.
[[nodiscard]] Cutoff cutoff_of(store::RetentionStore& retention, store::ReportReader& reports,
                               const model::InstallationKey& key, std::int64_t asked_s);

}  // namespace tixdb::maintenance
