// SPDX-License-Identifier: MIT
// What tix-time-processor's containers were told by their environment, and what becomes of it:
// docs/migrating.md.
#pragma once

#include <chrono>
#include <string>

#include "cli/frame/context.hpp"

namespace tixdb::cli {

// How often to run: `every`, or, with PROCESSOR_TYPE=STANDALONE and no time given, ten minutes. Throws
// Error{configuration} for BEAT and WORKER, which nothing takes the place of, and for what is none of the
// three.
[[nodiscard]] std::chrono::milliseconds period_of_predecessor(const Environment& environment,
                                                              std::chrono::milliseconds every);

// "TIX_RABBITMQ_HOST, CELERY_LOG_LEVEL": what is set there for a broker and workers that there are none of;
// or empty.
[[nodiscard]] std::string variables_without_use(const Environment& environment);

}  // namespace tixdb::cli
