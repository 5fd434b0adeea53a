// SPDX-License-Identifier: MIT
// Compares the usage in results with the true usage, experiment by experiment.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/score.hpp"
#include "report/true_usage.hpp"
#include "store/evaluation_reader.hpp"

namespace tixdb::report {

// A window and direction whose true usage is known.
struct EvaluatedWindow {
    std::string experiment;
    Direction direction = Direction::down;
    store::WindowUsage window;
    double expected = 0;
    std::optional<double> usage;  // as stored; none: the result has no value
    store::SeenLoad seen{};
};

[[nodiscard]] std::vector<EvaluatedWindow> evaluated_windows(const std::string& experiment,
                                                             std::span<const store::WindowUsage> windows,
                                                             const TrueUsage& truth);

// One line of the table.
struct EvaluationRow {
    std::string experiment;  // kAllExperiments: all together
    Direction direction = Direction::down;
    std::string method;
    std::int64_t missing = 0;  // windows of known usage whose result has no value
    Score score;
};

inline constexpr const char* kAllExperiments = "all";
// The score of a method that always answers 0.5: one that is not better knows nothing.
inline constexpr const char* kConstantGuess = "always_0.5";

// One row per experiment in the order of windows, and one for all together if there are several; per
// direction, down first; per method, and the constant guess over the windows that the methods are scored on.
[[nodiscard]] std::vector<EvaluationRow> evaluate(std::span<const EvaluatedWindow> windows);

}  // namespace tixdb::report
