// SPDX-License-Identifier: MIT
// How the table observation holds an observation: as differences to the first one of its report
// (docs/decisions/0003). Pure; v_observation says the same in SQL.
#pragma once

#include <cstdint>

#include "model/observation.hpp"

namespace tixdb::store {

// All 0 for the first observation of a report, and small for what a probe a second measures after it.
struct ObservationResiduals {
    std::int64_t elapsed_s = 0;      // seconds since the first, minus the ordinal
    std::int64_t initial_ns = 0;     // t1, minus where the first's clock is after those seconds of a day
    std::int64_t upstream_ns = 0;    // t2 - t1, minus the first's
    std::int64_t server_ns = 0;      // t3 - t2, minus the first's
    std::int64_t downstream_ns = 0;  // t4 - t3, minus the first's
};

// ordinal: place in the message, from 0. Clock values within 10 days and seconds within 300 years, as ingest
// lets pass, cannot overflow.
[[nodiscard]] ObservationResiduals residuals_of(const model::Observation& observation,
                                                const model::Observation& first, std::int64_t ordinal);

// The observation as received; type and packet size are the first's.
[[nodiscard]] model::Observation observation_from(const ObservationResiduals& residuals,
                                                  const model::Observation& first, std::int64_t ordinal);

}  // namespace tixdb::store
