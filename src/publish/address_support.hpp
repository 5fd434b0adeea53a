// Which addresses tix-api can place in a network.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tixdb::publish {

// Why tix-api answers 500 for any report of this address, as "an IPv6 address" or "a shared address"; nothing
// if it may take it. It takes global IPv4 addresses that its own table covers, private ones and those of
// loopback.
[[nodiscard]] std::optional<std::string> why_unroutable(std::string_view ip);

}  // namespace tixdb::publish
