// SPDX-License-Identifier: MIT

#include "ingest/client_address.hpp"

#include <cstdint>

#include "base/parse_number.hpp"
#include "model/address.hpp"

namespace tixdb::ingest {
namespace {

std::optional<std::string> text_of(std::string_view host, model::AddressFamily written_as) {
    const bool is_v6 = host.find(':') != std::string_view::npos;
    if (is_v6 != (written_as == model::AddressFamily::v6)) return std::nullopt;
    const auto address = model::Address::parse(host);
    if (!address) return std::nullopt;
    return address->text();
}

}  // namespace

std::optional<std::string> canonical_ip(std::string_view from) {
    const auto colon = from.rfind(':');
    if (colon == std::string_view::npos || !parse_number<std::uint16_t>(from.substr(colon + 1)))
        return std::nullopt;
    std::string_view host = from.substr(0, colon);
    if (!host.starts_with('[')) return text_of(host, model::AddressFamily::v4);
    if (!host.ends_with(']')) return std::nullopt;
    host = host.substr(1, host.size() - 2);
    if (const auto percent = host.find('%'); percent != std::string_view::npos) {
        if (percent + 1 == host.size()) return std::nullopt;
        host = host.substr(0, percent);
    }
    return text_of(host, model::AddressFamily::v6);
}

}  // namespace tixdb::ingest
