// SPDX-License-Identifier: MIT

#include "asn/table_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tixdb::asn {
namespace {

// What the parser says, as one text.
struct Shown {
    std::string operator()(const PrefixLine& line) const {
        return line.prefix.text() + " " + std::string(line.as_numbers);
    }
    std::string operator()(const RangeLine& line) const {
        return line.first.text() + "-" + line.last.text() + " " + std::to_string(line.as_number) + " [" +
               line.country + "] [" + line.name + "]";
    }
    std::string operator()(const NameLine& line) const {
        return std::to_string(line.as_number) + " [" + line.name + "]";
    }
    std::string operator()(const Malformed& line) const { return "malformed: " + line.reason; }
};

std::string parsed(TableFormat format, std::string_view line) {
    return std::visit(Shown{}, parse_line(format, line));
}

std::string format_named(std::string_view line) {
    const auto format = format_of(line);
    return format ? std::string(name_of(*format)) : "none";
}

TEST(TableFormat, IsToldByTheFirstLineWithData) {
    EXPECT_EQ(format_named("1.0.0.0\t24\t13335"), "pfx2as");
    EXPECT_EQ(format_named("2001:db8::\t32\t64500_64501"), "pfx2as");
    EXPECT_EQ(format_named("1.0.0.0/24 13335"), "prefix-as");
    EXPECT_EQ(format_named("2001:db8::/32\t64500"), "prefix-as");
    EXPECT_EQ(format_named("1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET"), "iptoasn");
    EXPECT_EQ(format_named("1.0.0.0,1.0.0.255,13335,\"Cloudflare, Inc.\""), "ip-location-db");
    EXPECT_EQ(format_named("\"2001::\",\"2001::ff\",\"6939\",\"Hurricane\""), "ip-location-db");
    EXPECT_EQ(format_named("13335\tCLOUDFLARENET"), "names");
    EXPECT_EQ(format_named("AS13335   Cloudflare, Inc."), "names");
}

TEST(TableFormat, OfMalformedDataIsStillTold) {
    EXPECT_EQ(format_named("1.0.0.999\t24\t13335"), "pfx2as");
    EXPECT_EQ(format_named("1.0.0.0/99 13335"), "prefix-as");
    EXPECT_EQ(format_named("1.0.0.0,1.0.0.999,13335,x"), "ip-location-db");
}

TEST(TableFormat, OfAnythingElseIsNotGuessed) {
    for (const char* line : {"hello world", "16777216,16777471,13335,x", "16777216 16777471 13335",
                             "{\"a\": 1}", "13335", "a,b,c", "<html>", "PK\x03\x04"}) {
        EXPECT_EQ(format_named(line), "none") << line;
    }
}

TEST(Pfx2as, MultiOriginsAndSetsAreKeptWhole) {
    EXPECT_EQ(parsed(TableFormat::pfx2as, "1.0.0.0\t24\t13335"), "1.0.0.0/24 13335");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "1.0.0.0\t24\t13335_38803"), "1.0.0.0/24 13335_38803");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "1.0.0.0\t24\t4,5_6"), "1.0.0.0/24 4,5_6");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "1.0.0.0\t24\t{4,5}"), "1.0.0.0/24 {4,5}");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "  2001:DB8::  32  4294967295 "), "2001:db8::/32 4294967295");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "0.0.0.0 0 1"), "0.0.0.0/0 1");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "1.0.0.0 24 0"), "1.0.0.0/24 0");
}

TEST(Pfx2as, MappedPrefixIsIpv4) {
    EXPECT_EQ(parsed(TableFormat::pfx2as, "::ffff:1.2.3.0 120 7"), "1.2.3.0/24 7");
    EXPECT_EQ(parsed(TableFormat::pfx2as, "::ffff:0.0.0.0 95 7"),
              "malformed: not a prefix length of an IPv4 address: \"95\"");
}

TEST(Pfx2as, MalformedLinesSayWhy) {
    const auto why = [](const char* line) { return parsed(TableFormat::pfx2as, line); };
    EXPECT_EQ(why("1.0.0.0 24"), "malformed: 2 fields in place of prefix, length and AS number");
    EXPECT_EQ(why("1.0.0.0 24 1 2"), "malformed: 4 fields in place of prefix, length and AS number");
    EXPECT_EQ(why("1.0.0 24 1"), "malformed: not an address: \"1.0.0\"");
    EXPECT_EQ(why("1.0.0.0 33 1"), "malformed: not a prefix length of an IPv4 address: \"33\"");
    EXPECT_EQ(why("2001:db8:: 129 1"), "malformed: not a prefix length of an IPv6 address: \"129\"");
    EXPECT_EQ(why("1.0.0.0 -1 1"), "malformed: not a prefix length of an IPv4 address: \"-1\"");
    EXPECT_EQ(why("1.0.0.0 024 1"), "malformed: not a prefix length of an IPv4 address: \"024\"");
    EXPECT_EQ(why("1.0.0.1 24 1"), "malformed: address bits after the first 24: \"1.0.0.1\"");
    EXPECT_EQ(why("1.0.0.0 24 4294967296"), "malformed: not an AS number: \"4294967296\"");
    EXPECT_EQ(why("1.0.0.0 24 1_"), "malformed: not an AS number: \"1_\"");
    EXPECT_EQ(why("1.0.0.0 24 _1"), "malformed: not an AS number: \"_1\"");
    EXPECT_EQ(why("1.0.0.0 24 1.5"), "malformed: not an AS number: \"1.5\"");
    EXPECT_EQ(why("1.0.0.0 24 99999999999999999999"),
              "malformed: not an AS number: \"99999999999999999999\"");
    EXPECT_EQ(why("1.0.0.0 24 \x1b[2J"), "malformed: not an AS number: \"\\x1b[2J\"");
}

TEST(PrefixAs, TakesSpacesAndTabs) {
    EXPECT_EQ(parsed(TableFormat::prefix_as, "1.0.0.0/24 13335"), "1.0.0.0/24 13335");
    EXPECT_EQ(parsed(TableFormat::prefix_as, "2001:db8::/32\t1_2"), "2001:db8::/32 1_2");
    EXPECT_EQ(parsed(TableFormat::prefix_as, "1.0.0.0 13335"), "malformed: not a prefix/length: \"1.0.0.0\"");
    EXPECT_EQ(parsed(TableFormat::prefix_as, "1.0.0.0/24"),
              "malformed: 1 field in place of prefix/length and AS number");
    EXPECT_EQ(parsed(TableFormat::prefix_as, "1.0.0.0/ 5"),
              "malformed: not a prefix length of an IPv4 address: \"\"");
}

TEST(Iptoasn, CarriesCountryAndName) {
    EXPECT_EQ(parsed(TableFormat::iptoasn, "1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET - Cloudflare, Inc."),
              "1.0.0.0-1.0.0.255 13335 [US] [CLOUDFLARENET - Cloudflare, Inc.]");
    for (const std::string country : {"AZ", "ZA"})
        EXPECT_EQ(parsed(TableFormat::iptoasn, "1.0.0.0\t1.0.0.255\t1\t" + country),
                  "1.0.0.0-1.0.0.255 1 [" + country + "] []");
    EXPECT_EQ(parsed(TableFormat::iptoasn, "::\t::1\t0\tNone\tNot routed"), "::-::1 0 [] [Not routed]");
    EXPECT_EQ(parsed(TableFormat::iptoasn, "1.0.0.0\t1.0.0.255\t1"), "1.0.0.0-1.0.0.255 1 [] []");
    EXPECT_EQ(parsed(TableFormat::iptoasn, "1.0.0.0\t1.0.0.255\t1\tUS\tA\tB"),
              "1.0.0.0-1.0.0.255 1 [US] [A\tB]")
        << "the rest of the line is the name";
}

TEST(Iptoasn, CountryThatIsNotKnownIsNoneHoweverItIsWritten) {
    for (const char* unknown : {"", "-", "None", "Unknown"}) {
        EXPECT_EQ(parsed(TableFormat::iptoasn, std::string("1.0.0.0\t1.0.0.255\t1\t") + unknown + "\tX"),
                  "1.0.0.0-1.0.0.255 1 [] [X]")
            << unknown;
    }
}

TEST(Iptoasn, MalformedLinesSayWhy) {
    const auto why = [](const char* line) { return parsed(TableFormat::iptoasn, line); };
    EXPECT_EQ(why("1.0.0.0\t1.0.0.255"),
              "malformed: 2 fields in place of start, end, AS number, country and name between tabs");
    EXPECT_EQ(why("1.0.0.9\t1.0.0.1\t1\tUS\tX"),
              "malformed: a range that ends before it begins: \"1.0.0.1\"");
    EXPECT_EQ(why("1.0.0.0\t2001::\t1\tUS\tX"),
              "malformed: a range from one family into the other: \"2001::\"");
    EXPECT_EQ(why("1.0.0.0\t1.0.0.255\t1\tusa\tX"), "malformed: not a country of two letters: \"usa\"");
    EXPECT_EQ(why("1.0.0.0\t1.0.0.255\t1_2\tUS\tX"), "malformed: not an AS number: \"1_2\"");
}

TEST(IpLocationDb, QuotedFieldsMayHoldCommasAndQuotes) {
    EXPECT_EQ(parsed(TableFormat::ip_location_db, "1.0.0.0,1.0.0.255,13335,\"Cloudflare, \"\"Inc.\"\"\""),
              "1.0.0.0-1.0.0.255 13335 [] [Cloudflare, \"Inc.\"]");
    EXPECT_EQ(parsed(TableFormat::ip_location_db, "1.0.0.0,1.0.0.255,13335,"),
              "1.0.0.0-1.0.0.255 13335 [] []");
    EXPECT_EQ(parsed(TableFormat::ip_location_db, "1.0.0.0,1.0.0.255,13335"),
              "1.0.0.0-1.0.0.255 13335 [] []");
    EXPECT_EQ(
        parsed(TableFormat::ip_location_db, "1.0.0.0,1.0.0.255,1,\"open"),
        "malformed: a quote that is not closed or not followed by a comma: \"1.0.0.0,1.0.0.255,1,\"open\"");
    EXPECT_EQ(parsed(TableFormat::ip_location_db, "1.0.0.0,1.0.0.255,1,a,b"),
              "malformed: 5 fields in place of start, end, AS number and name between commas");
}

TEST(Names, TakeTabsOrSpaces) {
    EXPECT_EQ(parsed(TableFormat::names, "13335\tCLOUDFLARENET"), "13335 [CLOUDFLARENET]");
    EXPECT_EQ(parsed(TableFormat::names, "AS1     LVLT-1 - Level 3, US"), "1 [LVLT-1 - Level 3, US]");
    for (const char* number : {"AS13335", "as13335", "As13335"})
        EXPECT_EQ(parsed(TableFormat::names, std::string(number) + " x"), "13335 [x]");
    EXPECT_EQ(format_of("as13335 x"), TableFormat::names);
    EXPECT_EQ(parsed(TableFormat::names, "4294967295 x"), "4294967295 [x]");
    EXPECT_EQ(parsed(TableFormat::names, "12 T\xE9l\xE9"), "12 [T\\xe9l\\xe9]");
    EXPECT_EQ(parsed(TableFormat::names, "12 T\xC3\xA9l\xC3\xA9"), "12 [T\xC3\xA9l\xC3\xA9]");
    EXPECT_EQ(parsed(TableFormat::names, "13335"), "malformed: no name after the AS number: \"13335\"");
    EXPECT_EQ(parsed(TableFormat::names, "x y"), "malformed: not an AS number: \"x\"");
}

TEST(Comments, AndBlankLinesAreNoData) {
    EXPECT_TRUE(is_comment(""));
    EXPECT_TRUE(is_comment(" \t"));
    EXPECT_TRUE(is_comment("# 1.0.0.0 24 1"));
    EXPECT_TRUE(is_comment("; made by pyasn"));
    EXPECT_FALSE(is_comment("1.0.0.0 24 1"));
}

TEST(Malformed, LongFieldIsShownInPart) {
    const std::string reason = parsed(TableFormat::pfx2as, "1.0.0.0 24 " + std::string(5000, 'x'));
    EXPECT_LT(reason.size(), 150U);
    const auto shown = [](std::size_t bytes) {
        return parsed(TableFormat::pfx2as, "1.0.0.0 24 " + std::string(bytes, 'x'));
    };
    EXPECT_NE(shown(60).find('"' + std::string(60, 'x') + '"'), std::string::npos) << shown(60);
    EXPECT_NE(shown(61).find('"' + std::string(60, 'x') + "…\""), std::string::npos) << shown(61);
}

}  // namespace
}  // namespace tixdb::asn
