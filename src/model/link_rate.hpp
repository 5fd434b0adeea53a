// SPDX-License-Identifier: MIT
// What operators said of a link's rates, and what held at a time.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "model/adaptive.hpp"

namespace tixdb::model {

struct LinkRateChange {
    bool is_up = false;
    std::int64_t from_s = std::numeric_limits<std::int64_t>::min();
    std::optional<double> mbps;  // none: not known any more
};

// changes: of one installation, in the order in which later ones count (store::LinkRateStore). Pure.
[[nodiscard]] inline LinkRate link_rate_at(std::span<const LinkRateChange> changes, std::int64_t time_s) {
    LinkRate rate;
    for (const LinkRateChange& change : changes) {
        if (change.from_s <= time_s) (change.is_up ? rate.up_mbps : rate.down_mbps) = change.mbps;
    }
    return rate;
}

}  // namespace tixdb::model
