// SPDX-License-Identifier: MIT
// A digest of rows that does not depend on their order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tixdb {

// The rows' SHA-256 digests, summed as numbers of 256 bits (Bellare and Micciancio 1997, AdHash): equal
// multisets of rows have equal digests, and others have not, unless somebody makes them up for that end.
// Belongs to one thread.
class MultisetDigest {
  public:
    void add(std::span<const std::uint8_t> row);

    [[nodiscard]] std::int64_t rows() const { return rows_; }
    // SHA-256 of the number of rows and the sum, each least byte first.
    [[nodiscard]] std::array<std::uint8_t, 32> digest() const;

  private:
    std::array<std::uint8_t, 32> sum_{};
    std::int64_t rows_ = 0;
};

}  // namespace tixdb
