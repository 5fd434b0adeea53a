// SPDX-License-Identifier: MIT
// The place of a report in the order in which windows are formed.
#pragma once

#include <compare>
#include <cstdint>
#include <span>

#include "model/report.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// The place of a report among those of its installation.
struct ReportPlace {
    std::int64_t first_observation_s = 0;  // unix seconds of its first observation
    model::Digest digest{};                // of its message

    friend auto operator<=>(const ReportPlace&, const ReportPlace&) = default;
};

struct ReportHeader {
    std::int64_t report_id = 0;
    ReportPlace place;
    std::int64_t latest_s = 0;           // largest day_timestamp in it
    std::int64_t observation_count = 0;  // as received
    bool pruned = false;                 // its observations are gone
};

// Columns column (first_observation_s) and column + 1 (digest).
[[nodiscard]] ReportPlace place_at(const Statement& row, int column);
// Columns 0…5: report_id, first_observation_s, digest, latest_s, observation_count, pruned.
[[nodiscard]] ReportHeader header_of(const Statement& row);
// To bind a place's digest.
[[nodiscard]] std::span<const std::uint8_t> bytes_of(const ReportPlace& place);

}  // namespace tixdb::store
