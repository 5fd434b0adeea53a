// SPDX-License-Identifier: MIT
// Tells which addresses tix-api can assign to a network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/network.hpp"
#include "publish/publish_settings.hpp"

namespace tixdb::publish {

// Why tix-api answers 500 to any report of this address, whatever its table holds: "an IPv6 address". Nothing
// if it may take the address: every IPv4 address that its table covers, private ones and those of loopback.
[[nodiscard]] std::optional<std::string> why_unroutable(std::string_view ip);

// True of a global address for which our own table in force at now_s has no network: it is unlikely that
// tix-api's table has one. False if we have no table.
[[nodiscard]] bool is_uncovered(std::string_view ip, model::AddressLookup& networks, std::int64_t now_s);

// True if the settings say that a result of this address is to be held without asking tix-api.
[[nodiscard]] bool is_held_unasked(std::string_view ip, const PublishSettings& settings, std::int64_t now_ms);

}  // namespace tixdb::publish
