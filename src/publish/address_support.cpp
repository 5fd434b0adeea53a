// SPDX-License-Identifier: MIT

#include "publish/address_support.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/address.hpp"

namespace tixdb::publish {

std::optional<std::string> why_unroutable(std::string_view ip) {
    const auto address = model::Address::parse(ip);
    if (!address) return "what is no IP address";
    if (address->family() == model::AddressFamily::v6) return "an IPv6 address";
    switch (address->kind()) {
        case model::AddressKind::global:
        case model::AddressKind::private_use:
        case model::AddressKind::loopback:
            return std::nullopt;
        default:
            break;
    }
    std::string kind(model::name_of(address->kind()));
    std::replace(kind.begin(), kind.end(), '_', '-');
    return fmt::format("a {} address", kind);
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
