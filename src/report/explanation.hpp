// SPDX-License-Identifier: MIT
// One window's numbers, and everything they were computed from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/adaptive/adaptive.hpp"
#include "metrics/classic_trace.hpp"
#include "metrics/histogram.hpp"
#include "metrics/queueing_trace.hpp"
#include "metrics/regression.hpp"
#include "model/outbox_item.hpp"
#include "store/explain_store.hpp"
#include "store/result_figures.hpp"

namespace tixdb::report {

// A stored value, and the one that the same observations give now. There is no second one if the observations
// are gone or this program has another version of the method.
struct ComparedFigure {
    std::string_view name;
    store::FigureValue stored;
    std::optional<store::FigureValue> recomputed;

    [[nodiscard]] std::optional<bool> reproduced() const {
        if (!recomputed) return std::nullopt;
        return stored == *recomputed;
    }
};

// The observations of a window's reports.
struct ObservationCounts {
    std::int64_t received = 0;        // as received, all types
    std::int64_t short_probes = 0;    // of type S; only these enter the metrics
    std::int64_t distinct = 0;        // of those, each once
    std::int64_t recent = 0;          // of those, within the last ten minutes
    std::int64_t recent_copies = 0;   // of the short ones, within them
    std::int64_t recent_after_s = 0;  // recent: day_timestamp > this
};

struct HistogramBin {
    metrics::Bin bin;  // ns
    double density = 0;
    bool is_candidate = false;  // for the mode
    bool is_mode = false;
};

// The points through which the lines of a direction's Hurst estimates were drawn (metrics/hurst.hpp).
struct HurstDetail {
    std::int64_t series_length = 0;  // 0: too few observations
    std::vector<metrics::Point> rs_points;
    std::vector<metrics::Point> wavelet_points;
};

struct ClassicDetail {
    std::vector<HistogramBin> rtt_bins;
    std::vector<HistogramBin> up_bins;  // of the recent observations' one-way times
    std::vector<HistogramBin> down_bins;
    std::vector<metrics::ClassicMinute> minutes;
};

struct QueueingDetail {
    std::int64_t described = 0;  // observations: the recent ones but for those set aside and cut off
    std::int64_t described_first_s = 0;
    std::int64_t described_last_s = 0;
    std::int64_t session_observations = 0;  // of the last hour that the skew was looked for in
    metrics::QueueAnalysisTrace steps;
    std::vector<metrics::QueueingMinute> minutes;
};

// A window whose sketch the idle link's jitter was learned from.
struct KernelWindow {
    std::int64_t window_id = 0;
    std::optional<store::WindowBounds> bounds;
    std::optional<double> quartile_ms;  // as it was
    std::optional<model::Sketch> sketch;
};

struct AdaptiveDetail {
    metrics::WindowDetection detection;
    std::vector<metrics::AdaptiveMinute> minutes;  // none where observations are gone
    std::vector<KernelWindow> up_kernel;
    std::vector<KernelWindow> down_kernel;
    bool is_from_sketches = false;  // observations are gone: quality could not be told again
};

// The last slope that there was to carry on, used or not.
struct EarlierSkew {
    double skew_ms_per_s = 0;
    std::int64_t window_last_probe_s = 0;
};

// Where R0 was taken from, and what the current results say of it today.
struct BaselineOrigin {
    std::int64_t window_id = 0;
    bool is_own = false;  // the window's own base delay was the least
    std::optional<store::WindowBounds> bounds;
    // The least floor sum of the 24 hours by the current results. It differs from the one that was read if
    // results were added or changed since; `reprocess` would take that into account.
    std::optional<double> least_base_now_ms;
};

struct MethodExplanation {
    store::StoredResult result;
    std::vector<ComparedFigure> figures;
    // Why there is nothing to compare with; empty if there is.
    std::string not_recomputed;
    std::optional<HurstDetail> up_hurst;
    std::optional<HurstDetail> down_hurst;
    std::optional<ClassicDetail> classic;
    std::optional<QueueingDetail> queueing;
    std::optional<AdaptiveDetail> adaptive;
    std::optional<BaselineOrigin> baseline;
    std::optional<EarlierSkew> carried_skew;
    // Whether the result would read the same of earlier results today; nothing for a method that reads none,
    // and for another version of it.
    std::optional<bool> has_same_history;
    // queueing, where it was computed again: whether the window's latency is as it is stored.
    std::optional<bool> has_same_latency;

    // All figures are what the observations give; nothing if they were not recomputed.
    [[nodiscard]] std::optional<bool> reproduced() const;
};

struct Explanation {
    std::int64_t asked_for_s = 0;
    std::vector<store::WindowAt> other_windows;  // that contain the time too
    store::WindowRow window;
    std::vector<store::ReportRow> reports;
    std::vector<store::LateReportRow> late_reports;  // of the session
    bool is_pruned = false;                          // observations of the window's reports are gone
    std::optional<ObservationCounts> observations;   // nothing if pruned
    std::vector<ComparedFigure> figures;             // the window's own: its counts and bounds
    std::vector<MethodExplanation> methods;
    std::vector<store::SupersededResult> superseded_results;
    std::vector<model::OutboxItem> outbox;  // under the window's last_probe_s, oldest first
};

}  // namespace tixdb::report
