// SPDX-License-Identifier: MIT

#include "base/keyed_digest.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace tixdb {
namespace {

constexpr std::size_t kBlockBytes = 64;  // of SHA-256
using Block = std::array<std::uint8_t, kBlockBytes>;

Block padded(std::span<const std::uint8_t> key, std::uint8_t mask) {
    Block block{};
    if (key.size() > block.size()) {
        const auto shorter = sha256(key);
        std::ranges::copy(shorter, block.begin());
    } else {
        std::ranges::copy(key, block.begin());
    }
    for (std::uint8_t& byte : block) byte ^= mask;
    return block;
}

}  // namespace

std::array<std::uint8_t, 32> keyed_digest(std::span<const std::uint8_t> key, std::string_view text) {
    Sha256 inner;
    inner.update(padded(key, 0x36));
    inner.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    Sha256 outer;
    outer.update(padded(key, 0x5c));
    outer.update(inner.finish());
    return outer.finish();
}

}  // namespace tixdb
