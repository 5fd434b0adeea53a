// Lays stored figures beside recomputed ones.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/observation.hpp"
#include "model/result.hpp"
#include "report/explanation.hpp"

namespace tixdb::report {

// Nothing beside them.
[[nodiscard]] std::vector<ComparedFigure> stored_figures(std::span<const store::Figure> stored);

// The method's own columns, and `parameters`.
[[nodiscard]] std::vector<ComparedFigure> compared_figures(const store::StoredResult& stored,
                                                           const model::WindowMetrics& recomputed);

// A window's bounds and counts. probes: the distinct short probes of its reports, null if they are gone.
[[nodiscard]] std::vector<ComparedFigure> compared_window_figures(
    const store::WindowRow& window, std::span<const store::ReportRow> reports,
    const std::vector<model::Observation>* probes);

// Nothing if there is no number under that name.
[[nodiscard]] std::optional<double> real_of(std::span<const store::Figure> figures, std::string_view name);

}  // namespace tixdb::report
