// SPDX-License-Identifier: MIT
// The column result.shifts: [{"at_s":1505080698,"up_ms":-120.5,"down_ms":null}], numbers as the shortest text
// that reads back the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.hpp"

namespace tixdb::store {

// Empty if there are none.
[[nodiscard]] std::string text_of(const std::vector<model::QueueingShift>& shifts);
// Reads what text_of() has written, up to the first thing that it would not have written.
[[nodiscard]] std::vector<model::QueueingShift> shifts_of(std::string_view text);

}  // namespace tixdb::store
