// SPDX-License-Identifier: MIT
// Latency and loss of windows, hours and minutes.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "model/installation.hpp"
#include "model/latency.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// A row of latency_minute, its key left out: what the columns are called from minute_s on, in their order.
[[nodiscard]] model::LatencyMinute latency_minute_at(const Statement& row);

// Thread rule: that of its connection; the caller holds the transaction.
class LatencyStore {
  public:
    explicit LatencyStore(Database& database);

    // Of a window, in place of what there is of it.
    void put(std::int64_t window_id, const model::Latency& latency);
    // Nothing if there is none.
    [[nodiscard]] std::optional<model::Latency> of_window(std::int64_t window_id);

    // An hour and its minutes, in place of what there is of them; only what differs is written. Minutes
    // before minutes_from_s stay as they are, and are not among the hour's.
    void put(const model::InstallationKey& key, const model::LatencyHour& hour,
             std::int64_t minutes_from_s = std::numeric_limits<std::int64_t>::min());
    // As it is stored; without a row, without latency and minutes.
    [[nodiscard]] model::LatencyHour hour(const model::InstallationKey& key, std::int64_t hour_s);
    [[nodiscard]] bool has_hour(const model::InstallationKey& key, std::int64_t hour_s);

    // What the kept probes of a window waited, as process packs it.
    void put_delays(const model::InstallationKey& key, std::int64_t last_probe_s, std::int64_t window_id,
                    std::span<const std::uint8_t> probes);
    // Forgets those of windows that end before a time.
    void forget_delays(const model::InstallationKey& key, std::int64_t before_s);

  private:
    [[nodiscard]] std::vector<model::LatencyMinute> minutes(const model::InstallationKey& key,
                                                            std::int64_t from_s, std::int64_t to_s);
    void put_minutes(const model::InstallationKey& key, const model::LatencyHour& hour, std::int64_t from_s);

    Statement replace_;
    Statement select_;
    Statement replace_hour_;
    Statement select_hour_;
    Statement delete_hour_;
    Statement select_minutes_;
    Statement replace_minute_;
    Statement delete_minute_;
    Statement put_delays_;
    Statement forget_delays_;
};

}  // namespace tixdb::store
