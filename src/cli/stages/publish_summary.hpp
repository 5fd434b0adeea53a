// SPDX-License-Identifier: MIT
// What the publish stage tells people.
#pragma once

#include <cstdint>
#include <string>

#include "cli/frame/run_counts.hpp"
#include "publish/publish_settings.hpp"

namespace tixdb::cli {

// "publish: 57 sent, 3 to retry in 1.2 s; 3 waiting"
[[nodiscard]] std::string text_of(const publish::PublishReport& report, std::int64_t now_ms,
                                  double elapsed_s);
[[nodiscard]] RunCounts run_counts_of(const publish::PublishReport& report);
// "1 result waits"
[[nodiscard]] std::string waiting_text(std::int64_t count);

}  // namespace tixdb::cli
