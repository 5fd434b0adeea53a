// SPDX-License-Identifier: MIT
// From sketches to usage, low, state and ceiling of both directions, docs/methods.md#adaptive, steps 2 to 8.
#pragma once

#include <optional>
#include <vector>

#include "metrics/adaptive/components.hpp"
#include "metrics/adaptive/kernel.hpp"
#include "model/adaptive.hpp"

namespace tixdb::metrics {

// What one direction of a window is judged by. References must outlive the call.
struct DirectionEvidence {
    const model::Sketch& sketch;               // not empty
    std::vector<const model::Sketch*> kernel;  // in the order of kernel_of(); none: too few windows
    double epsilon_ms = 0;
    double queueing_usage = 0;  // counts where nothing was learned
    std::optional<double> link_mbps;
};

// The mixture that a sketch was explained as, bin by bin and component by component.
struct FittedMixture {
    Components components;
    std::vector<double> weights;
    double share = 0;                      // U
    double likelihood = 0;                 // l*, in bits
    std::optional<double> detection_loss;  // l* - l(0.01), in bits; none where U <= 0.01
    double low = 0;
    Shares expected{};            // f
    Shares busy_probabilities{};  // of a probe in the bin that it waited
};

struct DirectionDetection {
    IdleLink idle;
    double usage = 0;
    // Only where idle.not_learned is empty:
    FittedMixture fitted;
    std::optional<FittedMixture> guarded;  // with the wider idle family, where both directions showed waiting
    double low = 0;
    model::DetectionState state = model::DetectionState::none;
    double far_wait_ms = 0;         // max(8 s, 4 ms): longer waits cannot be grown jitter
    double far_share = 0;           // of the busy weight, that with such waits
    std::optional<double> ceiling;  // where the link's rate is known
};

struct WindowDetection {
    DirectionDetection up;
    DirectionDetection down;
    bool have_both_waited = false;
};

// Pure and thread-safe.
[[nodiscard]] WindowDetection detected(const DirectionEvidence& up, const DirectionEvidence& down);

}  // namespace tixdb::metrics
