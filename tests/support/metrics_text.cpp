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
    return "skew " + exact(inputs.skew_ms_per_s) + " " + std::string(name_of(inputs.skew_source.value())) +
           " horizon " + exact(inputs.skew_horizon_min) + " base " + exact(inputs.base_ms) + " baseline " +
           exact(inputs.baseline_ms) + " standing " + exact(inputs.standing_ms) + " " +
           inputs.standing_direction + " step " + (inputs.clock_step ? "yes" : "no") + "\n";
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
