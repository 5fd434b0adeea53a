// SPDX-License-Identifier: MIT

#include "metrics/clock_shifts.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "metrics/floors.hpp"
#include "metrics/line_shifts.hpp"
#include "metrics/skew.hpp"

namespace tixdb::metrics {
namespace {

using model::SkewSource;

constexpr std::size_t kLeastForFit = 120;

// Stretches that a step in the last ten minutes leaves alone, or begins: fitted where the hour has no line.
struct FitStretch {
    std::int64_t after_s = 0;
    std::int64_t until_s = 0;
};
constexpr std::array<FitStretch, 3> kFitStretches = {{{-1800, -600}, {-600, -300}, {-300, 0}}};

std::optional<double> slope_over(const ProbeView& probes) {
    if (probes.size() < kLeastForFit) return std::nullopt;
    const SkewFit fit = SkewEnvelope(probes).fit();
    if (!fit.is_accepted()) return std::nullopt;
    return fit.skew_ms_per_s;
}

double least_queue_ms(const Parts& parts, const DelayPair& delays) {
    const std::vector<PartFloors> floors = floors_of(parts, delays);
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < floors.size(); ++k) {
        for (std::size_t i = parts.parts[k].begin; i < parts.parts[k].end; ++i) {
            const double up_queue_ms = delays.up_ms[i] - floors[k].up_ms;
            const double down_queue_ms = delays.down_ms[i] - floors[k].down_ms;
            least = std::min(least, up_queue_ms + down_queue_ms);
        }
    }
    return least;
}

StraightParts whole(const ProbeDelays& probes, double skew_ms_per_s, SkewSource source) {
    StraightParts result{skew_ms_per_s, source, straightened_recent(probes, skew_ms_per_s), {}, true};
    result.parts.parts = {{0, result.delays.time_s.size()}};
    return result;
}

// The parts beside this slope explain the recent probes: there are several, each of them is sound, and both
// queues together are empty at some time.
bool takes_apart(const StraightParts& tried, std::vector<ShiftTrial>& trials) {
    const DelayPair delays = tried.delays.pair();
    ShiftTrial trial{tried.skew_ms_per_s,
                     tried.parts.parts.size(),
                     delays.size() - tried.parts.kept(),
                     false,
                     std::nullopt,
                     false};
    trial.is_sound = !tried.parts.is_whole(delays.size()) && are_sound(tried.parts, delays);
    if (trial.is_sound && tried.parts.skipped == Skipped::none) {
        trial.least_queue_ms = least_queue_ms(tried.parts, delays);
    }
    trial.is_taken = trial.is_sound && (!trial.least_queue_ms || *trial.least_queue_ms <= kFloorWidthMs);
    trials.push_back(trial);
    return trial.is_taken;
}

StraightParts parts_without_line(const ProbeDelays& probes, const ClockLine& line,
                                 std::optional<double> last_slope, std::vector<ShiftTrial>& trials) {
    const auto tried = [&](double skew_ms_per_s) {
        StraightParts result = whole(probes, skew_ms_per_s, SkewSource::carried);
        result.parts = parts_of(result.delays.pair());
        return result;
    };
    if (last_slope) {
        StraightParts result = tried(*last_slope);
        if (takes_apart(result, trials)) return result;
    }
    for (const auto& [after_s, until_s] : kFitStretches) {
        const auto slope = slope_over(probes.view().between(after_s, until_s));
        if (!slope) continue;
        StraightParts result = tried(*slope);
        if (takes_apart(result, trials)) return result;
    }
    StraightParts result = last_slope
                               ? whole(probes, *last_slope, SkewSource::carried)
                               : whole(probes, line.trials.back().fit.skew_ms_per_s, SkewSource::fallback);
    result.is_explained = false;
    return result;
}

}  // namespace

std::vector<PartFloors> floors_of(const Parts& parts, const DelayPair& delays) {
    std::vector<PartFloors> floors;
    PartFloors least{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    for (const Part& part : parts.parts) {
        const DelayPair of_part = delays.part(part);
        floors.push_back({floor_of(of_part.up_ms), floor_of(of_part.down_ms)});
        least.up_ms = std::min(least.up_ms, floors.back().up_ms);
        least.down_ms = std::min(least.down_ms, floors.back().down_ms);
    }
    for (PartFloors& of_part : floors) {
        if (parts.skipped == Skipped::up) of_part.up_ms = least.up_ms;
        if (parts.skipped == Skipped::down) of_part.down_ms = least.down_ms;
    }
    return floors;
}

StraightParts straight_parts(const ProbeDelays& probes, const ClockLine& line,
                             std::optional<double> last_slope, std::vector<ShiftTrial>& trials) {
    const SkewTrial* accepted = line.line();
    if (accepted == nullptr) return parts_without_line(probes, line, last_slope, trials);
    StraightParts result = whole(probes, accepted->skew_ms_per_s, *accepted->accepted_as);
    result.parts = sound_parts_beside_line(result.delays.pair());
    return result;
}

}  // namespace tixdb::metrics
