// SPDX-License-Identifier: MIT
// Another route: one way's delay becomes longer or shorter, for good or for a time.
#pragma once

#include <cstdint>
#include <vector>

namespace tixdb::simulate {

struct RouteChange {
    std::int64_t after_s = 0;  // seconds after the beginning
    std::int64_t until_s = 0;  // the old route comes back then; 0: never
    std::int64_t by_ns = 0;

    friend bool operator==(const RouteChange&, const RouteChange&) = default;
};

// How much longer the way is, in ns, elapsed_ns after the beginning than without any change. Changes add up.
[[nodiscard]] std::int64_t route_change_ns(const std::vector<RouteChange>& changes, std::int64_t elapsed_ns);

}  // namespace tixdb::simulate
