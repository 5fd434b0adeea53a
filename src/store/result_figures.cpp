// SPDX-License-Identifier: MIT

#include "store/result_figures.hpp"

#include <array>
#include <optional>

#include "store/statement.hpp"

namespace tixdb::store {
namespace {

enum class Kind { integer, real, text };

struct Column {
    std::string_view name;
    Kind kind;
};

constexpr std::array kColumns = {
    Column{"recent_observations", Kind::integer},
    Column{"minutes", Kind::integer},
    Column{"up_usage", Kind::real},
    Column{"down_usage", Kind::real},
    Column{"up_quality", Kind::real},
    Column{"down_quality", Kind::real},
    Column{"up_hurst_rs", Kind::real},
    Column{"up_hurst_wavelet", Kind::real},
    Column{"down_hurst_rs", Kind::real},
    Column{"down_hurst_wavelet", Kind::real},
    Column{"reason", Kind::text},
    Column{"up_mode_ns", Kind::real},
    Column{"down_mode_ns", Kind::real},
    Column{"up_threshold_ns", Kind::real},
    Column{"down_threshold_ns", Kind::real},
    Column{"rtt_mode_ns", Kind::real},
    Column{"clock_anchors", Kind::integer},
    Column{"up_busy_share", Kind::real},
    Column{"down_busy_share", Kind::real},
    Column{"skew_ms_per_s", Kind::real},
    Column{"skew_source", Kind::text},
    Column{"skew_horizon_min", Kind::integer},
    Column{"base_ms", Kind::real},
    Column{"baseline_ms", Kind::real},
    Column{"standing_ms", Kind::real},
    Column{"standing_direction", Kind::text},
    Column{"clock_step", Kind::integer},
};

FigureValue value_of(const Statement& row, int column, Kind kind) {
    if (row.is_null(column)) return {};
    if (kind == Kind::integer) return row.int64(column);
    if (kind == Kind::real) return row.real(column);
    return row.text(column);
}

FigureValue number(const std::optional<double>& value) {
    if (!value) return {};
    return *value;
}

FigureValue number(const model::Metric& metric) {
    return number(metric.value());
}

template <typename T>
FigureValue count(const std::optional<T>& value) {
    if (!value) return {};
    return static_cast<std::int64_t>(*value);
}

FigureValue word(std::string_view text) {
    if (text.empty()) return {};
    return std::string(text);
}

using Values = std::vector<FigureValue>;

void append_queueing(Values& values, const std::optional<model::QueueingInputs>& inputs) {
    if (!inputs) {
        values.resize(kColumns.size());
        return;
    }
    const Values of_inputs = {
        number(inputs->skew_ms_per_s),
        inputs->skew_source ? word(name_of(*inputs->skew_source)) : FigureValue(),
        count(inputs->skew_horizon_min),
        number(inputs->base_ms),
        number(inputs->baseline_ms),
        inputs->standing_ms,
        word(inputs->standing_direction),
        std::int64_t{inputs->clock_step ? 1 : 0},
    };
    values.insert(values.end(), of_inputs.begin(), of_inputs.end());
}

}  // namespace

std::vector<Figure> figures_of(const model::WindowMetrics& m) {
    Values values = {
        m.recent_observations,       m.minutes,
        number(m.up.usage),          number(m.down.usage),
        number(m.up.quality),        number(m.down.quality),
        number(m.up.hurst_rs),       number(m.up.hurst_wavelet),
        number(m.down.hurst_rs),     number(m.down.hurst_wavelet),
        word(reasons_of(m)),         number(m.up.mode_ns),
        number(m.down.mode_ns),      number(m.up.threshold_ns),
        number(m.down.threshold_ns), number(m.rtt_mode_ns),
        count(m.clock_anchors),      number(m.up.busy_share),
        number(m.down.busy_share),
    };
    append_queueing(values, m.queueing);
    std::vector<Figure> figures;
    figures.reserve(kColumns.size());
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        figures.push_back({kColumns[i].name, std::move(values.at(i))});
    }
    return figures;
}

std::vector<Figure> figures_of(const Statement& row, int first_column) {
    std::vector<Figure> figures;
    figures.reserve(kColumns.size());
    int column = first_column;
    for (const auto& [name, kind] : kColumns) figures.push_back({name, value_of(row, column++, kind)});
    return figures;
}

}  // namespace tixdb::store
