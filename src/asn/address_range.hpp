// SPDX-License-Identifier: MIT
// Splits a range of addresses into prefixes.
#pragma once

#include <functional>

#include "model/address.hpp"

namespace tixdb::asn {

// Calls visit with the fewest prefixes that together are first…last, in ascending order: at most 62 of them
// for IPv4, 254 for IPv6. Both ends are of one family, and first <= last. What lies in ::ffff:0:0/96 is left
// out: these addresses are IPv4.
void for_each_prefix(const model::Address& first, const model::Address& last,
                     const std::function<void(const model::Prefix&)>& visit);

}  // namespace tixdb::asn
