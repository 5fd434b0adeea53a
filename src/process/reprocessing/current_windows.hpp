// SPDX-License-Identifier: MIT
// What the current windows say of themselves. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "process/publish_rule.hpp"
#include "store/current_window_reader.hpp"

namespace tixdb::process {

// Waits, is held or dead: replaced if its result is.
[[nodiscard]] bool is_open(const store::CurrentResult& result);
// An item of it is sending or uncertain: nobody knows yet whether it is stored.
[[nodiscard]] bool is_on_way(const store::CurrentWindow& window);
[[nodiscard]] std::vector<std::int64_t> report_ids_of(const std::vector<store::ReportHeader>& reports);
[[nodiscard]] const store::CurrentResult* result_of(const store::CurrentWindow& window, model::Method method);
// Likewise, of the version that this program computes.
[[nodiscard]] const store::CurrentResult* of_this_version(const store::CurrentWindow& window,
                                                          model::Method method);
// Why a result has no usage; nothing if it has.
[[nodiscard]] std::optional<model::Missing> missing_of(const model::WindowMetrics& metrics);
// Adds what became of this window's results.
void add_published(PublishedSoFar& so_far, const store::CurrentWindow& window);

}  // namespace tixdb::process
