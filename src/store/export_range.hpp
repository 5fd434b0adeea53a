// SPDX-License-Identifier: MIT
// How the queries of sql/exported take a range.
#pragma once

#include <cstdint>
#include <limits>

#include "store/export_reader.hpp"

namespace tixdb::store {

// ?1, ?2: the times; ?3 to ?4 users, ?5 to ?6 installations. A range of one number goes by an index as a
// number does.
template <typename Query>
void bind_range(Query& query, const ExportRange& range) {
    constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
    query.bind(1, range.from_s);
    query.bind(2, range.to_s);
    query.bind(3, range.user_id.value_or(0));
    query.bind(4, range.user_id.value_or(kLargest));
    query.bind(5, range.installation_id.value_or(0));
    query.bind(6, range.installation_id.value_or(kLargest));
}

}  // namespace tixdb::store
