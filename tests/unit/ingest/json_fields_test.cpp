// SPDX-License-Identifier: MIT
// Two readers of one format: what the fast one takes, the one that decides takes too, and reads the same in
// it.
#include "ingest/json_fields.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "ingest/fast_json_fields.hpp"
#include "support/report_builder.hpp"

namespace tixdb::ingest::json_fields {
namespace {

test::ReportBuilder report(int count = 2) {
    return {1'500'000'000, count};
}

// Whether the fast reader takes it. Fails if the other one then does not, or reads something else.
bool is_fast(const std::string& json) {
    FastJsonFields fast;
    if (!fast.read(json)) return false;
    JsonFields slow;
    const auto problem = slow.read(json);
    EXPECT_FALSE(problem) << problem->detail << "\n" << json;
    EXPECT_EQ(fast.fields().texts, slow.fields().texts) << json;
    EXPECT_EQ(fast.fields().numbers, slow.fields().numbers) << json;
    return true;
}

bool is_accepted(const std::string& json) {
    return !JsonFields().read(json);
}

// Both take it, or neither.
void expect_same(const std::string& json) {
    EXPECT_EQ(is_fast(json), is_accepted(json)) << json;
}

TEST(JsonFields, UsualReportsAreReadFast) {
    EXPECT_TRUE(is_fast(report(1).json()));
    EXPECT_TRUE(is_fast(report(60).json()));
    EXPECT_TRUE(is_fast(
        report().packet_ns({-1, 2, -9'223'372'036'854'775'807 - 1, 9'223'372'036'854'775'807}).json()));
    EXPECT_TRUE(is_fast(" \t\r\n" + report().json() + "\n"));
    EXPECT_TRUE(is_fast(report().field("from", "\"ü€\U0001F600\"").json())) << "UTF-8";
    EXPECT_TRUE(is_fast(report().field("note", R"({"from":[1,{"userId":null}],"x":[2.5,true]})").json()));
    EXPECT_TRUE(is_fast(report().field("note", "1").again("note", "2").json()))
        << "a field that nobody knows, twice";
    EXPECT_TRUE(is_fast(report().field("from", "\"\"").json()));
}

TEST(JsonFields, OneReaderReadsOneFileAfterTheOther) {
    FastJsonFields fast;
    for (const int count : {60, 1, 400, 2, 1000, 60}) {
        const std::string json = report(count).json();
        ASSERT_TRUE(fast.read(json));
        EXPECT_FALSE(fast.read(json.substr(0, json.size() - 1)));
        ASSERT_TRUE(fast.read(json));
        JsonFields slow;
        ASSERT_FALSE(slow.read(json));
        EXPECT_EQ(fast.fields().texts, slow.fields().texts);
    }
}

TEST(JsonFields, WhatTheFastOneLeavesIsDecidedByTheOther) {
    EXPECT_FALSE(is_fast(report().field("from", R"("203.0.113.7\u003a1")").json()));
    EXPECT_TRUE(is_accepted(report().field("from", R"("203.0.113.7\u003a1")").json()));
    const std::string long_file = report().field("note", "\"" + std::string(300'000, 'x') + "\"").json();
    EXPECT_FALSE(is_fast(long_file));
    EXPECT_TRUE(is_accepted(long_file));
    const std::string deep = std::string(2000, '[') + std::string(2000, ']');
    EXPECT_FALSE(is_fast(report().field("note", deep).json()));
    EXPECT_TRUE(is_accepted(report().field("note", deep).json()));
    EXPECT_FALSE(is_fast("\xEF\xBB\xBF" + report().json()));
    EXPECT_TRUE(is_accepted("\xEF\xBB\xBF" + report().json())) << "a byte order mark";
}

TEST(JsonFields, BothRefuseWhatIsNoReport) {
    for (const char* json : {"", " ", "{", "[]", "1", "null", "{}", "{\"from\":1}", "{\"from\"}", "{,}"})
        expect_same(json);
    for (const char* value : {"1.0",
                              "1e3",
                              "01",
                              "+1",
                              "-",
                              "0x1",
                              "9223372036854775808",
                              "-9223372036854775809",
                              "1e400",
                              "null",
                              "true",
                              "[]",
                              "{}",
                              "\"1\"",
                              "NaN",
                              "Infinity",
                              "1 2",
                              "18446744073709551616",
                              ".5",
                              "5.",
                              "-0",
                              "0"}) {
        expect_same(report().field("userId", value).json());
        // Numbers that no field of ours can hold are left to the other reader.
        is_fast(report().field("note", value).json());
    }
    for (const std::string value : {"\"\x01\"", "\"\n\"", "\"\t\"", "\"\x7F\"", "\"", "'x'", "\"a\" \"b\"",
                                    "\"a\"b", "x", "tru", "[1,]", "{\"a\":1,}"}) {
        expect_same(report().field("from", value).json());
        expect_same(report().field("note", value).json());
    }
    expect_same(report().again("userId", "3").json());
    expect_same(report().again("from", "\"x\"").json());
    expect_same(report().without("to").json());
    expect_same(report().json() + "x");
    expect_same(report().json() + ",");
    expect_same(report().json() + report().json());
    expect_same(report().json() + std::string(1, '\0'));
    expect_same("[" + report().json() + "]");
    expect_same("\xFE\xFF" + report().json());
}

TEST(JsonFields, InvalidUtf8IsRefusedByBoth) {
    for (const std::string text :
         {"\xFF", "\xC0\x80", "\xC1\xBF", "\x80", "\xE2\x82", "\xE0\x80\x80", "\xED\xA0\x80", "\xED\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF0\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xC3"}) {
        for (const char* field : {"from", "note"}) {
            const std::string json = report().field(field, "\"a" + text + "b\"").json();
            EXPECT_FALSE(is_fast(json));
            EXPECT_FALSE(is_accepted(json));
        }
        EXPECT_FALSE(is_accepted(report().field("x" + text, "1").json()));
        EXPECT_FALSE(is_fast(report().field("x" + text, "1").json()));
    }
}

// Halves of surrogate pairs, which simdjson may take, do not get to it.
TEST(JsonFields, EscapesAreNeverReadFast) {
    for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800\ue000")", R"("\u00e4")", R"("\n")",
                             R"("\\")", R"("\x")"}) {
        EXPECT_FALSE(is_fast(report().field("from", text).json())) << text;
        EXPECT_FALSE(is_fast(report().field("note", text).json())) << text;
    }
    EXPECT_FALSE(is_accepted(report().field("note", R"("\ud800\ue000")").json()));
}

// A report with some bytes changed, cut out or put in: characters that mean something to JSON, above all.
RC_GTEST_PROP(JsonFieldsProperty, WhatTheFastReaderTakesTheOtherTakesAndReadsAlike, ()) {
    std::string json = report(1).field("note", R"({"a":[1,2.5e3,true,null,"ü"],"b":{}})").json();
    const auto changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
        const auto byte =
            *rc::gen::oneOf(rc::gen::elementOf(std::string("\"{}[],:0123456789-+.eEtfn \t\n/\xC3\xBC\x80")),
                            rc::gen::arbitrary<char>());
        switch (*rc::gen::inRange(0, 3)) {
            case 0:
                json[at] = byte;
                break;
            case 1:
                json.erase(at, *rc::gen::inRange<std::size_t>(1, 6));
                break;
            default:
                json.insert(at, 1, byte);
        }
    }
    const bool fast = is_fast(json);
    RC_ASSERT(!testing::Test::HasFailure());
    RC_CLASSIFY(fast, "accepted");
}

}  // namespace
}  // namespace tixdb::ingest::json_fields
