// SPDX-License-Identifier: MIT
// Observations as they were received.
#pragma once

#include <cstdint>
#include <vector>

#include "model/observation.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection.
class ObservationReader {
  public:
    explicit ObservationReader(Database& database);

    // The observations of type S of a report, in message order, duplicates included.
    [[nodiscard]] std::vector<model::Observation> short_probes_of(std::int64_t report_id);

  private:
    Statement short_probes_;
};

}  // namespace tixdb::store
