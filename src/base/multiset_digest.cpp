// SPDX-License-Identifier: MIT

#include "base/multiset_digest.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace tixdb {

void MultisetDigest::add(std::span<const std::uint8_t> row) {
    const auto digest = sha256(row);
    unsigned carry = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
        const unsigned byte = static_cast<unsigned>(sum_.at(i)) + digest.at(i) + carry;
        sum_.at(i) = static_cast<std::uint8_t>(byte & 0xFFU);
        carry = byte >> 8U;
    }
    ++rows_;
}

std::array<std::uint8_t, 32> MultisetDigest::digest() const {
    std::array<std::uint8_t, 40> text{};
    for (std::size_t i = 0; i < 8; ++i)
        text.at(i) = static_cast<std::uint8_t>(static_cast<std::uint64_t>(rows_) >> (8 * i));
    std::copy(sum_.begin(), sum_.end(), text.begin() + 8);
    return sha256(text);
}

}  // namespace tixdb
