// SPDX-License-Identifier: MIT
// Ties process to publish, which may not include each other.
#pragma once

#include <string>

#include "process/parameters.hpp"

namespace tixdb::cli {

// A process::PayloadBuilder: the body that publish sends. May be called from several threads at once.
[[nodiscard]] std::string payload_of(const process::PayloadFigures& figures);

}  // namespace tixdb::cli
