// SPDX-License-Identifier: MIT
// Observations that are impossible or misleading: what a wrong answer that was matched to a probe, a counter
// that was never set, or a broken server leaves in reports.
#pragma once

#include <cstdint>

#include "model/observation.hpp"

namespace tixdb::simulate {

// t1…t4 are initial_ns, reception_ns, sent_ns and final_ns.
enum class WrongProbe {
    final_before_initial,   // t4 = t1 - 0.5 s
    final_equals_initial,   // t4 = t1
    held_longer_than_trip,  // t3 - t2 = t4 - t1 + 1 ms
    server_zero,            // t2 = t3 = 0: never set
    server_off,             // t2 and t3 moved by server_off_ns
    short_trip,             // t4 = t1 + 2 ms
    sent_before_reception,  // t3 = t2 - 1 ms
};

// Which of a client's probes are wrong: those sent in the second after_s and later, counted in seconds after
// the beginning.
struct WrongProbes {
    WrongProbe kind = WrongProbe::final_equals_initial;
    std::int64_t server_off_ns = 0;
    std::int64_t count = 1;
    std::int64_t after_s = 0;
    std::int64_t every_s = 0;  // 0: `count` in a row, once; else `count` in each every_s, evenly spread

    friend bool operator==(const WrongProbes&, const WrongProbes&) = default;
};

// Whether the probe of this second is one of them.
[[nodiscard]] bool is_wrong(const WrongProbes& wrong, std::int64_t second);

// The observation as it is reported instead.
[[nodiscard]] model::Observation falsified(model::Observation observation, const WrongProbes& wrong);

}  // namespace tixdb::simulate
