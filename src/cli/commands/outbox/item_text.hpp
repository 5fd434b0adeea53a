// SPDX-License-Identifier: MIT
// Texts about items of the outbox.
#pragma once

#include <cstdint>
#include <string>

#include "asn/network_lookup.hpp"
#include "model/outbox_item.hpp"

namespace tixdb::cli {

// What is known of an item besides the answers of tix-api: its note; and if it is held because tix-api does
// not take its address, the likely reason, and the network that our own table has for the address at now_s.
// Empty if there is nothing to say.
[[nodiscard]] std::string note_of(const model::OutboxItem& item, asn::NetworkLookup& networks,
                                  std::int64_t now_s);

// A command line argument as outbox_id. Throws Error{usage}.
[[nodiscard]] std::int64_t outbox_id_of(const std::string& text);

}  // namespace tixdb::cli
