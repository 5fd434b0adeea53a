// SPDX-License-Identifier: MIT
// What an hour of an installation is computed from: its reports, and the windows that its delays come from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_set>
#include <vector>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/history_reader.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct HourReport {
    std::int64_t report_id = 0;
    ReportPlace place;
    bool is_pruned = false;
};

// By report_id.
struct ReportsSetApart {
    std::unordered_set<std::int64_t> unprocessed;
    std::unordered_set<std::int64_t> late;
};

struct HourWindow {
    std::int64_t window_id = 0;
    WindowPlace place;
    std::optional<std::vector<std::uint8_t>>
        delays;  // as LatencyStore::put_delays() took them, if they are kept
};

// Thread rule: that of its connection.
class LatencyHourReader {
  public:
    explicit LatencyHourReader(Database& database);

    // Reports that may hold observations of [from_s, until_s], in order.
    [[nodiscard]] std::vector<HourReport> reports(const model::InstallationKey& key, std::int64_t from_s,
                                                  std::int64_t until_s);
    // Of an installation.
    [[nodiscard]] ReportsSetApart set_apart(const model::InstallationKey& key);
    // First and last time of the observations of each report that has some in (after_s, until_s].
    void report_times(const model::InstallationKey& key, std::int64_t after_s, std::int64_t until_s,
                      const std::function<void(std::int64_t, std::int64_t)>& visit);
    // Current windows that end in [from_s, to_s), in no order.
    [[nodiscard]] std::vector<HourWindow> windows(const model::InstallationKey& key, std::int64_t from_s,
                                                  std::int64_t to_s);
    // The end of the last current window of which is_counted(window_id).
    [[nodiscard]] std::optional<std::int64_t> last_end(const model::InstallationKey& key,
                                                       const std::function<bool(std::int64_t)>& is_counted);

  private:
    Statement reports_;
    Statement set_apart_;
    Statement report_times_;
    Statement windows_;
    Statement ends_;
};

}  // namespace tixdb::store
