// SPDX-License-Identifier: MIT

#include "ingest/client_address.hpp"

#include <gtest/gtest.h>

namespace tixdb::ingest {
namespace {

std::string ip_of(std::string_view from) {
    return canonical_ip(from).value_or("none");
}

TEST(ClientAddress, HostIsCanonicalAndPortLeftOut) {
    EXPECT_EQ(ip_of("203.0.113.7:4500"), "203.0.113.7");
    EXPECT_EQ(ip_of("[2001:DB8:0:0:0:0:0:1]:4500"), "2001:db8::1");
    EXPECT_EQ(ip_of("[::1]:0"), "::1");
}

TEST(ClientAddress, MappedAddressIsIpv4) {
    EXPECT_EQ(ip_of("[::ffff:203.0.113.7]:1"), "203.0.113.7");
    EXPECT_EQ(ip_of("[0:0:0:0:0:ffff:cb00:7107]:1"), "203.0.113.7");
}

TEST(ClientAddress, ZoneIsLeftOut) {
    EXPECT_EQ(ip_of("[fe80::1%eth0]:4500"), "fe80::1");
    EXPECT_EQ(ip_of("[0:0:0:0:0:0:0:0%0]:4500"), "::");
}

TEST(ClientAddress, WhatIsNoAddressWithAPortIsRefused) {
    for (const std::string_view from : {"",
                                        ":",
                                        "203.0.113.7",
                                        "203.0.113.7:",
                                        "203.0.113.7:x",
                                        "203.0.113.7:65536",
                                        "203.0.113.7:-1",
                                        "203.0.113.7:+1",
                                        "203.0.113.7: 1",
                                        " 203.0.113.7:1",
                                        "203.0.113.07:1",
                                        "host.example:1",
                                        ":1",
                                        "2001:db8::1:4500",
                                        "[2001:db8::1]",
                                        "[2001:db8::1]4500",
                                        "[2001:db8::1:4500",
                                        "[203.0.113.7]:1",
                                        "[]:1",
                                        "[fe80::1%]:1",
                                        "/203.0.113.7:1"}) {
        EXPECT_EQ(ip_of(from), "none") << from;
    }
    EXPECT_EQ(ip_of(std::string_view("203.0.113.7\0:1", 14)), "none");
}

}  // namespace
}  // namespace tixdb::ingest
