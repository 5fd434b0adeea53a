// SPDX-License-Identifier: MIT
// An IP address as reports, results and network tables know it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/enum_names.hpp"

namespace tixdb::model {

enum class AddressFamily : std::uint8_t { v4 = 4, v6 = 6 };

// What an address is for, from the IANA special-purpose registries (RFC 6890 and its updates). Only `global`
// ones belong to a network that a routing table can know.
enum class AddressKind {
    global,
    unspecified,    // 0.0.0.0, ::
    loopback,       // 127.0.0.0/8, ::1
    private_use,    // RFC 1918; fc00::/7, RFC 4193
    shared,         // 100.64.0.0/10: behind a carrier's NAT, RFC 6598
    link_local,     // 169.254.0.0/16, fe80::/10
    documentation,  // RFC 5737, RFC 3849, RFC 9637
    benchmarking,   // 198.18.0.0/15, 2001:2::/48
    multicast,      // 224.0.0.0/4, ff00::/8
    reserved,       // everything else that is not globally reachable, the broadcast address included
};

// "global", "private", "link_local" …: the words of the database and of all output.
inline constexpr EnumNames<AddressKind, 10> kAddressKinds("kind of address",
                                                          {{{AddressKind::global, "global"},
                                                            {AddressKind::unspecified, "unspecified"},
                                                            {AddressKind::loopback, "loopback"},
                                                            {AddressKind::private_use, "private"},
                                                            {AddressKind::shared, "shared"},
                                                            {AddressKind::link_local, "link_local"},
                                                            {AddressKind::documentation, "documentation"},
                                                            {AddressKind::benchmarking, "benchmarking"},
                                                            {AddressKind::multicast, "multicast"},
                                                            {AddressKind::reserved, "reserved"}}});

[[nodiscard]] constexpr std::string_view name_of(AddressKind kind) {
    return kAddressKinds.name_of(kind);
}

// A value. An IPv4-mapped IPv6 address (::ffff:a.b.c.d) is the IPv4 address. Ordered by family, then
// numerically.
class Address {
  public:
    // The strict forms of inet_pton: no leading zeros, no zone ("%eth0"), no brackets, no spaces.
    [[nodiscard]] static std::optional<Address> parse(std::string_view text);

    // bytes in network order: 4 of them are IPv4, 16 IPv6 (or, if mapped, IPv4). Nothing for any other
    // number.
    [[nodiscard]] static std::optional<Address> from_bytes(std::span<const std::uint8_t> bytes);

    // 0.0.0.0
    Address() = default;

    [[nodiscard]] AddressFamily family() const { return family_; }
    // 32 or 128.
    [[nodiscard]] int width() const { return family_ == AddressFamily::v4 ? 32 : 128; }
    // 4 or 16 bytes in network order; valid as long as the address.
    [[nodiscard]] std::span<const std::uint8_t> bytes() const {
        return {bytes_.data(), static_cast<std::size_t>(width()) / 8};
    }
    // Canonical, as inet_ntop writes it (RFC 5952).
    [[nodiscard]] std::string text() const;
    [[nodiscard]] AddressKind kind() const;
    [[nodiscard]] bool is_global() const { return kind() == AddressKind::global; }

    // The first address of its network of that length: all bits after the first prefix_length cleared.
    // prefix_length in [0, width()].
    [[nodiscard]] Address masked(int prefix_length) const;

    friend auto operator<=>(const Address&, const Address&) = default;

  private:
    AddressFamily family_ = AddressFamily::v4;
    std::array<std::uint8_t, 16> bytes_{};  // IPv4 in the first four
};

// A network: its first address and the number of leading bits that its addresses share.
struct Prefix {
    Address first;
    int length = 0;

    [[nodiscard]] bool contains(const Address& address) const {
        return address.family() == first.family() && address.masked(length) == first;
    }
    // "192.0.2.0/24"
    [[nodiscard]] std::string text() const;

    friend auto operator<=>(const Prefix&, const Prefix&) = default;
};

}  // namespace tixdb::model
