// SPDX-License-Identifier: MIT

#include "metrics/clock_line.hpp"

#include <algorithm>
#include <array>

#include "metrics/floors.hpp"
#include "metrics/observations.hpp"
#include "metrics/straightened.hpp"

namespace tixdb::metrics {
namespace {

using model::SkewSource;

constexpr std::array<int, 3> kHorizonsMin = {60, 30, 10};
constexpr std::size_t kQuarters = 4;

// One end of a horizon fixes no slope: without the other the last slope counts, if it explains as much.
void accept(SkewTrial& trial, const SkewEnvelope& envelope, std::optional<double> last_slope) {
    const SkewFit& fit = trial.fit;
    trial.skew_ms_per_s = fit.skew_ms_per_s;
    if (fit.holds() && !fit.is_anchored && last_slope) {
        trial.carried_shortfall_ms = envelope.shortfall_ms(*last_slope);
        if (*trial.carried_shortfall_ms <= kSkewToleranceMs) {
            trial.accepted_as = SkewSource::carried;
            trial.skew_ms_per_s = *last_slope;
            return;
        }
    }
    if (fit.is_accepted()) trial.accepted_as = SkewSource::fitted;
}

// A line that suits the hour need not suit the last ten minutes: where these are sharp, they have to be
// level.
void judge(SkewTrial& trial, const ProbeView& last_minutes) {
    if (!trial.is_accepted()) return;
    trial.is_suitable = trial.fit.shortfall_ms <= kLevelWithinMs;
    if (trial.is_suitable) return;
    const StraightDelays delays = straightened(last_minutes, trial.skew_ms_per_s);
    if (!is_sharp(delays.up_ms) || !is_sharp(delays.down_ms)) {
        trial.is_suitable = true;
        return;
    }
    trial.is_level = is_level(delays.up_ms, kQuarters, kLevelWithinMs) &&
                     is_level(delays.down_ms, kQuarters, kLevelWithinMs);
    trial.is_suitable = *trial.is_level;
}

}  // namespace

ClockLine clock_line(const ProbeDelays& probes, std::optional<double> last_slope) {
    ClockLine result;
    const ProbeView last_minutes = probes.view().between(-kRecentS, 0);
    for (const int horizon_min : kHorizonsMin) {
        const ProbeView horizon = probes.view().between(-std::int64_t{60} * horizon_min, 0);
        const SkewEnvelope envelope(horizon);
        SkewTrial trial;
        trial.horizon_min = horizon_min;
        trial.observations = static_cast<std::int64_t>(horizon.size());
        trial.fit = envelope.fit();
        accept(trial, envelope, last_slope);
        judge(trial, last_minutes);
        result.trials.push_back(trial);
        if (trial.is_suitable) break;
    }
    // The longest one that suits; without any the longest accepted one.
    const auto choose = [&](const auto& is_good) {
        const auto found = std::find_if(result.trials.begin(), result.trials.end(), is_good);
        if (found == result.trials.end()) return false;
        result.chosen = static_cast<std::size_t>(found - result.trials.begin());
        return true;
    };
    if (!choose([](const SkewTrial& trial) { return trial.is_suitable; })) {
        choose([](const SkewTrial& trial) { return trial.is_accepted(); });
    }
    return result;
}

}  // namespace tixdb::metrics
