// SPDX-License-Identifier: MIT

#include "metrics/queue_analysis.hpp"

#include <algorithm>
#include <cmath>

#include "metrics/floors.hpp"
#include "metrics/impossible.hpp"
#include "metrics/lone_probes.hpp"
#include "metrics/observations.hpp"
#include "metrics/probe_delays.hpp"
#include "metrics/standing_queue.hpp"

namespace tixdb::metrics {
namespace {

using model::Missing;
using model::QueueingInputs;
using ObservationSpan = std::span<const model::Observation>;

// A straight clock is level in so many pieces of the ten minutes.
constexpr std::size_t kHeldPieces = 4;

std::optional<double> last_slope_of(const WindowHistory& history) {
    if (!history.offered.skew_ms_per_s) return std::nullopt;
    return history.offered.skew_ms_per_s->value;
}

// The hour up to the window's end.
ObservationSpan horizon_of(ObservationSpan window, const WindowHistory& history, std::int64_t last_s) {
    const ObservationSpan session = history.session.empty() ? window : history.session;
    const auto later_than = [](std::int64_t time_s) {
        return [time_s](const model::Observation& o) { return o.day_timestamp_s <= time_s; };
    };
    const auto begin =
        std::partition_point(session.begin(), session.end(), later_than(last_s - kSkewHorizonS));
    const auto end = std::partition_point(begin, session.end(), later_than(last_s));
    return {begin, end};
}

// Steps 2 and 3: what is lone is set aside, what is left fitted.
class LineSearch {
  public:
    LineSearch(ProbeDelays& probes, std::optional<double> last_slope, QueueingInputs& inputs)
        : probes_(probes), last_slope_(last_slope), inputs_(inputs) {}

    ClockLine run() {
        const LoneMarks lone = short_trips(probes_.view());
        if (lone.any) inputs_.short_trips = probes_.leave_out(lone.marks);
        if (has_deep_trip(probes_.view())) set_dips_aside();
        ClockLine line = clock_line(probes_, last_slope_);
        if (line.chosen || has_looked_for_dips_ || !set_dips_aside()) return line;
        return clock_line(probes_, last_slope_);
    }

    [[nodiscard]] bool has_looked_for_dips() const { return has_looked_for_dips_; }

  private:
    // Whether there are any.
    bool set_dips_aside() {
        has_looked_for_dips_ = true;
        const double slope = last_slope_ ? *last_slope_ : slope_without_lowest(probes_.view());
        const LoneMarks lone = dips(probes_.view(), slope);
        if (lone.any) inputs_.dips = probes_.leave_out(lone.marks);
        return lone.any;
    }

    ProbeDelays& probes_;
    std::optional<double> last_slope_;
    QueueingInputs& inputs_;
    bool has_looked_for_dips_ = false;
};

void take_skew(QueueingInputs& inputs, const StraightParts& straight, const ClockLine& line) {
    inputs.skew_ms_per_s = straight.skew_ms_per_s;
    inputs.skew_source = straight.source;
    const SkewTrial* accepted = line.line();
    if (accepted != nullptr) inputs.skew_horizon_min = accepted->horizon_min;
    inputs.shortfall_ms = (accepted != nullptr ? *accepted : line.trials.back()).fit.shortfall_ms;
}

void take_parts(QueueingInputs& inputs, const StraightParts& straight, std::span<const PartFloors> floors,
                std::int64_t last_s) {
    const Parts& parts = straight.parts;
    inputs.cut_off = static_cast<std::int64_t>(straight.delays.time_s.size() - parts.kept());
    inputs.skipped_direction = name_of(parts.skipped);
    for (std::size_t k = 1; k < floors.size(); ++k) {
        model::QueueingShift shift;
        shift.at_s = last_s + straight.delays.time_s[parts.parts[k].begin];
        if (parts.skipped != Skipped::up) shift.up_ms = floors[k].up_ms - floors[k - 1].up_ms;
        if (parts.skipped != Skipped::down) shift.down_ms = floors[k].down_ms - floors[k - 1].down_ms;
        inputs.shifts.push_back(shift);
    }
}

std::vector<PartDetail> details_of(const StraightParts& straight, std::span<const PartFloors> floors,
                                   std::int64_t last_s) {
    std::vector<PartDetail> details;
    for (std::size_t k = 0; k < floors.size(); ++k) {
        const Part& part = straight.parts.parts[k];
        const DelayPair delays = straight.delays.pair().part(part);
        PartDetail detail;
        detail.first_s = last_s + straight.delays.time_s[part.begin];
        detail.last_s = last_s + straight.delays.time_s[part.end - 1];
        detail.probes = static_cast<std::int64_t>(part.size());
        detail.floors = floors[k];
        detail.is_up_sharp = is_sharp(delays.up_ms);
        detail.is_down_sharp = is_sharp(delays.down_ms);
        detail.sound_sum_ms = kth_lowest(delays.up_ms, kSoundRank) + kth_lowest(delays.down_ms, kSoundRank);
        details.push_back(detail);
    }
    return details;
}

QueueDelays queues_of(const StraightParts& straight, std::span<const PartFloors> floors,
                      std::int64_t last_s) {
    QueueDelays queues;
    const std::size_t size = straight.parts.kept();
    queues.time_s.reserve(size);
    queues.up_ms.reserve(size);
    queues.down_ms.reserve(size);
    for (std::size_t k = 0; k < floors.size(); ++k) {
        const Part& part = straight.parts.parts[k];
        for (std::size_t i = part.begin; i < part.end; ++i) {
            queues.time_s.push_back(last_s + straight.delays.time_s[i]);
            queues.up_ms.push_back(straight.delays.up_ms[i] - floors[k].up_ms);
            queues.down_ms.push_back(straight.delays.down_ms[i] - floors[k].down_ms);
        }
    }
    return queues;
}

// A full queue beside a straight clock: one direction stays on its floor, the other never drains.
bool is_full_beside_straight_clock(const DelayPair& delays) {
    const auto is_straight = [](std::span<const double> delays_ms) {
        return is_sharp(delays_ms) && is_level(delays_ms, kHeldPieces, kFloorWidthMs);
    };
    return (is_straight(delays.up_ms) && is_spread(delays.down_ms)) ||
           (is_straight(delays.down_ms) && is_spread(delays.up_ms));
}

// Where neither a line nor a shift explains the delays: whether they can be believed all the same.
bool can_be_held(const StraightParts& straight, double sound_sum_ms, const model::QueueingReads& offered) {
    if (offered.skew_ms_per_s && offered.floor_sum_ms &&
        sound_sum_ms >= offered.floor_sum_ms->value - kFloorWidthMs) {
        return true;
    }
    return std::abs(straight.skew_ms_per_s) < kSkewBoundMsPerS &&
           is_full_beside_straight_clock(straight.delays.pair());
}

// Steps 4 to 7 on what steps 2 and 3 left.
class QueueSearch {
  public:
    QueueSearch(QueueAnalysis& analysis, const WindowHistory& history, std::int64_t last_s)
        : analysis_(analysis), inputs_(analysis.inputs), offered_(history.offered), last_s_(last_s) {}

    void run(const ProbeDelays& probes, const ClockLine& line, std::optional<double> last_slope) {
        const StraightParts straight = straight_parts(probes, line, last_slope, shift_trials_);
        const std::vector<PartFloors> floors = floors_of(straight.parts, straight.delays.pair());
        take_skew(inputs_, straight, line);
        take_parts(inputs_, straight, floors, last_s_);
        details_ = details_of(straight, floors, last_s_);
        analysis_.delays = queues_of(straight, floors, last_s_);
        double base_ms = floors.front().sum_ms();
        for (const PartFloors& of_part : floors) base_ms = std::min(base_ms, of_part.sum_ms());
        inputs_.base_ms = base_ms;
        if (line.line() == nullptr) inputs_.reads.floor_sum_ms = offered_.floor_sum_ms;
        if (!straight.is_explained) inputs_.held = can_be_held(straight, sound_sum_ms(), offered_);
        if ((!straight.is_explained && !inputs_.held) || base_ms <= 0) {
            analysis_.missing = Missing::clock;
            return;
        }
        compare_with_history(base_ms);
    }

    void tell(QueueAnalysisTrace& trace) && {
        trace.shift_trials = std::move(shift_trials_);
        trace.parts = std::move(details_);
        trace.rise_ms = route_.rise_ms;
        trace.route_from_s = route_.taken_from_s;
    }

  private:
    [[nodiscard]] double sound_sum_ms() const {
        double least = details_.front().sound_sum_ms;
        for (const PartDetail& part : details_) least = std::min(least, part.sound_sum_ms);
        return least;
    }

    void compare_with_history(double base_ms) {
        std::vector<PartBase> bases;
        for (const PartDetail& part : details_) {
            bases.push_back({part.floors.sum_ms(), part.is_up_sharp && part.is_down_sharp});
        }
        route_ = route_decision(bases, base_ms, offered_, last_s_);
        inputs_.baseline_ms = route_.baseline_ms;
        if (offered_.floor_sum_ms && offered_.floor_sum_ms->value < base_ms) {
            inputs_.reads.floor_sum_ms = offered_.floor_sum_ms;
        }
        if (route_.has_looked_for_route) inputs_.reads.route_start_s = offered_.route_start_s;
        if (route_.is_other_route) {
            analysis_.missing = Missing::route;
            return;
        }
        if (route_.new_since_s) inputs_.since_s = route_.new_since_s;
        if (!inputs_.held && inputs_.skipped_direction.empty()) inputs_.floor_sum_ms = sound_sum_ms();
        add_standing_queue(base_ms - route_.baseline_ms);
    }

    void add_standing_queue(double rise_ms) {
        QueueDelays& delays = analysis_.delays;
        delays.up_queue_ms = delays.up_ms;
        delays.down_queue_ms = delays.down_ms;
        if (!(rise_ms > kLeastRiseMs)) return;
        const bool is_up = standing_direction(delays.up_ms, delays.down_ms) == QueueDirection::up;
        for (double& queue_ms : is_up ? delays.up_queue_ms : delays.down_queue_ms) queue_ms += rise_ms;
        inputs_.standing_ms = rise_ms;
        inputs_.standing_direction = is_up ? "up" : "down";
    }

    QueueAnalysis& analysis_;
    QueueingInputs& inputs_;
    const model::QueueingReads& offered_;
    std::int64_t last_s_;
    std::vector<ShiftTrial> shift_trials_;
    std::vector<PartDetail> details_;
    RouteDecision route_;
};

}  // namespace

QueueAnalysis analysed_queues(ObservationSpan window, const WindowHistory& history,
                              QueueAnalysisTrace* trace) {
    QueueAnalysis analysis;
    QueueingInputs& inputs = analysis.inputs;
    inputs.reads.skew_ms_per_s = history.offered.skew_ms_per_s;
    inputs.reads.since_s = history.offered.since_s;
    if (history.offered.since_s) inputs.since_s = history.offered.since_s->value;
    const ObservationSpan recent = recent_of(window);
    analysis.recent = static_cast<std::int64_t>(recent.size());
    inputs.impossible = impossible_among(recent);
    const auto is_too_few = [&](std::int64_t left) { return left < std::int64_t{kLeastRecentProbes}; };
    if (is_too_short(window) || is_too_few(analysis.recent - inputs.impossible)) {
        analysis.missing = is_too_short(window) ? Missing::too_short : Missing::too_few;
        return analysis;
    }
    const std::int64_t last_s = window.back().day_timestamp_s;
    const std::optional<double> last_slope = last_slope_of(history);
    ProbeDelays probes(recent, horizon_of(window, history, last_s), last_s);
    LineSearch search(probes, last_slope, inputs);
    ClockLine line = search.run();
    if (is_too_few(static_cast<std::int64_t>(probes.recent()))) {
        analysis.missing = Missing::too_few;
    } else {
        QueueSearch queues(analysis, history, last_s);
        queues.run(probes, line, last_slope);
        if (trace != nullptr) std::move(queues).tell(*trace);
    }
    if (trace != nullptr) {
        trace->skew_trials = std::move(line.trials);
        trace->has_looked_for_dips = search.has_looked_for_dips();
    }
    return analysis;
}

}  // namespace tixdb::metrics
