// SPDX-License-Identifier: MIT
// Items of the outbox as people read them.
#pragma once

#include <cstdint>
#include <string>

#include "asn/network_lookup.hpp"
#include "model/outbox_item.hpp"

namespace tixdb::cli {

// What there is to know besides the answers of tix-api: the item's own note; and of one that is held, and
// whose address tix-api does not take, why that is so and what our own table in force at now_s says. Empty if
// nothing.
[[nodiscard]] std::string note_of(const model::OutboxItem& item, asn::NetworkLookup& networks,
                                  std::int64_t now_s);

// A command line argument as outbox_id. Throws Error{usage}.
[[nodiscard]] std::int64_t outbox_id_of(const std::string& text);

}  // namespace tixdb::cli
