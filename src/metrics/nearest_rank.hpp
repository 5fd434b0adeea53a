// SPDX-License-Identifier: MIT
// Percentiles by nearest rank: always one of the values, never something between two of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "metrics/order.hpp"

namespace tixdb::metrics {

template <typename T>
class NearestRanks {
  public:
    // values: at least one.
    explicit NearestRanks(std::vector<T> values) : values_(std::move(values)) {}

    // The value at rank ceil(percent / 100 * n) in ascending order, percent in 1…100. To be asked for in
    // ascending order: what lies below the last one is not looked at again.
    [[nodiscard]] T at(int percent) {
        const std::size_t rank = (values_.size() * static_cast<std::size_t>(percent) + 99) / 100;
        T* const values = values_.data();
        select_nth(values + below_, values + rank - 1, values + values_.size());
        below_ = rank - 1;
        return values[below_];
    }
    [[nodiscard]] T least() const { return *std::min_element(values_.begin(), values_.end()); }

  private:
    std::vector<T> values_;
    std::size_t below_ = 0;  // so many values at the front are none that follow
};

}  // namespace tixdb::metrics
