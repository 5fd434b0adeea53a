// SPDX-License-Identifier: MIT

#include "simulate/busy_hours.hpp"

#include <gtest/gtest.h>

namespace tixdb::simulate {
namespace {

constexpr std::int64_t kMonday_s = 1'772'409'600;  // 2026-03-02T00:00:00Z
constexpr std::int64_t kHour_s = 3600;
constexpr std::int64_t kDay_s = 24 * kHour_s;

BusyHours evenings(const char* days) {
    return {.hours = parse_hours("18-23").value(), .days = parse_days(days).value(), .quiet_share = 0.1};
}

TEST(BusyHours, TheLoadIsAShareOfItselfOutsideOfThem) {
    const Load load = with_busy_hours(constant_load(0.5), evenings("mon-sun"), kMonday_s, kDay_s);
    EXPECT_EQ(load, (Load{{0, 0.05}, {18 * kHour_s, 0.5}, {23 * kHour_s, 0.05}}));
}

TEST(BusyHours, DaysThatAreNotBusyAreQuiet) {
    const Load load = with_busy_hours(constant_load(0.5), evenings("tue"), kMonday_s, 3 * kDay_s);
    EXPECT_EQ(load, (Load{{0, 0.05}, {kDay_s + 18 * kHour_s, 0.5}, {kDay_s + 23 * kHour_s, 0.05}}));
}

TEST(BusyHours, StepsOfTheLoadStay) {
    const Load load =
        with_busy_hours({{0, 0.2}, {19 * kHour_s, 0.8}}, evenings("mon-sun"), kMonday_s, kDay_s);
    ASSERT_EQ(load.size(), 4U);
    EXPECT_DOUBLE_EQ(load[0].utilisation, 0.02);
    EXPECT_DOUBLE_EQ(load[1].utilisation, 0.2);
    EXPECT_EQ(load[2].after_s, 19 * kHour_s);
    EXPECT_DOUBLE_EQ(load[2].utilisation, 0.8);
    EXPECT_DOUBLE_EQ(load[3].utilisation, 0.08);
}

TEST(BusyHours, WhatChangesAtTheEndIsNoStep) {
    const Load load =
        with_busy_hours(constant_load(0.5), evenings("mon-sun"), kMonday_s + 17 * kHour_s, kHour_s);
    EXPECT_EQ(load, (Load{{0, 0.05}}));
}

TEST(BusyHours, BeginningInTheMiddleOfAnHourTheyChangeAtTheHour) {
    const Load load = with_busy_hours(constant_load(0.5), evenings("mon-sun"),
                                      kMonday_s + 17 * kHour_s + 1800, 2 * kHour_s);
    EXPECT_EQ(load, (Load{{0, 0.05}, {1800, 0.5}}));
}

TEST(BusyHours, ListsOfHoursAndDaysAreRead) {
    const auto hours = parse_hours("7-9,18-24").value();
    EXPECT_FALSE(hours[6]);
    EXPECT_TRUE(hours[7]);
    EXPECT_FALSE(hours[9]);
    EXPECT_TRUE(hours[23]);
    const auto days = parse_days("mon,fri-sun").value();
    EXPECT_TRUE(days[0]);
    EXPECT_FALSE(days[1]);
    EXPECT_TRUE(days[6]);
    for (const char* text : {"", "7", "9-7", "7-25", "7-9,", "x-9", "7-8-9", "-1-3", "7-7", "24-24"}) {
        EXPECT_FALSE(parse_hours(text)) << text;
    }
    for (const char* text : {"", "monday", "fri-mon", "mon-", "mon,", "mon-tue-wed"}) {
        EXPECT_FALSE(parse_days(text)) << text;
    }
}

}  // namespace
}  // namespace tixdb::simulate
