// SPDX-License-Identifier: MIT

#include "metrics/adaptive/detection.hpp"

#include <algorithm>

#include "metrics/adaptive/exponential_waits.hpp"
#include "metrics/adaptive/mixture.hpp"

namespace tixdb::metrics {
namespace {

using model::DetectionState;

constexpr double kFarSpreads = 8;
constexpr double kLeastFarMs = 4;
// A 1500-byte packet takes 12 ms at 1 Mb/s; a ceiling looks for a quarter of it.
constexpr double kQuarterPacketMsMbps = 3;

FittedMixture fit(const DirectionEvidence& evidence, const IdleLink& idle, IdleFamily family) {
    FittedMixture fitted;
    fitted.components = components_of(idle.jitter, idle.least_wait_bin, family);
    const Mixture mixture(fitted.components, evidence.sketch);
    fitted.weights = mixture.weights();
    fitted.share = mixture.share();
    fitted.likelihood = mixture.likelihood();
    if (fitted.share > kDetection) {
        fitted.detection_loss = mixture.likelihood() - mixture.likelihood_at(kDetection);

        if (*fitted.detection_loss > kLargestLossBits) fitted.low = least_possible(mixture);
    }
    fitted.expected = mixture.expected();
    fitted.busy_probabilities = mixture.busy_probabilities();
    return fitted;
}

DirectionDetection first_look(const DirectionEvidence& evidence) {
    DirectionDetection detection;
    detection.idle = idle_link(evidence.kernel, evidence.epsilon_ms);
    detection.usage = evidence.queueing_usage;
    if (detection.idle.not_learned) return detection;
    detection.fitted = fit(evidence, detection.idle, IdleFamily::ordinary);
    detection.low = detection.fitted.low;
    return detection;
}

bool shows_waiting(const DirectionDetection& detection) {
    return detection.idle.not_learned ? detection.usage > kDetection : detection.low > 0;
}

void guard(DirectionDetection& detection, const DirectionEvidence& evidence) {
    if (detection.idle.not_learned) return;
    detection.guarded = fit(evidence, detection.idle, IdleFamily::wide);
    detection.low = std::min(detection.low, detection.guarded->low);
}

// The bin whose lower edge the shortest wait is that hides behind a link's rate.
std::size_t hidden_wait_bin(double link_mbps) {
    const double longest_ms = std::max(kQuarterPacketMsMbps / link_mbps, sketch_scale().edges_ms[1]);
    std::size_t bin = 1;
    while (bin < kLastWaitBin && sketch_scale().edges_ms[bin + 1] <= longest_ms) ++bin;
    return bin;
}

void take_state(DirectionDetection& detection) {
    const FittedMixture& fitted = detection.fitted;
    detection.far_wait_ms = std::max(kFarSpreads * *detection.idle.spread_ms, kLeastFarMs);
    double busy = 0;
    double far = 0;
    for (std::size_t k = 0; k < fitted.components.wait_bins.size(); ++k) {
        const double weight = fitted.weights[fitted.components.idle + k];
        busy += weight;
        const double wait_ms = sketch_scale().edges_ms[fitted.components.wait_bins[k]];
        if (wait_ms >= detection.far_wait_ms) far += weight;
    }
    detection.far_share = busy > 0 ? far / busy : 0;
    detection.usage = 0;
    if (detection.low == 0) return;
    detection.usage = fitted.share;
    detection.state = far >= busy / 2 ? DetectionState::clear : DetectionState::weak;
}

void conclude(DirectionDetection& detection, const DirectionEvidence& evidence) {
    if (detection.idle.not_learned) return;
    take_state(detection);
    if (!evidence.link_mbps) return;
    const Components components =
        components_of(detection.idle.jitter, hidden_wait_bin(*evidence.link_mbps), IdleFamily::ordinary);
    detection.ceiling = largest_possible(Mixture(components, evidence.sketch));
}

}  // namespace

WindowDetection detected(const DirectionEvidence& up, const DirectionEvidence& down) {
    WindowDetection window{first_look(up), first_look(down)};
    window.have_both_waited = shows_waiting(window.up) && shows_waiting(window.down);
    if (window.have_both_waited) {
        guard(window.up, up);
        guard(window.down, down);
    }
    conclude(window.up, up);
    conclude(window.down, down);
    return window;
}

}  // namespace tixdb::metrics
