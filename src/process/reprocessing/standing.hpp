// SPDX-License-Identifier: MIT
// What the windows that stand say of themselves. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "process/publish_rule.hpp"
#include "store/standing_window_reader.hpp"

namespace tixdb::process {

// Waits, is held or dead: replaced if its result is.
[[nodiscard]] bool is_open(const store::StandingResult& result);
// An item of it is sending or uncertain: nobody knows yet whether it is stored.
[[nodiscard]] bool is_on_way(const store::StandingWindow& window);
[[nodiscard]] std::vector<std::int64_t> report_ids_of(const std::vector<store::ReportHeader>& reports);
[[nodiscard]] const store::StandingResult* result_of(const store::StandingWindow& window,
                                                     model::Method method);
// Adds what became of this window's results.
void add_published(PublishedSoFar& so_far, const store::StandingWindow& window);

}  // namespace tixdb::process
