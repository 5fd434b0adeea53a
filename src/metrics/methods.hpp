// SPDX-License-Identifier: MIT
// The versions of the methods.
#pragma once

#include "model/method.hpp"

namespace tixdb::metrics {

// What results of this program are marked with: it goes up whenever the same observations give another value.
[[nodiscard]] int version_of(model::Method method);

}  // namespace tixdb::metrics
