// SPDX-License-Identifier: MIT

#include "cli/commands/explain/adaptive_text.hpp"

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "base/time_text.hpp"
#include "cli/frame/output.hpp"
#include "metrics/adaptive/mixture.hpp"

namespace tixdb::cli {
namespace {

using metrics::sketch_scale;

struct DirectionText {
    std::string_view name;
    const metrics::DirectionDetection& detection;
    const model::AdaptiveDirection& stored;
    const std::vector<report::KernelWindow>& kernel;
};

void print_kernel(std::ostream& out, const DirectionText& direction) {
    if (direction.kernel.empty()) return;
    out << "windows taken for idle\n";
    const auto writer = make_row_writer({}, out, "kernel", {"window_end", "upper_quartile_ms", "window_id"});
    for (const report::KernelWindow& window : direction.kernel) {
        writer->row({window.bounds ? Cell(iso_of_s(window.bounds->last_probe_s)) : Cell{},
                     cell_of(window.quartile_ms), window.window_id});
    }
    writer->finish();
}

void print_jitter(std::ostream& out, const metrics::IdleLink& idle) {
    if (idle.not_learned == model::Missing::no_history) return;
    std::string points;
    for (const auto& [p, name] : {std::pair(0.1, "10 %"), {0.5, "50 %"}, {0.9, "90 %"}, {0.99, "99 %"}}) {
        points += fmt::format("{}{} below {:.2f} ms", points.empty() ? "" : ", ", name,
                              metrics::point_of(idle.jitter, p));
    }
    out << fmt::format("idle jitter: {}; {:.1f} % above epsilon\n", points, 100 * idle.share_above_epsilon);
}

void print_bins(std::ostream& out, const DirectionText& direction) {
    const metrics::FittedMixture& fitted = direction.detection.fitted;
    const model::Sketch& sketch = *direction.stored.sketch;
    const auto probes = static_cast<double>(metrics::probes_in(sketch));
    out << "waits, and how many the mixture expects\n";
    const auto writer = make_row_writer(
        {}, out, "waits", {"from_ms", "to_ms", "probes", "expected_idle", "expected_busy", "p_busy"});
    for (std::size_t b = 0; b < sketch.size(); ++b) {
        if (sketch[b] == 0) continue;
        const double expected = probes * fitted.expected[b];
        const double p_busy = fitted.busy_probabilities[b];
        writer->row(
            {fmt::format("{:.2f}", sketch_scale().edges_ms[b]),
             b + 1 < sketch.size() ? fmt::format("{:.2f}", sketch_scale().edges_ms[b + 1]) : std::string("-"),
             std::int64_t{sketch[b]}, fmt::format("{:.1f}", expected * (1 - p_busy)),
             fmt::format("{:.1f}", expected * p_busy), fmt::format("{:.3f}", p_busy)});
    }
    writer->finish();
}

// "0.7 times 0.02, 1 times 0.90, …" and "1.3 ms 0.00, …", leaving out what has no weight.
void print_weights(std::ostream& out, const metrics::FittedMixture& fitted) {
    static constexpr std::array kScales = {"0.7", "1", "1.4", "2", "2.8", "4"};
    constexpr double kShown = 0.0005;
    std::string idle;
    for (std::size_t k = 0; k < fitted.components.idle; ++k) {
        if (fitted.weights[k] < kShown) continue;
        idle += fmt::format("{}{} times {:.3f}", idle.empty() ? "" : ", ", kScales.at(k), fitted.weights[k]);
    }
    std::string busy;
    for (std::size_t k = 0; k < fitted.components.wait_bins.size(); ++k) {
        const double weight = fitted.weights[fitted.components.idle + k];
        if (weight < kShown) continue;
        busy += fmt::format("{}{:.1f} ms {:.3f}", busy.empty() ? "" : ", ",
                            sketch_scale().edges_ms[fitted.components.wait_bins[k]], weight);
    }
    out << fmt::format("weights, idle by the jitter's scale: {}\n", idle.empty() ? "none" : idle);
    out << fmt::format("weights, busy by the mean wait: {}\n", busy.empty() ? "none" : busy);
}

void print_bounds(std::ostream& out, const DirectionText& direction) {
    const metrics::DirectionDetection& detection = direction.detection;
    const metrics::FittedMixture& fitted = detection.fitted;
    out << fmt::format("share that waited {:.4f}, likelihood {:.1f} bits; ", fitted.share, fitted.likelihood);
    out << (fitted.detection_loss ? fmt::format("1 % of load would lose {:.1f} bits, {} are allowed\n",
                                                *fitted.detection_loss, metrics::kLargestLossBits)
                                  : std::string("not above the 1 % that can be told\n"));
    out << fmt::format("low {:.4f}", fitted.low);
    if (detection.guarded) {
        out << fmt::format("; both directions showed waiting: with a wider jitter {:.4f}",
                           detection.guarded->low);
    }
    out << fmt::format("\nof the busy weight {:.1f} % waits {:.1f} ms and more\n", 100 * detection.far_share,
                       detection.far_wait_ms);
}

void print_direction(std::ostream& out, std::int64_t history_windows, const DirectionText& direction) {
    const metrics::IdleLink& idle = direction.detection.idle;
    out << fmt::format("\n{}: ", direction.name);
    if (idle.not_learned == model::Missing::no_history) {
        out << fmt::format("not learned, {} of {} windows\n", history_windows, metrics::kLeastHistoryWindows);
    } else if (idle.not_learned) {
        out << "not learned, the quietest windows hold waits that epsilon calls busy, or jitter of seconds\n";
    } else {
        out << state_in_words(direction.stored) << "\n";
    }
    out << fmt::format("history: {} windows\n", history_windows);
    print_kernel(out, direction);
    print_jitter(out, idle);
    if (idle.not_learned) return;
    out << fmt::format("s {:.2f} ms, the shortest wait told from it {:.2f} ms\n", idle.spread_ms.value_or(0),
                       sketch_scale().edges_ms[idle.least_wait_bin]);
    print_bins(out, direction);
    print_weights(out, direction.detection.fitted);
    print_bounds(out, direction);
}

void print_adaptive_minutes(std::ostream& out, const report::AdaptiveDetail& detail) {
    if (detail.minutes.empty()) return;
    const bool has_learned = !detail.detection.up.idle.not_learned || !detail.detection.down.idle.not_learned;
    if (!has_learned) return;
    out << "\nminutes with at least 30 probes; congested if the mean probability that they waited exceeds a "
           "half\n";
    const auto writer =
        make_row_writer({}, out, "minutes", {"minute", "observations", "up_busy", "down_busy"});
    const auto busy = [](const metrics::DirectionDetection& direction, double share) {
        return direction.idle.not_learned ? Cell{} : Cell(fmt::format("{:.3f}", share));
    };
    for (const metrics::AdaptiveMinute& minute : detail.minutes) {
        writer->row({iso_of_s(minute.start_s), minute.observations, busy(detail.detection.up, minute.up_busy),
                     busy(detail.detection.down, minute.down_busy)});
    }
    writer->finish();
}

std::string nothing_seen(const model::AdaptiveDirection& direction) {
    const std::string hidden = direction.ceiling.value()
                                   ? fmt::format("up to {:.2f} could hide", *direction.ceiling.value())
                                   : std::string("how much could hide is not known without the link's rate");
    std::string words = fmt::format("none: no load seen, below detection on this link ({})", hidden);
    // Where both directions showed waiting, this one did.
    if (direction.guarded && direction.share) {
        words += fmt::format(
            "; the waits of both directions could be jitter that grew: if they are not, usage is {:.2f}",
            *direction.share);
    }
    return words;
}

}  // namespace

std::string state_in_words(const model::AdaptiveDirection& direction) {
    if (!direction.state) return "";
    switch (*direction.state) {
        case model::DetectionState::none:
            return nothing_seen(direction);
        case model::DetectionState::weak:
            return "weak: load seen, but it could be jitter alone, if that grew beyond four times";
        case model::DetectionState::clear:
            return "clear: load seen";
    }
    return "";
}

void print_adaptive(std::ostream& out, const report::MethodExplanation& method) {
    if (!method.adaptive || !method.result.metrics.adaptive->up.sketch) return;
    const report::AdaptiveDetail& detail = *method.adaptive;
    const model::AdaptiveFindings& findings = *method.result.metrics.adaptive;
    if (detail.is_from_sketches) {
        out << "computed again from the stored sketches, since observations are pruned; quality is taken "
               "over where "
               "load was seen\n";
    }
    print_direction(out, findings.history_windows,
                    {"upstream", detail.detection.up, findings.up, detail.up_kernel});
    print_direction(out, findings.history_windows,
                    {"downstream", detail.detection.down, findings.down, detail.down_kernel});
    print_adaptive_minutes(out, detail);
}

}  // namespace tixdb::cli
