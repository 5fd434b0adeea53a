// SPDX-License-Identifier: MIT
// An installation's stored results beside what a router counted on its link.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/frame/context.hpp"
#include "model/adaptive.hpp"
#include "report/evaluation.hpp"

namespace tixdb::cli {

struct CountedLink {
    std::filesystem::path counters;
    std::optional<std::int64_t> user_id;  // none: the only one that there is
    std::optional<std::int64_t> installation_id;
    model::LinkRate rate;  // in place of those that `tixdb link` keeps
};

struct CountedWindows {
    std::vector<report::EvaluatedWindow> windows;
    std::string readings;  // "1440 readings (1 restart, 2 wraps, 1 gap)"
};

// Reads the database, and changes nothing. Throws Error{failed} if the file is no list of counters, if it is
// not clear which installation is meant, or if neither direction's rate is known.
[[nodiscard]] CountedWindows counted_windows(Context& context, const CountedLink& link);

}  // namespace tixdb::cli
