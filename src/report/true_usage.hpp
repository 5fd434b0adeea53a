// SPDX-License-Identifier: MIT
// The true usage of a link during a window, as far as an experiment knows it.
#pragma once

#include <optional>
#include <string_view>

#include "store/evaluation_reader.hpp"

namespace tixdb::report {

enum class Direction { up, down };

[[nodiscard]] constexpr std::string_view name_of(Direction direction) {
    return direction == Direction::up ? "up" : "down";
}

class TrueUsage {
  public:
    TrueUsage() = default;
    TrueUsage(const TrueUsage&) = delete;
    TrueUsage& operator=(const TrueUsage&) = delete;
    virtual ~TrueUsage() = default;

    // Nothing if it is not known; such a window is not scored.
    [[nodiscard]] virtual std::optional<double> expected(const store::WindowUsage& window,
                                                         Direction direction) const = 0;
};

}  // namespace tixdb::report
