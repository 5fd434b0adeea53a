// SPDX-License-Identifier: MIT

#include "publish/address_support.hpp"

#include "model/address.hpp"

namespace tixdb::publish {

std::optional<std::string> why_unroutable(std::string_view ip) {
    const auto address = model::Address::parse(ip);
    if (!address) return "what is no IP address";
    if (address->family() == model::AddressFamily::v6) return "an IPv6 address";
    return std::nullopt;
}

bool is_uncovered(std::string_view ip, model::AddressLookup& networks, std::int64_t now_s) {
    const auto address = model::Address::parse(ip);
    if (!address || !address->is_global()) return false;
    const model::Network network = networks.network_of(*address, now_s);
    return network.as_snapshot_id && !network.as_number;
}

bool is_held_unasked(std::string_view ip, const PublishSettings& settings, std::int64_t now_ms) {
    if (!settings.hold_unroutable) return false;
    if (why_unroutable(ip)) return true;
    return settings.networks != nullptr && is_uncovered(ip, *settings.networks, now_ms / 1000);
}

}  // namespace tixdb::publish
