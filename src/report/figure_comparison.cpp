// SPDX-License-Identifier: MIT

#include "report/figure_comparison.hpp"

#include "store/result_figures.hpp"

namespace tixdb::report {
namespace {

ComparedFigure compared(std::string_view name, std::int64_t stored, std::optional<std::int64_t> recomputed) {
    ComparedFigure figure{name, stored, std::nullopt};
    if (recomputed) figure.recomputed = *recomputed;
    return figure;
}

}  // namespace

std::vector<ComparedFigure> stored_figures(const store::StoredResult& stored) {
    std::vector<ComparedFigure> figures;
    figures.push_back({"parameters", stored.metrics.parameters_json, std::nullopt});
    for (const store::Figure& figure : store::figures_of(stored.metrics)) {
        figures.push_back({figure.name, figure.value, std::nullopt});
    }
    return figures;
}

std::vector<ComparedFigure> compared_figures(const store::StoredResult& stored,
                                             const model::WindowMetrics& recomputed) {
    const std::vector<store::Figure> was = store::figures_of(stored.metrics);
    const std::vector<store::Figure> now = store::figures_of(recomputed);
    std::vector<ComparedFigure> figures;
    figures.push_back({"parameters", stored.metrics.parameters_json, recomputed.parameters_json});
    for (std::size_t i = 0; i < now.size(); ++i) {
        figures.push_back({now[i].name, was.at(i).value, now[i].value});
    }
    return figures;
}

std::vector<ComparedFigure> compared_window_figures(const store::WindowRow& window,
                                                    std::span<const store::ReportRow> reports,
                                                    const std::vector<model::Observation>* probes) {
    std::int64_t observations = 0;
    for (const store::ReportRow& report : reports) observations += report.observation_count;
    std::optional<std::int64_t> distinct;
    std::optional<std::int64_t> first_s;
    std::optional<std::int64_t> last_s;
    if (probes != nullptr) distinct = static_cast<std::int64_t>(probes->size());
    if (probes != nullptr && !probes->empty()) {
        first_s = probes->front().day_timestamp_s;
        last_s = probes->back().day_timestamp_s;
    }
    return {
        compared("reports", window.reports, static_cast<std::int64_t>(reports.size())),
        compared("observations", window.observations, observations),
        compared("distinct_observations", window.distinct_observations, distinct),
        compared("first_s", window.first_probe_s, first_s),
        compared("last_s", window.last_probe_s, last_s),
    };
}

}  // namespace tixdb::report
