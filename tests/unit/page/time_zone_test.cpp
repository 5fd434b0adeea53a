// SPDX-License-Identifier: MIT
#include "page/time_zone.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kJanuary = 1'767'225'600;  // 2026-01-01T00:00:00Z
constexpr std::int64_t kYear = 365LL * 86'400;

TEST(TimeZoneOfAPage, UtcIsWhatItIs) {
    const TimeZone utc("UTC", kJanuary, kJanuary + kYear);
    EXPECT_EQ(utc.offset_s(kJanuary), 0);
    EXPECT_EQ(utc.minute_text(kJanuary + 3661), "2026-01-01 01:01");
    EXPECT_EQ(utc.day_text(kJanuary), "2026-01-01");
}

TEST(TimeZoneOfAPage, BuenosAiresIsThreeHoursBehindAllYear) {
    const TimeZone zone("America/Argentina/Buenos_Aires", kJanuary, kJanuary + kYear);
    EXPECT_EQ(zone.offsets(), (std::vector<ZoneOffset>{{kJanuary, -3 * 3600}}));
    EXPECT_EQ(zone.minute_text(kJanuary), "2025-12-31 21:00");
}

TEST(TimeZoneOfAPage, SummerTimeBeginsAndEndsInBrussels) {
    const TimeZone zone("Europe/Brussels", kJanuary, kJanuary + kYear);
    ASSERT_EQ(zone.offsets().size(), 3U);
    const std::int64_t spring = 1'774'746'000;  // 2026-03-29T01:00:00Z
    const std::int64_t autumn = 1'792'890'000;  // 2026-10-25T01:00:00Z
    EXPECT_EQ(zone.offset_s(spring - 1), 3600);
    EXPECT_EQ(zone.offset_s(spring), 7200);
    EXPECT_EQ(zone.offset_s(autumn - 1), 7200);
    EXPECT_EQ(zone.offset_s(autumn), 3600);
    EXPECT_EQ(zone.offset_s(kJanuary - kYear), 3600)
        << "before the stretch that was asked for: as at its beginning";
}

TEST(TimeZoneOfAPage, UnknownNameIsAUsageError) {
    for (const char* name : {"Europe/Nowhere", "", "../../etc/passwd"}) {
        try {
            const TimeZone zone(name, kJanuary, kJanuary + 1);
            ADD_FAILURE() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
        }
    }
}

}  // namespace
}  // namespace tixdb::page
