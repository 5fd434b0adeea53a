// SPDX-License-Identifier: MIT
// Chooses the snapshot that applies at a time.
#pragma once

#include <cstdint>
#include <span>

#include "store/as_store.hpp"

namespace tixdb::asn {

// Of those with that content that are not pruned: the youngest that was valid at at_s, else (all are younger)
// the oldest; of two that are valid from the same second the one imported last. Null if there is none.
// snapshots as AsStore::snapshots() orders them; the result points into them.
[[nodiscard]] const store::AsSnapshot* snapshot_at(std::span<const store::AsSnapshot> snapshots,
                                                   store::AsContent content, std::int64_t at_s);

}  // namespace tixdb::asn
