// SPDX-License-Identifier: MIT

#include "store/result_figures.hpp"

#include "store/result_columns.hpp"
#include "store/shifts_text.hpp"
#include "store/sketch_blob.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

FigureValue figure(std::int64_t value) {
    return value;
}

FigureValue figure(double value) {
    return value;
}

FigureValue figure(bool value) {
    return std::int64_t{value ? 1 : 0};
}

FigureValue figure(const std::string& text) {
    if (text.empty()) return {};
    return text;
}

FigureValue figure(const model::Metric& metric) {
    if (!metric.value()) return {};
    return *metric.value();
}

FigureValue figure(model::SkewSource source) {
    return std::string(name_of(source));
}

FigureValue figure(const std::vector<model::QueueingShift>& shifts) {
    return figure(text_of(shifts));
}

FigureValue figure(model::DetectionState state) {
    return std::string(name_of(state));
}

FigureValue figure(const model::Sketch& sketch) {
    return text_of(sketch);
}

FigureValue figure(const std::vector<std::int64_t>& window_ids) {
    return figure(text_of(window_ids));
}

template <typename T>
FigureValue figure(const std::optional<T>& value) {
    if (!value) return {};
    return figure(T(*value));
}

FigureValue figure(const std::optional<int>& value) {
    if (!value) return {};
    return std::int64_t{*value};
}

class FigureCollector {
  public:
    // is_present: false where the method has none of the columns to come.
    explicit FigureCollector(bool is_present) : is_present_(is_present) {}

    template <typename Field>
    void operator()(std::string_view name, const Field& field) {
        figures.push_back({name, is_present_ ? figure(field) : FigureValue()});
    }
    template <typename T>
    void operator()(std::string_view name, const std::optional<model::EarlierValue<T>>& earlier,
                    std::string_view id_name) {
        figures.push_back({name, earlier ? figure(earlier->value) : FigureValue()});
        references.push_back({id_name, std::nullopt});
        if (earlier) references.back().window_id = earlier->window_id;
    }
    void reasons(std::string_view name, const model::WindowMetrics& metrics) {
        figures.push_back({name, figure(reasons_of(metrics))});
    }

    std::vector<Figure> figures;
    std::vector<WindowReference> references;

  private:
    bool is_present_;
};

class FigureLoader {
  public:
    explicit FigureLoader(const Statement& row) : row_(row) {}

    template <typename Field>
    void operator()(std::string_view name, Field& field) {
        const int column = row_.column_named(name);
        if (!row_.is_null(column)) load(column, field);
    }
    template <typename T>
    void operator()(std::string_view name, std::optional<model::EarlierValue<T>>& earlier,
                    std::string_view id_name) {
        const int column = row_.column_named(name);
        if (row_.is_null(column)) return;
        earlier.emplace();
        load(column, earlier->value);
        earlier->window_id = row_.int64(row_.column_named(id_name));
    }
    void reasons(std::string_view name, model::WindowMetrics& metrics) {
        set_reasons(metrics, row_.text_view(row_.column_named(name)));
    }

  private:
    void load(int column, std::int64_t& field) const { field = row_.int64(column); }
    void load(int column, double& field) const { field = row_.real(column); }
    void load(int column, bool& field) const { field = row_.int64(column) != 0; }
    void load(int column, std::string& field) const { field = row_.text(column); }
    void load(int column, model::Metric& field) const { field = row_.real(column); }
    void load(int column, std::optional<int>& field) const { field = static_cast<int>(row_.int64(column)); }
    void load(int column, std::optional<std::int64_t>& field) const { field = row_.int64(column); }
    void load(int column, std::optional<double>& field) const { field = row_.real(column); }
    void load(int column, std::optional<model::SkewSource>& field) const {
        field = model::kSkewSources.require(row_.text_view(column));
    }
    void load(int column, std::vector<model::QueueingShift>& field) const {
        field = shifts_of(row_.text_view(column));
    }
    void load(int column, std::optional<model::DetectionState>& field) const {
        field = model::kDetectionStates.require(row_.text_view(column));
    }
    void load(int column, std::optional<model::Sketch>& field) const { field = sketch_in(row_.blob(column)); }
    void load(int column, std::vector<std::int64_t>& field) const {
        field = window_ids_in(row_.text_view(column));
    }

    const Statement& row_;
};

// classic only counts the impossible probes, queueing leaves them out: one column.
constexpr std::string_view kImpossible = "impossible";

// Appends what visit_columns(inputs, collector) visits; empty values where the method has none of them.
template <typename Inputs, typename VisitColumns>
FigureCollector collected(const std::optional<Inputs>& inputs, const VisitColumns& visit_columns) {
    FigureCollector collector(inputs.has_value());
    const Inputs none{};
    visit_columns(inputs ? *inputs : none, collector);
    return collector;
}

FigureCollector queueing_figures(const model::WindowMetrics& metrics) {
    return collected(metrics.queueing, [](const auto& q, auto& visit) { visit_queueing_columns(q, visit); });
}

void append(std::vector<Figure>& figures, FigureCollector collector) {
    figures.insert(figures.end(), std::make_move_iterator(collector.figures.begin()),
                   std::make_move_iterator(collector.figures.end()));
}

}  // namespace

std::vector<Figure> result_figures_of(const model::WindowMetrics& metrics) {
    FigureCollector common(true);
    visit_result_columns(metrics, common);
    common(kImpossible, metrics.queueing ? std::optional(metrics.queueing->impossible) : metrics.impossible);
    std::vector<Figure> figures = std::move(common.figures);
    append(figures,
           collected(metrics.adaptive, [](const auto& a, auto& visit) { visit_adaptive_columns(a, visit); }));
    append(figures, queueing_figures(metrics));
    return figures;
}

std::vector<Figure> figures_of(const model::WindowMetrics& metrics) {
    std::vector<Figure> figures = result_figures_of(metrics);
    append(figures, collected(metrics.adaptive,
                              [](const auto& a, auto& visit) { visit_adaptive_detail_columns(a, visit); }));
    return figures;
}

std::vector<WindowReference> window_references_of(const model::WindowMetrics& metrics) {
    return queueing_figures(metrics).references;
}

model::WindowMetrics metrics_at(const Statement& row, model::Method method) {
    model::WindowMetrics metrics;
    metrics.method = method;
    FigureLoader loader(row);
    if (method == model::Method::adaptive) metrics.adaptive.emplace();  // its reasons are among the others
    visit_result_columns(metrics, loader);
    switch (method) {
        case model::Method::classic:
            loader(kImpossible, metrics.impossible);
            break;
        case model::Method::queueing:
            loader(kImpossible, metrics.queueing.emplace().impossible);
            visit_queueing_columns(*metrics.queueing, loader);
            break;
        case model::Method::adaptive:
            visit_adaptive_columns(*metrics.adaptive, loader);
            visit_adaptive_detail_columns(*metrics.adaptive, loader);
            break;
    }
    return metrics;
}

}  // namespace tixdb::store
