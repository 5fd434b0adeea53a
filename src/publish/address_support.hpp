// SPDX-License-Identifier: MIT
// Which addresses tix-api can place in a network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/network.hpp"
#include "publish/publish_settings.hpp"

namespace tixdb::publish {

// Why tix-api answers 500 for any report of this address whatever its table holds, as "an IPv6 address";
// nothing if it may take it: every IPv4 address that its own table covers, private ones and those of
// loopback.
[[nodiscard]] std::optional<std::string> why_unroutable(std::string_view ip);

// True of a global address that the table in force at now_s, one of ours, does not lead to any network:
// tix-api's own will hardly do. False without a table.
[[nodiscard]] bool is_uncovered(std::string_view ip, model::AddressLookup& networks, std::int64_t now_s);

// True if the settings say that a result of this address is to be held without asking tix-api.
[[nodiscard]] bool is_held_unasked(std::string_view ip, const PublishSettings& settings, std::int64_t now_ms);

}  // namespace tixdb::publish
