// SPDX-License-Identifier: MIT

#include "cli/stages/pruned_warning.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tixdb::cli {

void warn_of_pruned(Log& log, std::int64_t pruned_reports) {
    if (pruned_reports == 0) return;
    log.warning(fmt::format("{}, whose observations are pruned, {} not in it",
                            plural(pruned_reports, "report"), by_count(pruned_reports, "is", "are")));
}

}  // namespace tixdb::cli
