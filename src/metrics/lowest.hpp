// SPDX-License-Identifier: MIT
// The few lowest of many values.
#pragma once

#include <array>
#include <cstddef>

namespace tixdb::metrics {

// Keeps the N lowest values that were added, ascending. Of equal ones the earlier comes first.
template <typename T, std::size_t N>
class Lowest {
  public:
    // none: no value that is added is above it.
    explicit Lowest(T none) { values_.fill(none); }

    void add(T value) {
        if (!(value < values_[N - 1])) return;
        std::size_t at = N - 1;
        for (; at > 0 && value < values_[at - 1]; --at) values_[at] = values_[at - 1];
        values_[at] = value;
    }

    // The lowest and the N-th lowest, if so many were added.
    [[nodiscard]] const T& first() const { return values_[0]; }
    [[nodiscard]] const T& last() const { return values_[N - 1]; }

  private:
    std::array<T, N> values_{};
};

}  // namespace tixdb::metrics
