// SPDX-License-Identifier: MIT
// SQL's aggregate packed_residuals(elapsed_residual_s, initial_residual_ns, upstream_residual_ns,
// server_residual_ns, downstream_residual_ns): rows of `observation` as one blob, in the order that the query
// visits them in. A row costs a quarter less that way than one that SQLite hands out (docs/performance.md).
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "store/observation_residuals.hpp"

namespace tixdb::store {

// Makes the function known to a connection. Throws SQLite::Exception.
void add_packed_residuals(sqlite3* connection);

// Reads what the function has made; valid as long as the bytes are.
class ResidualRows {
  public:
    ResidualRows() = default;
    explicit ResidualRows(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    [[nodiscard]] std::size_t size() const { return bytes_.size() / sizeof(ObservationResiduals); }
    [[nodiscard]] ObservationResiduals operator[](std::size_t index) const {
        ObservationResiduals row;
        std::memcpy(&row, bytes_.data() + index * sizeof(ObservationResiduals), sizeof(ObservationResiduals));
        return row;
    }

  private:
    std::span<const std::uint8_t> bytes_;
};

}  // namespace tixdb::store
