// SPDX-License-Identifier: MIT

#include "model/address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace tixdb::model {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

// A block of a special-purpose registry, by its leading bits.
struct Block {
    std::array<std::uint8_t, 16> first;
    int length;
    AddressKind kind;
};

// A more specific block stands before the one that it lies in.
constexpr std::array kBlocksV4 = {
    Block{{0, 0, 0, 0}, 32, AddressKind::unspecified},
    Block{{0}, 8, AddressKind::reserved},  // "this network"
    Block{{10}, 8, AddressKind::private_use},
    Block{{100, 64}, 10, AddressKind::shared},
    Block{{127}, 8, AddressKind::loopback},
    Block{{169, 254}, 16, AddressKind::link_local},
    Block{{172, 16}, 12, AddressKind::private_use},
    Block{{192, 0, 0}, 24, AddressKind::reserved},  // IETF protocol assignments
    Block{{192, 0, 2}, 24, AddressKind::documentation},
    Block{{192, 168}, 16, AddressKind::private_use},
    Block{{198, 18}, 15, AddressKind::benchmarking},
    Block{{198, 51, 100}, 24, AddressKind::documentation},
    Block{{203, 0, 113}, 24, AddressKind::documentation},
    Block{{224}, 4, AddressKind::multicast},
    Block{{240}, 4, AddressKind::reserved},
};

// Global unicast is 2000::/3 (RFC 4291) and the well-known prefix of NAT64; what no block names is reserved.
constexpr std::array kBlocksV6 = {
    Block{{}, 128, AddressKind::unspecified},
    Block{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, AddressKind::loopback},
    Block{{0x00, 0x64, 0xFF, 0x9B}, 96, AddressKind::global},
    Block{{0x20, 0x01, 0x00, 0x02}, 48, AddressKind::benchmarking},
    Block{{0x20, 0x01, 0x0D, 0xB8}, 32, AddressKind::documentation},
    Block{{0x3F, 0xFF}, 20, AddressKind::documentation},
    Block{{0x20}, 3, AddressKind::global},
    Block{{0xFC}, 7, AddressKind::private_use},
    Block{{0xFE, 0x80}, 10, AddressKind::link_local},
    Block{{0xFF}, 8, AddressKind::multicast},
};

void clear_after(std::array<std::uint8_t, 16>& bytes, int bits) {
    auto at = static_cast<std::size_t>(bits) / 8;
    if (const int rest = bits % 8; rest != 0) {
        bytes[at] = static_cast<std::uint8_t>(bytes[at] & (0xFFU << static_cast<unsigned>(8 - rest)));
        ++at;
    }
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), std::uint8_t{0});
}

template <typename Blocks>
AddressKind kind_in(const Blocks& blocks, const std::array<std::uint8_t, 16>& bytes, AddressKind otherwise) {
    for (const Block& block : blocks) {
        std::array<std::uint8_t, 16> masked = bytes;
        clear_after(masked, block.length);
        if (masked == block.first) return block.kind;
    }
    return otherwise;
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    // inet_pton would stop at a zero byte and take what stands before it.
    if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
    std::copy(text.begin(), text.end(), terminated.begin());
    const bool is_v6 = text.find(':') != std::string_view::npos;
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(is_v6 ? AF_INET6 : AF_INET, terminated.data(), bytes.data()) != 1) return std::nullopt;
    return from_bytes({bytes.data(), is_v6 ? 16U : 4U});
}

std::optional<Address> Address::from_bytes(std::span<const std::uint8_t> bytes) {
    if (bytes.size() != 4 && bytes.size() != 16) return std::nullopt;
    if (bytes.size() == 16 && std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
        bytes = bytes.subspan(kMapped.size());
    }
    Address address;
    address.family_ = bytes.size() == 4 ? AddressFamily::v4 : AddressFamily::v6;
    std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
    return address;
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(family_ == AddressFamily::v4 ? AF_INET : AF_INET6, bytes_.data(), buffer.data(), buffer.size());
    return buffer.data();
}

AddressKind Address::kind() const {
    if (family_ == AddressFamily::v4) return kind_in(kBlocksV4, bytes_, AddressKind::global);
    return kind_in(kBlocksV6, bytes_, AddressKind::reserved);
}

Address Address::masked(int prefix_length) const {
    Address result = *this;
    clear_after(result.bytes_, prefix_length);
    return result;
}

std::string Prefix::text() const {
    return first.text() + "/" + std::to_string(length);
}

}  // namespace tixdb::model
