// SPDX-License-Identifier: MIT

#include "cli/commands/explain/method_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/explain/adaptive_text.hpp"
#include "cli/commands/explain/queueing_text.hpp"
#include "cli/frame/output.hpp"
#include "cli/stages/reprocess_hint.hpp"

namespace tixdb::cli {
namespace {

// Reasons stand above the table, in words; sketches and kernels in tables of their own.
bool is_said_elsewhere(std::string_view name) {
    return name == "reason" || name.ends_with("_sketch") || name.ends_with("_kernel_windows");
}

// figures and cells are the same alternatives.
Cell cell(const store::FigureValue& value) {
    return value;
}

std::string yes_or_no(bool value) {
    return value ? "yes" : "no";
}

// "up_usage:too_short;…" as "up_usage (too_short), …".
std::string reasons_text(std::string_view reasons) {
    std::string text;
    for (const char c : reasons) {
        if (c == ':') {
            text += " (";
        } else if (c == ';') {
            text += "), ";
        } else {
            text += c;
        }
    }
    return text + ")";
}

// Whether earlier results say the same today, and what takes it in if not; nothing for a method that reads
// none.
void print_history(std::ostream& out, const store::WindowRow& window,
                   const report::MethodExplanation& method) {
    if (method.has_same_history) out << "history: " << history_text(window, method) << '\n';
}

void print_reasons(std::ostream& out, const store::StoredResult& result) {
    const std::string reasons = model::reasons_of(result.metrics);
    if (!reasons.empty()) out << fmt::format("missing, and why: {}\n", escaped(reasons_text(reasons)));
}

void print_histogram(std::ostream& out, std::string_view title,
                     const std::vector<report::HistogramBin>& bins) {
    if (bins.empty()) return;
    out << fmt::format("\n{}\n", title);
    const auto writer =
        make_row_writer({}, out, "bins", {"bin", "min_ns", "max_ns", "count", "density", "mode"});
    std::int64_t number = 0;
    for (const report::HistogramBin& b : bins) {
        writer->row({++number, b.bin.min, b.bin.max, static_cast<std::int64_t>(b.bin.count), b.density,
                     std::string(b.is_mode        ? "the mode"
                                 : b.is_candidate ? "candidate"
                                                  : "")});
    }
    writer->finish();
}

// One line per x: "0.778  0.412 0.398 0.441".
void print_points(std::ostream& out, std::string_view title, const std::vector<metrics::Point>& points) {
    out << fmt::format("\n{}\n", title);
    for (std::size_t i = 0; i < points.size();) {
        std::string line = fmt::format("{:.4f} ", points[i].x);
        const double x = points[i].x;
        for (; i < points.size() && points[i].x == x; ++i) line += fmt::format(" {:.4f}", points[i].y);
        out << line << '\n';
    }
    if (points.empty()) out << "none: the series is constant\n";
}

void print_hurst(std::ostream& out, std::string_view direction,
                 const std::optional<report::HurstDetail>& hurst) {
    if (!hurst) return;
    if (hurst->series_length == 0) {
        out << fmt::format("\n{} Hurst: too few observations\n", direction);
        return;
    }
    print_points(out,
                 fmt::format("{} rescaled range over the last {}: log10 lag, log10 R/S of each block",
                             direction, hurst->series_length),
                 hurst->rs_points);
    print_points(out,
                 fmt::format("{} wavelet energies over the last {}: octave, (log2 energy + octave) / 2",
                             direction, hurst->series_length),
                 hurst->wavelet_points);
}

void print_classic(std::ostream& out, const report::ClassicDetail& detail) {
    if (detail.rtt_bins.empty()) return;
    out << "\nminutes with at least 30 recent observations; they count for quality if both usages have a "
           "value\n";
    const auto writer = make_row_writer(
        {}, out, "minutes",
        {"minute", "observations", "counts", "up_usage", "down_usage", "up_congested", "down_congested"});
    for (const metrics::ClassicMinute& minute : detail.minutes) {
        writer->row({iso_of_s(minute.start_s), minute.observations, yes_or_no(minute.counts()),
                     cell_of(minute.up_usage), cell_of(minute.down_usage), yes_or_no(minute.up_congested),
                     yes_or_no(minute.down_congested)});
    }
    writer->finish();
    print_histogram(out, "histogram of all round trips; the first bin's are the clock's anchors",
                    detail.rtt_bins);
    print_histogram(out, "histogram of the recent upstream times", detail.up_bins);
    print_histogram(out, "histogram of the recent downstream times", detail.down_bins);
}

}  // namespace

std::string history_text(const store::WindowRow& window, const report::MethodExplanation& method) {
    if (method.has_same_history.value_or(true)) return "earlier results say the same today";
    return fmt::format("earlier results say something else today; `{}` takes it in",
                       reprocess_command(window.installation, window.last_probe_s, window.last_probe_s + 1));
}

void print_figures(std::ostream& out, const std::vector<report::ComparedFigure>& figures) {
    const auto writer = make_row_writer({}, out, "figures", {"figure", "stored", "recomputed", "reproduced"});
    for (const report::ComparedFigure& figure : figures) {
        const auto reproduced = figure.reproduced();
        const bool is_empty = std::holds_alternative<std::monostate>(figure.stored) &&
                              (!figure.recomputed || reproduced.value_or(false));
        const bool is_said = is_said_elsewhere(figure.name) && reproduced.value_or(true);
        if (is_empty || is_said) continue;
        writer->row({std::string(figure.name), cell(figure.stored),
                     figure.recomputed ? cell(*figure.recomputed) : Cell{},
                     reproduced ? yes_or_no(*reproduced) : std::string("-")});
    }
    writer->finish();
}

void print_method(std::ostream& out, const store::WindowRow& window,
                  const report::MethodExplanation& method) {
    const store::StoredResult& result = method.result;
    const auto reproduced = method.reproduced();
    out << fmt::format("\n{}, version {}, computed {}{}, publishing: {}\n", model::name_of(result.method()),
                       result.metrics.method_version, iso_of_s(result.computed_ms / 1000),
                       result.run_id ? fmt::format(" by run {}", *result.run_id) : "",
                       model::name_of(result.decision));
    out << (reproduced ? fmt::format("reproduced: {}\n", yes_or_no(*reproduced))
                       : fmt::format("not recomputed: {}\n", method.not_recomputed));
    print_history(out, window, method);
    print_reasons(out, result);
    print_figures(out, method.figures);
    if (result.method() == model::Method::queueing) print_queueing(out, method);
    if (result.method() == model::Method::adaptive) print_adaptive(out, method);
    if (method.classic) print_classic(out, *method.classic);
    print_hurst(out, "upstream", method.up_hurst);
    print_hurst(out, "downstream", method.down_hurst);
}

}  // namespace tixdb::cli
