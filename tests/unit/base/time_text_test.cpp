// SPDX-License-Identifier: MIT

#include "base/time_text.hpp"

#include <gtest/gtest.h>

namespace tixdb {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kNow = 1'505'080'698;  // 2017-09-10T21:58:18Z

TEST(TimeText, IsoTimesAreUtcUnlessTheySayOtherwise) {
    EXPECT_EQ(parse_time_s("2017-09-10T21:58:18Z", 0), kNow);
    EXPECT_EQ(parse_time_s("2017-09-10 21:58:18", 0), kNow);
    EXPECT_EQ(parse_time_s("2017-09-10T21:58", 0), kNow - 18);
    EXPECT_EQ(parse_time_s("2017-09-10", 0), 1'505'001'600);
    EXPECT_EQ(parse_time_s("2017-09-10T23:58:18+02:00", 0), kNow);
    EXPECT_EQ(parse_time_s("2017-09-10 23:58:18+0200", 0), kNow);
    EXPECT_EQ(parse_time_s("2017-09-10T16:58-05:00", 0), kNow - 18);
    EXPECT_EQ(parse_time_s("2017-09-11T21:57:18+23:59", 0), kNow);
}

// Each of these made the parser of times read a variable that it had not set, or was taken for another time.
TEST(TimeText, TheFormOfATimeIsCheckedToTheLastCharacter) {
    for (const char* text : {"2026-01-30T24:61:a1+250", "2026-01-30T10:00:00+", "2026-01-30T10:00:00+2",
                             "2026-01-30T10:00:00+24:00", "2026-01-30T10:00:00+01:60",
                             "2026-01-30T10:00:00ZZ", "2026-01-30T10:00:00.5", "2026-01-30T1:00", "2026-1-30",
                             "+2026-01-30", " 2026-01-30", "2026-01-30T10:00:00Z+01:00", "2026-01-30+01:00",
                             "2026-01-30Z", "2026-02-30", "2026-01-30T10:60", "2026-01-30T10:00:61"}) {
        EXPECT_FALSE(parse_time_s(text, kNow).has_value()) << text;
    }
}

TEST(TimeText, WordsAndDurationsAreRelativeToNow) {
    EXPECT_EQ(parse_time_s("now", kNow), kNow);
    EXPECT_EQ(parse_time_s("today", kNow), 1'505'001'600);
    EXPECT_EQ(parse_time_s("yesterday", kNow), 1'505'001'600 - 86'400);
    EXPECT_EQ(parse_time_s("2h", kNow), kNow - 7200);
    EXPECT_EQ(parse_time_s("@1505080698", 0), kNow);
}

TEST(TimeText, WhatIsNoTimeIsRefused) {
    for (const char* text :
         {"", "2017", "2017-13-01", "2017-09-10T25:00:00", "soon", "2017-09-10x", "-2h", "@", "@1x"}) {
        EXPECT_FALSE(parse_time_s(text, kNow).has_value()) << text;
    }
}

TEST(TimeText, DurationsTakeTheUsualUnits) {
    EXPECT_EQ(parse_duration("250ms"), milliseconds(250));
    EXPECT_EQ(parse_duration("1.5s"), milliseconds(1500));
    EXPECT_EQ(parse_duration("10min"), milliseconds(600'000));
    EXPECT_EQ(parse_duration("10", std::chrono::minutes(1)), milliseconds(600'000));
    EXPECT_EQ(parse_duration("24h"), milliseconds(86'400'000));
    EXPECT_EQ(parse_duration("3d"), milliseconds(259'200'000));
    EXPECT_EQ(parse_duration("2w"), milliseconds(1'209'600'000));
    for (const char* text : {"", "-1s", "5x", "s", "nan", "inf", "1e300d"}) {
        EXPECT_FALSE(parse_duration(text).has_value()) << text;
    }
}

TEST(TimeText, DurationIsOfTheNearestMillisecond) {
    EXPECT_EQ(parse_duration("0.0016s"), std::chrono::milliseconds(2));
    EXPECT_EQ(parse_duration("0.0014s"), std::chrono::milliseconds(1));
}

TEST(TimeText, DurationsReachToAHundredYears) {
    EXPECT_EQ(parse_duration("36525d"), milliseconds(3'155'760'000'000));
    EXPECT_EQ(parse_duration("3155760000000ms"), milliseconds(3'155'760'000'000));
    EXPECT_FALSE(parse_duration("3155760000001ms"));
    EXPECT_FALSE(parse_duration("36526d"));
    EXPECT_FALSE(parse_duration("5218w"));
}

TEST(TimeText, DurationTextReadsBackTheSame) {
    for (const std::int64_t ms : {0, 1, 1500, 5000, 60'000, 90'000, 7'200'000, 86'400'000}) {
        EXPECT_EQ(parse_duration(duration_text(milliseconds(ms))), milliseconds(ms));
    }
}

TEST(TimeText, DurationIsToldInTheLargestUnitThatFits) {
    using std::chrono::milliseconds;
    EXPECT_EQ(duration_text(milliseconds(0)), "0s");
    EXPECT_EQ(duration_text(milliseconds(1)), "1ms");
    EXPECT_EQ(duration_text(milliseconds(1'500)), "1500ms");
    EXPECT_EQ(duration_text(milliseconds(1'000)), "1s");
    EXPECT_EQ(duration_text(milliseconds(60'000)), "1min");
    EXPECT_EQ(duration_text(milliseconds(5'400'000)), "90min");
    EXPECT_EQ(duration_text(milliseconds(3'600'000)), "1h");
    EXPECT_EQ(duration_text(milliseconds(86'400'000)), "1d");
    EXPECT_EQ(duration_text(milliseconds(90LL * 86'400'000)), "90d");
}

TEST(TimeText, IsoTextReadsBackTheSame) {
    for (const std::int64_t s : {std::int64_t{0}, kNow, std::int64_t{4'102'444'800}}) {
        EXPECT_EQ(parse_time_s(iso_of_s(s), 0), s);
    }
}

}  // namespace
}  // namespace tixdb
