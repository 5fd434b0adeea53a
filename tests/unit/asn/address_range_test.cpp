// SPDX-License-Identifier: MIT

#include "asn/address_range.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace tixdb::asn {
namespace {

std::string prefixes_of(std::string_view first, std::string_view last) {
    std::string text;
    for_each_prefix(model::Address::parse(first).value(), model::Address::parse(last).value(),
                    [&](const model::Prefix& prefix) { text += (text.empty() ? "" : " ") + prefix.text(); });
    return text;
}

TEST(AddressRange, AlignedOneIsOnePrefix) {
    EXPECT_EQ(prefixes_of("1.0.0.0", "1.0.0.255"), "1.0.0.0/24");
    EXPECT_EQ(prefixes_of("1.2.3.4", "1.2.3.4"), "1.2.3.4/32");
    EXPECT_EQ(prefixes_of("0.0.0.0", "255.255.255.255"), "0.0.0.0/0");
    EXPECT_EQ(prefixes_of("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "::/0");
    EXPECT_EQ(prefixes_of("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"), "2001:db8::/32");
}

TEST(AddressRange, OtherOnesAreTheFewestPrefixes) {
    EXPECT_EQ(prefixes_of("1.0.128.0", "1.0.196.255"), "1.0.128.0/18 1.0.192.0/22 1.0.196.0/24");
    EXPECT_EQ(prefixes_of("10.0.0.1", "10.0.0.6"), "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32");
    EXPECT_EQ(prefixes_of("255.255.255.254", "255.255.255.255"), "255.255.255.254/31");
    EXPECT_EQ(prefixes_of("::ffff:ffff:ffff:ffff", "0:0:0:1::"), "::ffff:ffff:ffff:ffff/128 0:0:0:1::/128");
}

TEST(AddressRange, WorstCasesStayWithinTheirBounds) {
    int count = 0;
    const auto add = [&](const model::Prefix&) { ++count; };
    for_each_prefix(*model::Address::parse("0.0.0.1"), *model::Address::parse("255.255.255.254"), add);
    EXPECT_EQ(count, 62);
    count = 0;
    for_each_prefix(*model::Address::parse("8000::1"),
                    *model::Address::parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"), add);
    EXPECT_LE(count, 254);
}

TEST(AddressRange, MappedPartOfIpv6IsLeftOut) {
    EXPECT_EQ(prefixes_of("::fffe:ffff:ffff", "::1:0:0:0"), "::fffe:ffff:ffff/128 ::1:0:0:0/128");
}

std::uint32_t number_of(const model::Address& address) {
    std::uint32_t number = 0;
    for (const std::uint8_t byte : address.bytes()) number = (number << 8U) | byte;
    return number;
}

model::Address address_of(std::uint32_t number) {
    const std::array<std::uint8_t, 4> bytes = {
        static_cast<std::uint8_t>(number >> 24U), static_cast<std::uint8_t>(number >> 16U),
        static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number)};
    return model::Address::from_bytes(bytes).value();
}

RC_GTEST_PROP(AddressRangeProperty, PrefixesFollowOneAnotherWithoutGapAndCannotBeJoined,
              (std::uint32_t a, std::uint32_t b)) {
    const std::uint32_t first = std::min(a, b);
    const std::uint32_t last = std::max(a, b);
    std::vector<model::Prefix> prefixes;
    for_each_prefix(address_of(first), address_of(last),
                    [&](const model::Prefix& p) { prefixes.push_back(p); });
    std::uint64_t next = first;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        RC_ASSERT(number_of(prefixes[i].first) == next);
        next += std::uint64_t{1} << static_cast<unsigned>(32 - prefixes[i].length);
        const bool halves = i > 0 && prefixes[i - 1].length == prefixes[i].length &&
                            prefixes[i - 1].first.masked(prefixes[i].length - 1) ==
                                prefixes[i].first.masked(prefixes[i].length - 1);
        RC_ASSERT(!halves);
    }
    RC_ASSERT(next == std::uint64_t{last} + 1);
}

}  // namespace
}  // namespace tixdb::asn
