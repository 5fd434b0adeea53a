// SPDX-License-Identifier: MIT

#include "cli/commands/explain/adaptive_json.hpp"

#include "cli/commands/explain/adaptive_text.hpp"
#include "cli/frame/nullable.hpp"
#include "metrics/adaptive/mixture.hpp"

namespace tixdb::cli {
namespace {

using metrics::sketch_scale;
using nlohmann::ordered_json;

ordered_json kernel_json(const std::vector<report::KernelWindow>& kernel) {
    ordered_json list = ordered_json::array();
    for (const report::KernelWindow& window : kernel) {
        list.push_back(
            {{"window_id", window.window_id},
             {"last_s", window.bounds ? ordered_json(window.bounds->last_probe_s) : ordered_json()},
             {"quartile_ms", nullable(window.quartile_ms)}});
    }
    return list;
}

ordered_json jitter_json(const metrics::IdleLink& idle) {
    if (idle.not_learned == model::Missing::no_history) return nullptr;
    return {{"p10_ms", metrics::point_of(idle.jitter, 0.1)},
            {"p50_ms", metrics::point_of(idle.jitter, 0.5)},
            {"p90_ms", metrics::point_of(idle.jitter, 0.9)},
            {"p99_ms", metrics::point_of(idle.jitter, 0.99)},
            {"share_above_epsilon", idle.share_above_epsilon}};
}

ordered_json bins_json(const model::Sketch& sketch, const metrics::FittedMixture& fitted) {
    const auto probes = static_cast<double>(metrics::probes_in(sketch));
    ordered_json list = ordered_json::array();
    for (std::size_t b = 0; b < sketch.size(); ++b) {
        if (sketch[b] == 0) continue;
        const double expected = probes * fitted.expected[b];
        const double p_busy = fitted.busy_probabilities[b];
        list.push_back({{"from_ms", sketch_scale().edges_ms[b]},
                        {"to_ms", sketch_scale().edges_ms[b + 1]},
                        {"probes", sketch[b]},
                        {"expected_idle", expected * (1 - p_busy)},
                        {"expected_busy", expected * p_busy},
                        {"p_busy", p_busy}});
    }
    return list;
}

ordered_json weights_json(const metrics::FittedMixture& fitted) {
    ordered_json idle = ordered_json::array();
    ordered_json busy = ordered_json::array();
    for (std::size_t k = 0; k < fitted.components.idle; ++k) {
        idle.push_back({{"moved_bins", static_cast<int>(k) - 1}, {"weight", fitted.weights[k]}});
    }
    for (std::size_t k = 0; k < fitted.components.wait_bins.size(); ++k) {
        busy.push_back({{"mean_wait_ms", sketch_scale().edges_ms[fitted.components.wait_bins[k]]},
                        {"weight", fitted.weights[fitted.components.idle + k]}});
    }
    return {{"idle", idle}, {"busy", busy}};
}

ordered_json direction_json(const metrics::DirectionDetection& detection,
                            const model::AdaptiveDirection& stored,
                            const std::vector<report::KernelWindow>& kernel) {
    const auto& not_learned = detection.idle.not_learned;
    ordered_json object = {
        {"not_learned", not_learned ? ordered_json(name_of(*not_learned)) : ordered_json()}};
    object["kernel"] = kernel_json(kernel);
    object["jitter"] = jitter_json(detection.idle);
    if (not_learned || !stored.sketch) return object;
    const metrics::FittedMixture& fitted = detection.fitted;
    object["spread_ms"] = nullable(detection.idle.spread_ms);
    object["least_wait_ms"] = sketch_scale().edges_ms[detection.idle.least_wait_bin];
    object["bins"] = bins_json(*stored.sketch, fitted);
    object["weights"] = weights_json(fitted);
    object["share"] = fitted.share;
    object["likelihood_bits"] = fitted.likelihood;
    object["loss_at_detection_bits"] = nullable(fitted.detection_loss);
    object["largest_loss_bits"] = metrics::kLargestLossBits;
    object["low"] = fitted.low;
    object["low_with_wider_jitter"] =
        detection.guarded ? ordered_json(detection.guarded->low) : ordered_json();
    object["far_wait_ms"] = detection.far_wait_ms;
    object["far_share"] = detection.far_share;
    object["state"] = name_of(detection.state);
    object["in_words"] = state_in_words(stored);
    return object;
}

}  // namespace

ordered_json adaptive_json(const report::MethodExplanation& method) {
    if (!method.adaptive || !method.result.metrics.adaptive->up.sketch) return nullptr;
    const report::AdaptiveDetail& detail = *method.adaptive;
    const model::AdaptiveFindings& findings = *method.result.metrics.adaptive;
    ordered_json minutes = ordered_json::array();
    for (const metrics::AdaptiveMinute& minute : detail.minutes) {
        minutes.push_back({{"start_s", minute.start_s},
                           {"observations", minute.observations},
                           {"up_busy", minute.up_busy},
                           {"down_busy", minute.down_busy}});
    }
    return {{"history_windows", findings.history_windows},
            {"from_sketches", detail.is_from_sketches},
            {"both_showed_waiting", detail.detection.have_both_waited},
            {"up", direction_json(detail.detection.up, findings.up, detail.up_kernel)},
            {"down", direction_json(detail.detection.down, findings.down, detail.down_kernel)},
            {"minutes", minutes}};
}

}  // namespace tixdb::cli
