// SPDX-License-Identifier: MIT
// What `adaptive` says beyond usage beside the truth: states, lower bounds and ceilings.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/evaluation.hpp"

namespace tixdb::report {

// A bound holds that is at most so much on the wrong side of the truth.
inline constexpr double kBoundTolerance = 0.01;

// The windows of one state, of known truth and with a usage.
struct StateRow {
    std::string experiment;  // kAllExperiments: all together
    Direction direction = Direction::down;
    std::string state;  // none, weak, clear, not_learned; all
    std::int64_t windows = 0;
    std::int64_t loaded = 0;  // of those, windows with a true usage above 0.01: probes are traffic too
    std::optional<double> mae;
    std::optional<double> queueing_mae;  // of `queueing` for the same windows
    std::optional<double> bias;
    std::optional<double> low_holds;         // share of windows with a low whose truth is not below it
    std::optional<double> low_holds_loaded;  // the same of loaded ones
    std::optional<double> ceiling_holds;
    std::optional<double> ceiling_median;
};

// Per experiment, and for all together if there are several; per direction, down first; per state that
// occurs. Of other methods only the error of `queueing` is told beside.
[[nodiscard]] std::vector<StateRow> evaluate_states(std::span<const EvaluatedWindow> windows);

}  // namespace tixdb::report
