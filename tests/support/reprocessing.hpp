// SPDX-License-Identifier: MIT
// `reprocess` without its command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "process/reprocessing/reprocessor.hpp"
#include "store/database.hpp"

namespace tixdb::test {

struct ReprocessOptions {
    process::ReprocessRange range{};
    std::vector<model::Method> methods{model::kMethods.begin(), model::kMethods.end()};
    double epsilon_down_ms = 0;  // 0: the setting
    bool republish = false;
    bool dry_run = false;
};

// The plans that were made, and written unless it is a dry run.
std::vector<process::RangePlan> reprocess(store::Database& database, const ReprocessOptions& options = {});

// What people are told of these plans: a line for each with its counts, and one for each value that changes.
// Ids of windows are left out, which a dry run cannot know.
[[nodiscard]] std::string told_by(const std::vector<process::RangePlan>& plans);

}  // namespace tixdb::test
