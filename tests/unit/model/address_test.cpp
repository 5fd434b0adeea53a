// SPDX-License-Identifier: MIT

#include "model/address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tixdb::model {
namespace {

std::string canonical(std::string_view text) {
    const auto address = Address::parse(text);
    return address ? address->text() : "none";
}

std::string_view kind_of(std::string_view text) {
    return name_of(Address::parse(text).value().kind());
}

TEST(Address, TextIsCanonical) {
    EXPECT_EQ(canonical("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(canonical("2001:0DB8:0:0:0:0:0:1"), "2001:db8::1");
    EXPECT_EQ(canonical("::"), "::");
    EXPECT_EQ(canonical("64:ff9b::192.0.2.1"), "64:ff9b::c000:201");
}

TEST(Address, MappedIpv6IsIpv4) {
    EXPECT_EQ(canonical("::ffff:192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(canonical("::FFFF:c000:0201"), "192.0.2.1");
    EXPECT_EQ(Address::parse("::ffff:192.0.2.1"), Address::parse("192.0.2.1"));
    EXPECT_EQ(Address::parse("::ffff:192.0.2.1")->family(), AddressFamily::v4);
    EXPECT_EQ(Address::parse("::192.0.2.1")->family(), AddressFamily::v6);
}

TEST(Address, WhatIsNoAddressIsRefused) {
    for (const char* text : {"", " ", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ",
                             " 1.2.3.4", "1.2.3.4/8", "[::1]", "fe80::1%eth0", ":::", "1::2::3", "12345::",
                             "::1:80.1", "-1.2.3.4", "1111:2222:3333:4444:5555:6666:7777:8888:9999",
                             "0000:0000:0000:0000:0000:ffff:192.168.100.228.0000000000000"}) {
        EXPECT_EQ(canonical(text), "none") << text;
    }
    EXPECT_EQ(canonical(std::string_view("1.2.3.4\0", 8)), "none");
    EXPECT_FALSE(Address::from_bytes(std::array<std::uint8_t, 5>{}));
}

TEST(Address, KindIsThatOfTheRegistries) {
    EXPECT_EQ(kind_of("8.8.8.8"), "global");
    EXPECT_EQ(kind_of("0.0.0.0"), "unspecified");
    EXPECT_EQ(kind_of("0.0.0.1"), "reserved");
    EXPECT_EQ(kind_of("10.255.255.255"), "private");
    EXPECT_EQ(kind_of("172.16.0.0"), "private");
    EXPECT_EQ(kind_of("192.168.1.34"), "private");
    EXPECT_EQ(kind_of("127.1.2.3"), "loopback");
    EXPECT_EQ(kind_of("169.254.0.1"), "link_local");
    EXPECT_EQ(kind_of("192.0.0.8"), "reserved");
    EXPECT_EQ(kind_of("192.0.2.9"), "documentation");
    EXPECT_EQ(kind_of("198.51.100.9"), "documentation");
    EXPECT_EQ(kind_of("203.0.113.9"), "documentation");
    EXPECT_EQ(kind_of("198.19.255.255"), "benchmarking");
    EXPECT_EQ(kind_of("239.1.1.1"), "multicast");
    EXPECT_EQ(kind_of("240.0.0.1"), "reserved");
    EXPECT_EQ(kind_of("255.255.255.255"), "reserved");
}

TEST(Address, KindOfIpv6IsThatOfTheRegistries) {
    EXPECT_EQ(kind_of("2a00:1450:4007::200e"), "global");
    EXPECT_EQ(kind_of("64:ff9b::808:808"), "global");
    EXPECT_EQ(kind_of("64:ff9b:1::"), "reserved");
    EXPECT_EQ(kind_of("::"), "unspecified");
    EXPECT_EQ(kind_of("::1"), "loopback");
    EXPECT_EQ(kind_of("::2"), "reserved");
    EXPECT_EQ(kind_of("fd12::1"), "private");
    EXPECT_EQ(kind_of("fe80::1"), "link_local");
    EXPECT_EQ(kind_of("febf::1"), "link_local");
    EXPECT_EQ(kind_of("fec0::1"), "reserved");
    EXPECT_EQ(kind_of("2001:db8::1"), "documentation");
    EXPECT_EQ(kind_of("3fff:fff::1"), "documentation");
    EXPECT_EQ(kind_of("2001:2::1"), "benchmarking");
    EXPECT_EQ(kind_of("ff02::1"), "multicast");
    EXPECT_EQ(kind_of("100::1"), "reserved");
    EXPECT_EQ(kind_of("::ffff:10.0.0.1"), "private");
}

TEST(Address, SharedSpaceEndsWhereItsBlockEnds) {
    EXPECT_EQ(kind_of("100.63.255.255"), "global");
    EXPECT_EQ(kind_of("100.64.0.0"), "shared");
    EXPECT_EQ(kind_of("100.127.255.255"), "shared");
    EXPECT_EQ(kind_of("100.128.0.0"), "global");
    EXPECT_EQ(kind_of("172.32.0.0"), "global");
}

TEST(Address, EveryOtherBlockBeginsAndEndsWhereTheRegistriesSay) {
    for (const char* outside :
         {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",       "126.255.255.255",   "128.0.0.0",
          "169.253.255.255", "169.255.0.0",     "172.15.255.255", "191.255.255.255",   "192.0.1.0",
          "192.0.3.0",       "192.167.255.255", "192.169.0.0",    "198.17.255.255",    "198.20.0.0",
          "198.51.99.255",   "198.51.101.0",    "203.0.112.255",  "203.0.114.0",       "223.255.255.255",
          "2000::",          "2001:1:ffff::",   "2001:2:1::",     "2001:db7:ffff::",   "2001:db9::",
          "3ffe:ffff::",     "3fff:1000::",     "3fff:ffff::",    "64:ff9b::ffff:ffff"})
        EXPECT_EQ(kind_of(outside), "global") << outside;
    for (const char* reserved :
         {"0.255.255.255", "192.0.0.0", "192.0.0.255", "64:ff9b::1:0:0",
          "64:ff9a:ffff::", "1fff:ffff::", "4000::", "fbff::", "fe00::", "fe7f::", "feff::"})
        EXPECT_EQ(kind_of(reserved), "reserved") << reserved;
    for (const auto& [inside, kind] : {std::pair("10.0.0.0", "private"),
                                       {"172.31.255.255", "private"},
                                       {"192.168.255.255", "private"},
                                       {"fc00::", "private"},
                                       {"fdff:ffff::", "private"},
                                       {"127.255.255.255", "loopback"},
                                       {"169.254.255.255", "link_local"},
                                       {"198.18.0.0", "benchmarking"},
                                       {"2001:2:0:ffff::", "benchmarking"},
                                       {"2001:db8:ffff::", "documentation"},
                                       {"3fff::", "documentation"},
                                       {"224.0.0.0", "multicast"},
                                       {"239.255.255.255", "multicast"},
                                       {"ff00::", "multicast"}})
        EXPECT_EQ(kind_of(inside), kind) << inside;
}

TEST(Address, MaskClearsTheBitsAfterThePrefix) {
    const Address address = Address::parse("255.255.255.255").value();
    EXPECT_EQ(address.masked(0).text(), "0.0.0.0");
    EXPECT_EQ(address.masked(9).text(), "255.128.0.0");
    EXPECT_EQ(address.masked(32), address);
    EXPECT_EQ(Address::parse("ffff::ffff")->masked(127).text(), "ffff::fffe");
}

TEST(Prefix, ContainsOnlyItsOwnFamily) {
    const Prefix everything{Address::parse("::").value(), 0};
    EXPECT_TRUE(everything.contains(Address::parse("2001:db8::1").value()));
    EXPECT_FALSE(everything.contains(Address::parse("192.0.2.1").value()));
    const Prefix prefix{Address::parse("192.0.2.0").value(), 25};
    EXPECT_TRUE(prefix.contains(Address::parse("192.0.2.127").value()));
    EXPECT_FALSE(prefix.contains(Address::parse("192.0.2.128").value()));
    EXPECT_EQ(prefix.text(), "192.0.2.0/25");
}

RC_GTEST_PROP(AddressProperty, ParsingTheTextGivesTheAddressBack, (std::array<std::uint8_t, 16> bytes)) {
    const bool short_form = *rc::gen::arbitrary<bool>();
    const Address address = Address::from_bytes({bytes.data(), short_form ? 4U : 16U}).value();
    RC_ASSERT(Address::parse(address.text()) == address);
}

}  // namespace
}  // namespace tixdb::model
