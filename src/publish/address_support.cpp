#include "publish/address_support.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/address.hpp"

namespace tixdb::publish {

std::optional<std::string> why_unroutable(std::string_view ip) {
    const auto address = model::Address::parse(ip);
    if (!address) return "not an IP address";
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

}  // namespace tixdb::publish
