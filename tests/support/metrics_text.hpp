// SPDX-License-Identifier: MIT
// Every figure of a result down to its last bit, as text.
#pragma once

#include <string>

#include "model/result.hpp"

namespace tixdb::test {

// One line a field; numbers in hexadecimal, so that equal text means equal bits (and unequal text can be
// read).
[[nodiscard]] std::string exact_text(const model::WindowMetrics& metrics);

// Both methods on all windows of all made sessions.
[[nodiscard]] std::string exact_text_of_made_sessions();

}  // namespace tixdb::test
