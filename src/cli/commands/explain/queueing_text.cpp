// SPDX-License-Identifier: MIT

#include "cli/commands/explain/queueing_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "base/time_text.hpp"
#include "cli/frame/output.hpp"

namespace tixdb::cli {
namespace {

std::string word(bool value) {
    return value ? "yes" : "no";
}

std::string word(const std::optional<bool>& value) {
    return value ? word(*value) : "-";
}

void print_set_aside(std::ostream& out, const model::QueueingInputs& inputs) {
    out << fmt::format("\nprobes set aside: impossible {}, short {}, dips {}, cut off {}\n",
                       inputs.impossible, inputs.short_trips, inputs.dips, inputs.cut_off);
}

void print_skew_trials(std::ostream& out, const report::MethodExplanation& method,
                       const report::QueueingDetail& detail) {
    out << fmt::format("\nclock skew, fitted over the session's last hour ({} observations)\n",
                       detail.session_observations);
    const auto writer = make_row_writer({}, out, "skew",
                                        {"horizon_min", "observations", "skew_ms_per_s", "shortfall_ms",
                                         "anchored", "accepted", "level", "suits_last_minutes"});
    for (const metrics::SkewTrial& trial : detail.steps.skew_trials) {
        writer->row({std::int64_t{trial.horizon_min}, trial.observations, trial.fit.skew_ms_per_s,
                     trial.fit.shortfall_ms, word(trial.fit.is_anchored),
                     trial.accepted_as ? std::string(name_of(*trial.accepted_as)) : std::string("no"),
                     word(trial.is_level), word(trial.is_suitable)});
    }
    writer->finish();
    if (const auto& carried = method.carried_skew) {
        out << fmt::format("last fitted before: {} ms/s, by the window that ends at {}\n",
                           carried->skew_ms_per_s, iso_of_s(carried->window_last_probe_s));
    } else {
        out << "last fitted before: not within a day\n";
    }
}

void print_shift_trials(std::ostream& out, const report::QueueingDetail& detail) {
    if (detail.steps.shift_trials.empty()) return;
    out << "\nno line fits; slopes tried with the recent probes taken apart\n";
    const auto writer = make_row_writer(
        {}, out, "shifts", {"skew_ms_per_s", "parts", "cut_off", "sound", "least_queue_ms", "taken"});
    for (const metrics::ShiftTrial& trial : detail.steps.shift_trials) {
        writer->row({trial.skew_ms_per_s, static_cast<std::int64_t>(trial.parts),
                     static_cast<std::int64_t>(trial.cut_off), word(trial.is_sound),
                     trial.least_queue_ms ? Cell(*trial.least_queue_ms) : Cell{}, word(trial.is_taken)});
    }
    writer->finish();
}

void print_shifts(std::ostream& out, const model::QueueingInputs& inputs) {
    for (const model::QueueingShift& shift : inputs.shifts) out << text_of(shift) << "\n";
    if (!inputs.skipped_direction.empty()) {
        out << fmt::format(
            "shifts were looked for without the {} direction, which is too seldom on its floor\n",
            inputs.skipped_direction == "up" ? "upstream" : "downstream");
    }
    if (inputs.held) out << "no line and no shift explains the delays; they can be believed all the same\n";
}

void print_clock(std::ostream& out, const model::QueueingInputs& inputs,
                 const metrics::QueueAnalysisTrace& steps) {
    if (steps.skew_trials.empty() || steps.parts.empty()) return;
    double least_ms = steps.skew_trials.front().fit.shortfall_ms;
    for (const auto& trial : steps.skew_trials) least_ms = std::min(least_ms, trial.fit.shortfall_ms);
    out << fmt::format(
        "clock: the best line leaves {:.1f} ms unexplained; the sixth lowest delays sum to {:.1f} ms, ",
        least_ms, steps.parts.front().sound_sum_ms);
    const auto& floor_sum = inputs.reads.floor_sum_ms;
    out << (floor_sum ? fmt::format("R0 was {:.1f} ms\n", floor_sum->value) : "no R0 was known\n");
}

void print_route(std::ostream& out, const metrics::QueueAnalysisTrace& steps) {
    if (!steps.rise_ms || !steps.route_from_s) return;
    out << fmt::format(
        "route: {:.1f} ms above R0; a window on it alone that ends at {} or later takes it for the new one\n",
        *steps.rise_ms, iso_of_s(*steps.route_from_s));
}

void print_origin(std::ostream& out, const report::MethodExplanation& method) {
    const auto& baseline = method.baseline;
    if (!baseline) return;
    std::string origin = "this window's own base delay";
    if (!baseline->is_own && baseline->bounds) {
        origin = fmt::format("the window from {} to {}{}", iso_of_s(baseline->bounds->first_probe_s),
                             iso_of_s(baseline->bounds->last_probe_s),
                             baseline->bounds->is_superseded ? ", superseded since" : "");
    }
    out << fmt::format("\nbaseline R0 came from {}; the least of the 24 hours now: {}\n", origin,
                       baseline->least_base_now_ms ? fmt::format("{} ms", *baseline->least_base_now_ms)
                                                   : std::string("none"));
}

void print_minutes(std::ostream& out, const report::QueueingDetail& detail) {
    if (detail.minutes.empty()) return;
    out << "\nminutes with at least 30 of them; congested if more than half found the queue busy\n";
    const auto writer =
        make_row_writer({}, out, "minutes",
                        {"minute", "observations", "up_busy", "down_busy", "up_congested", "down_congested"});
    for (const metrics::QueueingMinute& minute : detail.minutes) {
        writer->row({iso_of_s(minute.start_s), minute.observations, minute.up_busy, minute.down_busy,
                     word(minute.up_congested), word(minute.down_congested)});
    }
    writer->finish();
}

}  // namespace

std::string text_of(const model::QueueingShift& shift) {
    const auto jump = [](const std::optional<double>& ms) {
        return ms ? fmt::format("{:+.1f} ms", *ms) : std::string("not known");
    };
    std::string cause = "the clock or the route";
    if (shift.up_ms && shift.down_ms) {
        const bool is_opposite = (*shift.up_ms > 0) != (*shift.down_ms > 0);
        cause = is_opposite && std::abs(*shift.up_ms + *shift.down_ms) <= 5 ? "the clock" : "the route";
    }
    return fmt::format("{} up {}, down {}: {}", iso_of_s(shift.at_s).substr(11, 8), jump(shift.up_ms),
                       jump(shift.down_ms), cause);
}

void print_queueing(std::ostream& out, const report::MethodExplanation& method) {
    if (!method.queueing || method.queueing->described == 0) {
        print_origin(out, method);
        return;
    }
    const report::QueueingDetail& detail = *method.queueing;
    const model::WindowMetrics& metrics = method.result.metrics;
    const model::QueueingInputs& inputs = metrics.queueing.value();
    out << fmt::format("\nthe figures describe {} observations, {} to {}\n", detail.described,
                       iso_of_s(detail.described_first_s), iso_of_s(detail.described_last_s));
    print_set_aside(out, inputs);
    print_skew_trials(out, method, detail);
    print_shift_trials(out, detail);
    print_shifts(out, inputs);
    const auto is_missing_for = [&](model::Missing reason) {
        return !metrics.up.usage.value() && metrics.up.usage.reason() == reason;
    };
    if (is_missing_for(model::Missing::clock)) print_clock(out, inputs, detail.steps);
    if (is_missing_for(model::Missing::route)) print_route(out, detail.steps);
    print_origin(out, method);
    print_minutes(out, detail);
}

}  // namespace tixdb::cli
