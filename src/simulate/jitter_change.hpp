// SPDX-License-Identifier: MIT
// Jitter that grows or shrinks in one direction, for good or for a time: a busy radio, another device.
#pragma once

#include <cstdint>
#include <vector>

namespace tixdb::simulate {

struct JitterChange {
    std::int64_t after_s = 0;  // seconds after the beginning
    std::int64_t until_s = 0;  // it is over then; 0: never
    double factor = 1;         // the jitter is so many times as large

    friend bool operator==(const JitterChange&, const JitterChange&) = default;
};

// How many times as large the jitter is, elapsed_ns after the beginning, as it would be without any change.
// Changes multiply.
[[nodiscard]] double jitter_factor(const std::vector<JitterChange>& changes, std::int64_t elapsed_ns);

}  // namespace tixdb::simulate
