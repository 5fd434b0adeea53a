// SPDX-License-Identifier: MIT
// The address of a report's sender, from its `from` field.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tixdb::ingest {

// The host of "host:port" or "[v6]:port" in canonical form (inet_ntop; an IPv4-mapped IPv6 address is IPv4, a
// zone such as %eth0 is left out). Nothing if it is no address or the port no number up to 65 535.
[[nodiscard]] std::optional<std::string> canonical_ip(std::string_view from);

}  // namespace tixdb::ingest
