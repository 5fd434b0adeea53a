// SPDX-License-Identifier: MIT
// The figures of a result one by one, each with the name of its column: what was stored and what was computed
// can be laid beside each other. A column stands in three places: here, in the migration, and in
// sql/result/insert_result.sql.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/result.hpp"

namespace tixdb::store {

class Statement;

// NULL, a whole number, a number, a word.
using FigureValue = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Figure {
    std::string_view name;  // the column's
    FigureValue value;

    // Numbers as IEEE compares them: stored numbers come back bit for bit, but for the sign of a zero.
    friend bool operator==(const Figure&, const Figure&) = default;
};

// All columns of `result` and `adaptive_detail` that a method fills in, but for the ids of other windows;
// always the same ones in the same order.
[[nodiscard]] std::vector<Figure> figures_of(const model::WindowMetrics& metrics);
// Those of `result` alone.
[[nodiscard]] std::vector<Figure> result_figures_of(const model::WindowMetrics& metrics);

// A column that says which window a figure was taken from.
struct WindowReference {
    std::string_view name;
    std::optional<std::int64_t> window_id;

    friend bool operator==(const WindowReference&, const WindowReference&) = default;
};

// Always the same ones in the same order.
[[nodiscard]] std::vector<WindowReference> window_references_of(const model::WindowMetrics& metrics);

// The other way round: reads the figures, and the windows they were taken from, of a row of a query that
// selects all columns of `result` under their names, and for `adaptive` those of `adaptive_detail`. method is
// set, method_version and parameters_json are not.
[[nodiscard]] model::WindowMetrics metrics_at(const Statement& row, model::Method method);

}  // namespace tixdb::store
