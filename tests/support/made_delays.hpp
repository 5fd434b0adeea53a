// SPDX-License-Identifier: MIT
// Longer delays for made probes.
#pragma once

#include <cstdint>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::test {

// Later at the server by up_ms, and back at the client by up_ms + down_ms.
inline void delay(model::Observation& probe, std::int64_t up_ms, std::int64_t down_ms) {
    constexpr std::int64_t kNsPerMs = 1'000'000;
    probe.reception_ns += up_ms * kNsPerMs;
    probe.sent_ns += up_ms * kNsPerMs;
    probe.final_ns += (up_ms + down_ms) * kNsPerMs;
}

// Every nth probe by its time waits on the way down.
inline void delay_every(int nth, std::int64_t down_ms, std::vector<model::Observation>& probes) {
    for (model::Observation& probe : probes) {
        if (probe.day_timestamp_s % nth == 0) delay(probe, 0, down_ms);
    }
}

}  // namespace tixdb::test
