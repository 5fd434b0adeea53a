// SPDX-License-Identifier: MIT
// The hint to reprocess, which several commands give.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/installation.hpp"

namespace tixdb::cli {

// The command that takes late reports in, for the sessions that overlap [from_s, to_s) (unix seconds), of one
// installation or, without one, of all.
[[nodiscard]] std::string reprocess_command(const std::optional<model::InstallationKey>& installation,
                                            std::int64_t from_s, std::int64_t to_s);

}  // namespace tixdb::cli
