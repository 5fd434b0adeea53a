// SPDX-License-Identifier: MIT

#include "asn/address_range.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <compare>

namespace tixdb::asn {
namespace {

// An address as a number of 128 bits.
struct Number {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend auto operator<=>(const Number&, const Number&) = default;
};

Number number_of(const model::Address& address) {
    Number number;
    for (const std::uint8_t byte : address.bytes()) {
        number.high = (number.high << 8U) | (number.low >> 56U);
        number.low = (number.low << 8U) | byte;
    }
    return number;
}

std::optional<model::Address> address_of(Number number, int width) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = bytes.size(); i-- > 0;) {
        bytes[i] = static_cast<std::uint8_t>(number.low);
        number.low = (number.low >> 8U) | (number.high << 56U);
        number.high >>= 8U;
    }
    const auto size = static_cast<std::size_t>(width) / 8;
    return model::Address::from_bytes(std::span<const std::uint8_t>(bytes).last(size));
}

// 2^exponent - 1, exponent in [0, 128].
Number ones(int exponent) {
    constexpr std::uint64_t kAll = ~std::uint64_t{0};
    if (exponent >= 128) return {kAll, kAll};
    if (exponent >= 64) return {(std::uint64_t{1} << static_cast<unsigned>(exponent - 64)) - 1, kAll};
    return {0, (std::uint64_t{1} << static_cast<unsigned>(exponent)) - 1};
}

Number sum(const Number& a, const Number& b) {
    const std::uint64_t low = a.low + b.low;
    return {a.high + b.high + (low < a.low ? 1U : 0U), low};
}

int trailing_zeros(const Number& number) {
    return number.low != 0 ? std::countr_zero(number.low) : 64 + std::countr_zero(number.high);
}

}  // namespace

void for_each_prefix(const model::Address& first, const model::Address& last,
                     const std::function<void(const model::Prefix&)>& visit) {
    const int width = first.width();
    const Number end = number_of(last);
    Number at = number_of(first);
    while (true) {
        // The largest block that begins here, is aligned and does not reach beyond the end.
        int bits = std::min(trailing_zeros(at), width);
        while (sum(at, ones(bits)) > end) --bits;
        const auto address = address_of(at, width);
        if (address && address->width() == width) visit({*address, width - bits});
        const Number block_end = sum(at, ones(bits));
        if (block_end == end) return;
        at = sum(block_end, {0, 1});
    }
}

}  // namespace tixdb::asn
