// SPDX-License-Identifier: MIT
// Phrases that several commands say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/installation.hpp"

namespace tixdb::cli {

// The command that takes late reports in: of the sessions with a moment in [from_s, to_s), of all
// installations or of one.
[[nodiscard]] std::string reprocess_command(const std::optional<model::InstallationKey>& installation,
                                            std::int64_t from_s, std::int64_t to_s);

}  // namespace tixdb::cli
