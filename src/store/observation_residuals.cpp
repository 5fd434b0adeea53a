// SPDX-License-Identifier: MIT

#include "store/observation_residuals.hpp"

namespace tixdb::store {
namespace {

// % keeps the sign of the elapsed time, in C++ and in SQL alike.
std::int64_t clock_step_ns(std::int64_t elapsed_s) {
    constexpr std::int64_t kSecondsOfDay = 86'400;
    return elapsed_s % kSecondsOfDay * model::kNsPerS;
}

}  // namespace

ObservationResiduals residuals_of(const model::Observation& observation, const model::Observation& first,
                                  std::int64_t ordinal) {
    const std::int64_t elapsed_s = observation.day_timestamp_s - first.day_timestamp_s;
    return {
        elapsed_s - ordinal,
        observation.initial_ns - first.initial_ns - clock_step_ns(elapsed_s),
        observation.reception_ns - observation.initial_ns - (first.reception_ns - first.initial_ns),
        observation.sent_ns - observation.reception_ns - (first.sent_ns - first.reception_ns),
        observation.final_ns - observation.sent_ns - (first.final_ns - first.sent_ns),
    };
}

model::Observation observation_from(const ObservationResiduals& residuals, const model::Observation& first,
                                    std::int64_t ordinal) {
    const std::int64_t elapsed_s = ordinal + residuals.elapsed_s;
    const std::int64_t initial_shift_ns = clock_step_ns(elapsed_s) + residuals.initial_ns;
    const std::int64_t reception_shift_ns = initial_shift_ns + residuals.upstream_ns;
    const std::int64_t sent_shift_ns = reception_shift_ns + residuals.server_ns;
    const std::int64_t final_shift_ns = sent_shift_ns + residuals.downstream_ns;
    return {
        first.day_timestamp_s + elapsed_s,
        first.type,
        first.packet_size,
        first.initial_ns + initial_shift_ns,
        first.reception_ns + reception_shift_ns,
        first.sent_ns + sent_shift_ns,
        first.final_ns + final_shift_ns,
    };
}

}  // namespace tixdb::store
