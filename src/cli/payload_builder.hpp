// Ties process to publish, which may not include each other.
#pragma once

#include <string>

#include "process/parameters.hpp"

namespace tixdb::cli {

// The body of the request that publishes a result.
[[nodiscard]] std::string payload_of(const process::PayloadFigures& figures);

}  // namespace tixdb::cli
