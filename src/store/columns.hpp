// SPDX-License-Identifier: MIT
// Reads kinds of columns that several queries have.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/method.hpp"
#include "model/report.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

[[nodiscard]] std::vector<std::uint8_t> bytes_at(const Statement& row, int column);

// A digest is 32 bytes.
[[nodiscard]] model::Digest digest_at(const Statement& row, int column);
[[nodiscard]] std::optional<model::Digest> optional_digest_at(const Statement& row, int column);

// JSON's text of a number, read exactly: SQLite's own conversion may be off in the last bit. Nothing if it is
// no number.
[[nodiscard]] std::optional<double> json_number_at(const Statement& row, int column);

// Throws Error{failed} if the text is no method's name.
[[nodiscard]] model::Method method_at(const Statement& row, int column);

}  // namespace tixdb::store
