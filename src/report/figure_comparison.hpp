// SPDX-License-Identifier: MIT
// Compares stored figures with recomputed ones.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/observation.hpp"
#include "model/result.hpp"
#include "report/explanation.hpp"

namespace tixdb::report {

// The method's columns and `parameters`, without recomputed values.
[[nodiscard]] std::vector<ComparedFigure> stored_figures(const store::StoredResult& stored);

// The same, with what was computed now.
[[nodiscard]] std::vector<ComparedFigure> compared_figures(const store::StoredResult& stored,
                                                           const model::WindowMetrics& recomputed);

// A window's bounds and counts. probes: the distinct short probes of its reports, null if they are gone.
[[nodiscard]] std::vector<ComparedFigure> compared_window_figures(
    const store::WindowRow& window, std::span<const store::ReportRow> reports,
    const std::vector<model::Observation>* probes);

}  // namespace tixdb::report
