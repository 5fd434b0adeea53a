// SPDX-License-Identifier: MIT
// The figures of a result one by one, each with the name of its column: what was stored and what was computed
// can be laid beside each other.
#pragma once

#include <cstdint>
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

// All columns of `result` that a method fills in, always the same ones in the same order.
[[nodiscard]] std::vector<Figure> figures_of(const model::WindowMetrics& metrics);

// The same from a row of a query that selects them in this order, from first_column on.
[[nodiscard]] std::vector<Figure> figures_of(const Statement& row, int first_column);

}  // namespace tixdb::store
