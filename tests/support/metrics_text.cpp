// SPDX-License-Identifier: MIT

#include "support/metrics_text.hpp"

#include <array>
#include <charconv>

#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"
#include "support/made_sessions.hpp"

namespace tixdb::test {
namespace {

std::string exact(double value) {
    std::array<char, 64> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::hex).ptr;
    return {buffer.data(), end};
}

std::string exact(const model::Metric& metric) {
    return metric.value() ? exact(*metric.value()) : std::string(name_of(metric.reason()));
}

template <typename Number>
std::string exact(const std::optional<Number>& value) {
    return value ? exact(static_cast<double>(*value)) : "none";
}

std::string exact_direction(const std::string& name, const model::DirectionMetrics& direction) {
    return name + " usage " + exact(direction.usage) + " quality " + exact(direction.quality) + " rs " +
           exact(direction.hurst_rs) + " wavelet " + exact(direction.hurst_wavelet) + " mode " +
           exact(direction.mode_ns) + " threshold " + exact(direction.threshold_ns) + " busy " +
           exact(direction.busy_share) + "\n";
}

std::string exact_inputs(const model::QueueingInputs& inputs) {
    std::string text = "impossible " + std::to_string(inputs.impossible) + " short " +
                       std::to_string(inputs.short_trips) + " dips " + std::to_string(inputs.dips) +
                       " cut off " + std::to_string(inputs.cut_off) + " skew " + exact(inputs.skew_ms_per_s) +
                       " " + (inputs.skew_source ? std::string(name_of(*inputs.skew_source)) : "none") +
                       " horizon " + exact(inputs.skew_horizon_min) + " shortfall " +
                       exact(inputs.shortfall_ms) + (inputs.held ? " held" : "") + " skipped " +
                       inputs.skipped_direction + " base " + exact(inputs.base_ms) + " floor sum " +
                       exact(inputs.floor_sum_ms) + " baseline " + exact(inputs.baseline_ms) + " since " +
                       exact(inputs.since_s) + " standing " + exact(inputs.standing_ms) + " " +
                       inputs.standing_direction + "\n";
    for (const model::QueueingShift& shift : inputs.shifts) {
        text += "shift at " + std::to_string(shift.at_s) + " up " + exact(shift.up_ms) + " down " +
                exact(shift.down_ms) + "\n";
    }
    return text;
}

}  // namespace

std::string exact_text(const model::WindowMetrics& metrics) {
    std::string text = std::string(name_of(metrics.method)) + " " + std::to_string(metrics.method_version) +
                       " " + metrics.parameters_json + " recent " +
                       std::to_string(metrics.recent_observations) + " minutes " +
                       std::to_string(metrics.minutes) + " rtt " + exact(metrics.rtt_mode_ns) + " anchors " +
                       exact(metrics.clock_anchors) + "\n";
    text += exact_direction("up", metrics.up) + exact_direction("down", metrics.down);
    if (metrics.queueing) text += exact_inputs(*metrics.queueing);
    return text;
}

std::string exact_text_of_made_sessions() {
    std::string text;
    for (const std::string& name : made_session_names()) {
        const MadeSession session = load_made_session(name);
        for (const MadeWindow& window : session.windows) {
            text += "# " + name + "\n" + exact_text(metrics::classic(session.in(window)));
            text += exact_text(metrics::queueing(session.in(window), window.history, {}));
        }
    }
    return text;
}

}  // namespace tixdb::test
