// SPDX-License-Identifier: MIT
// Observations as they come in, with their reports.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "model/observation.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Works in the caller's transaction. Rows are appended only.
// Thread rule: that of its connection.
class ObservationStore {
  public:
    explicit ObservationStore(Database& database);

    // The id that the next report's first observation takes: the others follow it without a gap.
    [[nodiscard]] std::int64_t next_id();

    // In message order, from first_id = next_id() on. The report's row says first_id and how many they are.
    void append(std::span<const model::Observation> observations, std::int64_t first_id);

  private:
    // What most reports hold goes into one statement.
    static constexpr std::size_t kRowsAtOnce = 64;

    Statement& insert_of(std::size_t rows);
    void append_exceptions(std::span<const model::Observation> observations, std::int64_t first_id);

    Database& database_;
    Statement select_next_id_;
    Statement insert_exception_;
    std::array<std::unique_ptr<Statement>, kRowsAtOnce> inserts_;  // of 1, 2, … rows, made when needed
};

// Whether it has a row in observation_exception, where first is the first of its report.
[[nodiscard]] bool is_exception(const model::Observation& observation, const model::Observation& first);

}  // namespace tixdb::store
