// SPDX-License-Identifier: MIT
// Observations as they were received.
#pragma once

#include <cstdint>
#include <vector>

#include "model/observation.hpp"
#include "store/database.hpp"
#include "store/packed_residuals.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection.
class ObservationReader {
  public:
    explicit ObservationReader(Database& database);

    // The observations of type S of a report, in message order, duplicates included. None if it is pruned.
    [[nodiscard]] std::vector<model::Observation> short_probes_of(std::int64_t report_id);

    // Likewise, but of every type, and with their place in the message.
    struct Placed {
        std::int64_t ordinal = 0;
        model::Observation observation;
    };
    void read_all(std::int64_t report_id, std::vector<Placed>& observations);

  private:
    // What a report says of its first observation, where they are, and their rows.
    struct Stored {
        model::Observation first;
        std::int64_t first_id = 0;
        std::int64_t count = 0;
        bool has_exceptions = false;
        ResidualRows rows;
    };

    // Its rows are valid until report_ is reset.
    [[nodiscard]] Stored stored_of(std::int64_t report_id);
    [[nodiscard]] std::vector<std::int64_t> ids_of(const Stored& stored);
    void place_all(const Stored& stored, std::vector<Placed>& observations);
    // prepare(how many) comes first, then take(ordinal, observation) for each; type and packet size are the
    // first one's.
    template <typename Prepare, typename Take>
    void take_rows(const Stored& stored, const Prepare& prepare, const Take& take);

    Statement report_;
    Statement ids_;
    Statement exceptions_;
};

}  // namespace tixdb::store
