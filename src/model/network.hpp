// SPDX-License-Identifier: MIT
// The network (autonomous system, AS) that an address belonged to at some time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/address.hpp"

namespace tixdb::model {

// Everything but kind is empty unless kind is global and a table was there to be asked.
struct Network {
    AddressKind kind = AddressKind::global;
    std::optional<std::int64_t>
        as_snapshot_id;                 // the table that was asked, even if it knows nothing of the address
    std::optional<std::string> prefix;  // the longest that contains the address: "192.0.2.0/24"
    // One AS number; or several as the table writes them: origins "64500_64501", sets "64500,64501".
    // Empty if no prefix contains the address, or the longest is marked as not routed (AS 0).
    std::optional<std::string> as_number;
    std::optional<std::string> as_name;  // of several: joined by "; "
    std::optional<std::string> country;  // ISO 3166-1 alpha-2, if the table says

    friend bool operator==(const Network&, const Network&) = default;
};

// Thread rule: may be called from any thread.
class AddressLookup {
  public:
    AddressLookup() = default;
    AddressLookup(const AddressLookup&) = delete;
    AddressLookup& operator=(const AddressLookup&) = delete;
    virtual ~AddressLookup() = default;

    // As of at_s, unix seconds: by the table valid then, else by the nearest that there is. For a window at_s
    // is its last_probe_s. Throws what the database throws.
    [[nodiscard]] virtual Network network_of(const Address& address, std::int64_t at_s) = 0;
};

}  // namespace tixdb::model
