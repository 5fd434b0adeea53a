// SPDX-License-Identifier: MIT

#include "asn/snapshot_choice.hpp"

namespace tixdb::asn {

const store::AsSnapshot* snapshot_at(std::span<const store::AsSnapshot> snapshots, store::AsContent content,
                                     std::int64_t at_s) {
    const store::AsSnapshot* chosen = nullptr;
    for (const store::AsSnapshot& snapshot : snapshots) {
        if (snapshot.content != content || snapshot.pruned_ms) continue;
        const bool is_valid = snapshot.valid_from_s <= at_s;
        const bool is_nearest_later = chosen == nullptr || (chosen->valid_from_s > at_s &&
                                                            chosen->valid_from_s == snapshot.valid_from_s);
        if (is_valid || is_nearest_later) chosen = &snapshot;
    }
    return chosen;
}

}  // namespace tixdb::asn
