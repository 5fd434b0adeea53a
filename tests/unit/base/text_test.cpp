// SPDX-License-Identifier: MIT

#include "base/text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace tixdb {
namespace {

TEST(Text, WellFormedUtf8IsToldFromWhatIsNot) {
    EXPECT_TRUE(is_utf8("na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x99\x82"));
    EXPECT_FALSE(is_utf8("\xC0\x80"));          // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
    EXPECT_FALSE(is_utf8("\xE2\x82"));          // cut short
    for (const char* of_its_length :
         {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_utf8(of_its_length))
            << "the first or the last of its length, or beside the surrogates";
    for (const char* beyond : {"\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF"})
        EXPECT_FALSE(is_utf8(beyond)) << "beside the first or the last of its length, or the last surrogate";
}

TEST(Text, EscapedNameCanNeitherBreakALineNorDriveATerminal) {
    EXPECT_EQ(escaped("a\nb\x1B[31m\\"), "a\\nb\\x1b[31m\\\\");
    EXPECT_EQ(escaped("a\x7F\x1Fz ~"), "a\\x7f\\x1fz ~");
    EXPECT_EQ(escaped("\xC2\x9F\xC2\xA0"), "\\xc2\\x9f\xC2\xA0")
        << "the last C1 control, and what follows it";
    EXPECT_EQ(escaped("\xC2\x9B"
                      "31m"),
              "\\xc2\\x9b31m");  // C1 control
    EXPECT_EQ(escaped("a\xE2\x80\xAE"
                      "b"),
              "a\\xe2\\x80\\xaeb");  // right-to-left override
    EXPECT_EQ(escaped("\xFF ok \xC3\xA9"), "\\xff ok \xC3\xA9");
}

TEST(Text, MarksOfDirectionAndWhatHasNoWidthAreEscapedAndTheirNeighboursAreNot) {
    const auto utf8_of = [](unsigned code_point) {
        std::string bytes;
        if (code_point >= 0x800) {
            bytes += static_cast<char>(0xE0U | code_point >> 12U);
            bytes += static_cast<char>(0x80U | (code_point >> 6U & 0x3FU));
        } else {
            bytes += static_cast<char>(0xC0U | code_point >> 6U);
        }
        return bytes + static_cast<char>(0x80U | (code_point & 0x3FU));
    };
    for (const unsigned escaped_one :
         {0x061CU, 0x200BU, 0x200FU, 0x2028U, 0x202EU, 0x2066U, 0x2069U, 0xFEFFU})
        EXPECT_EQ(escaped(utf8_of(escaped_one)).substr(0, 2), "\\x") << escaped_one;
    for (const unsigned shown :
         {0x061BU, 0x061DU, 0x200AU, 0x2010U, 0x2027U, 0x202FU, 0x2065U, 0x206AU, 0xFEFEU})
        EXPECT_EQ(escaped(utf8_of(shown)), utf8_of(shown)) << shown;
}

TEST(Text, JsonQuotedIsReadBackByAnotherLibraryAsItWas) {
    for (int c = 0; c < 0x80; ++c) {
        const std::string text = {'a', static_cast<char>(c), 'z'};
        EXPECT_EQ(nlohmann::json::parse(json_quoted(text)).get<std::string>(), text) << c;
    }
    const std::string wide = "na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x99\x82";
    EXPECT_EQ(nlohmann::json::parse(json_quoted(wide)).get<std::string>(), wide);
}

TEST(Text, JsonQuotedIsValidJsonForAnyBytes) {
    EXPECT_EQ(json_quoted("a\"b\\c\n\x01"), "\"a\\\"b\\\\c\\u000a\\u0001\"");
    EXPECT_EQ(json_quoted("\xFF"), "\"\\\\xff\"");
}

TEST(Text, AlternativesHaveAnOrBeforeTheLast) {
    EXPECT_EQ(alternatives({}), "");
    EXPECT_EQ(alternatives(std::vector<std::string>{"a"}), "a");
    EXPECT_EQ(alternatives(std::vector<std::string>{"a", "b"}), "a or b");
    EXPECT_EQ(alternatives(std::vector<std::string>{"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace tixdb
