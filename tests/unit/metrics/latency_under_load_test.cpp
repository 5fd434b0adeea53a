// SPDX-License-Identifier: MIT
#include "metrics/latency_under_load.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tixdb::metrics::under_load {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kDay = 1'505'001'600;  // 2017-09-10T00:00:00Z

// count minutes in which so many of 60 probes waited in the downlink, with delays and round trips of first_ms
// and a millisecond more in each that follows.
void add(std::vector<model::LatencyMinute>& minutes, int count, int down_busy, int first_ms) {
    for (int i = 0; i < count; ++i) {
        model::LatencyMinute minute;
        minute.minute_s = kDay + 60 * std::ssize(minutes);
        minute.probes = 60;
        minute.down_busy = down_busy;
        minute.down_median_ns = (first_ms + i) * kMs;
        minute.down_p95_ns = 2 * (first_ms + i) * kMs;
        minute.rtt_median_ns = (20 + first_ms + i) * kMs;
        minutes.push_back(minute);
    }
}

TEST(DayUnderLoad, ComparesTheMiddlesOfLoadedAndIdleMinutes) {
    std::vector<model::LatencyMinute> minutes;
    add(minutes, 10, 31, 100);   // loaded: the fifth of ten has 104
    add(minutes, 11, 3, 0);      // idle: the sixth of eleven has 5
    add(minutes, 500, 30, 900);  // between: half of the probes are not more than half
    const DayUnderLoad day = day_under_load_of(kDay, false, minutes);
    EXPECT_EQ(day.day_s, kDay);
    EXPECT_EQ(day.loaded_minutes, 10);
    EXPECT_EQ(day.idle_minutes, 11);
    EXPECT_EQ(day.delay_added_median_ms, 99);
    EXPECT_EQ(day.delay_added_p95_ms, 198);
    EXPECT_EQ(day.rtt_idle_ms, 25);
    EXPECT_EQ(day.rtt_under_load_ms, 124);
    EXPECT_EQ(day.round_trips_per_minute, 60'000.0 / 124);
}

TEST(DayUnderLoad, OfTheOtherDirectionHasItsOwnMinutes) {
    std::vector<model::LatencyMinute> minutes;
    add(minutes, 20, 60, 100);
    const DayUnderLoad day = day_under_load_of(kDay, true, minutes);
    EXPECT_TRUE(day.is_up);
    EXPECT_EQ(day.loaded_minutes, 0);
    EXPECT_EQ(day.idle_minutes, 20) << "nothing waited on the way up";
    EXPECT_FALSE(day.delay_added_median_ms);
}

TEST(DayUnderLoad, EachDirectionHasItsOwnDelays) {
    std::vector<model::LatencyMinute> minutes;
    add(minutes, 10, 0, 7);
    add(minutes, 10, 0, 9);
    for (std::size_t i = 0; i < minutes.size(); ++i) {
        minutes[i].up_busy = i < 10 ? 60 : 0;
        minutes[i].up_median_ns = i < 10 ? 50 * kMs : 2 * kMs;
        minutes[i].up_p95_ns = i < 10 ? 70 * kMs : 3 * kMs;
    }
    const DayUnderLoad day = day_under_load_of(kDay, true, minutes);
    EXPECT_EQ(day.loaded_minutes, 10);
    EXPECT_EQ(day.idle_minutes, 10);
    EXPECT_EQ(day.delay_added_median_ms, 48);
    EXPECT_EQ(day.delay_added_p95_ms, 67);
    EXPECT_EQ(day_under_load_of(kDay, false, minutes).idle_minutes, 20);
}

TEST(DayUnderLoad, MinuteIsIdleUpToOneProbeInTwentyAndLoadedFromMoreThanHalfOn) {
    const auto counts = [](int busy) {
        std::vector<model::LatencyMinute> minutes;
        add(minutes, 1, busy, 0);
        const DayUnderLoad day = day_under_load_of(kDay, false, minutes);
        return std::pair(day.idle_minutes, day.loaded_minutes);
    };
    EXPECT_EQ(counts(3), (std::pair<std::int64_t, std::int64_t>(1, 0)));
    EXPECT_EQ(counts(4), (std::pair<std::int64_t, std::int64_t>(0, 0)));
    EXPECT_EQ(counts(30), (std::pair<std::int64_t, std::int64_t>(0, 0)));
    EXPECT_EQ(counts(31), (std::pair<std::int64_t, std::int64_t>(0, 1)));
}

TEST(DayUnderLoad, NeedsTenOfEither) {
    for (const auto& [loaded, idle] : {std::pair{10, 9}, {9, 10}, {10, 10}}) {
        std::vector<model::LatencyMinute> minutes;
        add(minutes, loaded, 60, 100);
        add(minutes, idle, 0, 0);
        EXPECT_EQ(day_under_load_of(kDay, false, minutes).delay_added_median_ms.has_value(),
                  loaded + idle == 20)
            << loaded << " and " << idle;
    }
}

TEST(DayUnderLoad, SaysNothingOfNineMinutes) {
    std::vector<model::LatencyMinute> minutes;
    add(minutes, 9, 60, 100);
    add(minutes, 100, 0, 0);
    EXPECT_FALSE(day_under_load_of(kDay, false, minutes).rtt_under_load_ms);
    add(minutes, 1, 60, 100);
    EXPECT_TRUE(day_under_load_of(kDay, false, minutes).rtt_under_load_ms);
    EXPECT_FALSE(day_under_load_of(kDay, false, {}).rtt_idle_ms);
}

}  // namespace
}  // namespace tixdb::metrics::under_load
