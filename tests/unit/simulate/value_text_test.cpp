// SPDX-License-Identifier: MIT

#include "simulate/value_text.hpp"

#include <gtest/gtest.h>

namespace tixdb::simulate::value_text_test {
namespace {

TEST(ValueText, SpansAreInAnyUnitAndMillisecondsWithoutOne) {
    EXPECT_EQ(parse_signed_ns("7ns"), 7);
    EXPECT_EQ(parse_signed_ns("-7us"), -7'000);
    EXPECT_EQ(parse_signed_ns("1.5ms"), 1'500'000);
    EXPECT_EQ(parse_signed_ns("+7"), 7'000'000);
    EXPECT_EQ(parse_signed_ns("7s"), 7'000'000'000);
    EXPECT_EQ(parse_signed_ns("-7min"), -420'000'000'000);
    EXPECT_EQ(parse_signed_ns("7m"), 420'000'000'000);
    EXPECT_EQ(parse_signed_ns("0.5h"), 1'800'000'000'000);
    EXPECT_EQ(parse_signed_ns("2d"), 172'800'000'000'000);
    EXPECT_EQ(parse_signed_ns("-0"), 0);
    for (const char* text : {"", "ms", "+-1s", "++1s", "1 s", "1w", "1e3x", "nan", "inf", "40000d"}) {
        EXPECT_FALSE(parse_signed_ns(text)) << text;
    }
}

TEST(ValueText, DurationsAreRoundedDownToWholeSeconds) {
    EXPECT_EQ(parse_whole_s("90s"), 90);
    EXPECT_EQ(parse_whole_s("1999ms"), 1);
    EXPECT_EQ(parse_whole_s("2h"), 7200);
    EXPECT_FALSE(parse_whole_s("-1s"));
    EXPECT_FALSE(parse_whole_s("soon"));
}

TEST(ValueText, RatesAreInPpmWhetherTheySaySoOrNot) {
    EXPECT_EQ(parse_ppm("20ppm"), 20);
    EXPECT_EQ(parse_ppm("-0.5ppm"), -0.5);
    EXPECT_EQ(parse_ppm("+50"), 50);
    for (const char* text : {"", "ppm", "+-5", "5ppb", "5 ppm"}) EXPECT_FALSE(parse_ppm(text)) << text;
}

TEST(ValueText, EmptyPartsAreParts) {
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
}

}  // namespace
}  // namespace tixdb::simulate::value_text_test
