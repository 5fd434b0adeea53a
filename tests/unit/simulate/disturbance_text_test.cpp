// SPDX-License-Identifier: MIT

#include "simulate/disturbance_text.hpp"

#include <gtest/gtest.h>

namespace tixdb::simulate::disturbance_text_test {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kHour_s = 3600;

TEST(DisturbanceText, StepsHaveASignASideAndATime) {
    const auto steps = parse_clock_steps("300ms,-30min@2h,server:+1s@90s", 7200).value();
    EXPECT_EQ(steps.client, (std::vector<ClockStep>{{7200, 300 * kMs}, {7200, -1800'000 * kMs}}));
    EXPECT_EQ(steps.server, (std::vector<ClockStep>{{90, 1000 * kMs}}));
}

TEST(DisturbanceText, AStepByNothingIsNone) {
    EXPECT_TRUE(parse_clock_steps("0", 0).value().client.empty());
    EXPECT_TRUE(parse_clock_steps("", 0).value().client.empty());
    const auto steps = parse_clock_steps("0@1h,server:0@1h,server:5@1h", 0).value();
    EXPECT_TRUE(steps.client.empty());
    EXPECT_EQ(steps.server, (std::vector<ClockStep>{{kHour_s, 5 * kMs}}));
}

TEST(DisturbanceText, SlewsHaveARate) {
    const auto slews = parse_slews("120ms/500ppm@1h,server:-1s/100@10min").value();
    EXPECT_EQ(slews.client, (std::vector<ClockSlew>{{kHour_s, 120 * kMs, 500}}));
    EXPECT_EQ(slews.server, (std::vector<ClockSlew>{{600, -1000 * kMs, 100}}));
}

TEST(DisturbanceText, FrequencyChangesAndWavesAreInPpm) {
    EXPECT_EQ(parse_frequency_changes("-50ppm@2h").value().client,
              (std::vector<FrequencyChange>{{2 * kHour_s, -50}}));
    EXPECT_EQ(parse_drift_waves("server:0.5ppm/20min").value().server, (std::vector<DriftWave>{{0.5, 1200}}));
}

TEST(DisturbanceText, RouteChangesHaveADirectionAndMayEnd) {
    const auto changes = parse_route_changes("up:+120ms@2h..3h,down:-5ms@10min").value();
    EXPECT_EQ(changes.up, (std::vector<RouteChange>{{2 * kHour_s, 3 * kHour_s, 120 * kMs}}));
    EXPECT_EQ(changes.down, (std::vector<RouteChange>{{600, 0, -5 * kMs}}));
}

TEST(DisturbanceText, ChangesOfJitterAreFactorsOfADirection) {
    const auto changes = parse_jitter_changes("up:4@2h..3h,down:0.5@10min").value();
    EXPECT_EQ(changes.up, (std::vector<JitterChange>{{2 * kHour_s, 3 * kHour_s, 4}}));
    EXPECT_EQ(changes.down, (std::vector<JitterChange>{{600, 0, 0.5}}));
}

TEST(DisturbanceText, WrongProbesComeOnceOrAgainAndAgain) {
    const auto wrong =
        parse_wrong_probes("short-trip:3@2h,server-50ms:1/10min,server-zero:2@1h/5min").value();
    ASSERT_EQ(wrong.size(), 3U);
    EXPECT_EQ(wrong[0], (WrongProbes{.kind = WrongProbe::short_trip, .count = 3, .after_s = 2 * kHour_s}));
    EXPECT_EQ(wrong[1],
              (WrongProbes{.kind = WrongProbe::server_off, .server_off_ns = -50 * kMs, .every_s = 600}));
    EXPECT_EQ(wrong[2],
              (WrongProbes{.kind = WrongProbe::server_zero, .count = 2, .after_s = kHour_s, .every_s = 300}));
}

TEST(DisturbanceText, WhatIsNoDisturbanceIsRefused) {
    for (const char* text : {"fast@2h", "300ms@", "300ms@soon", ",", "300ms@2h,", "client:1s@2h", "1s@-5"}) {
        EXPECT_FALSE(parse_clock_steps(text, 0)) << text;
    }
    for (const char* text : {"120ms@1h", "120ms/500ppm", "120ms/fast@1h", "500ppm@1h"}) {
        EXPECT_FALSE(parse_slews(text)) << text;
    }
    for (const char* text : {"50ppm", "50ppb@1h", "+-5@1h"}) {
        EXPECT_FALSE(parse_frequency_changes(text)) << text;
    }
    for (const char* text : {"20ppm", "20ppm/0", "20ppm/-1h"}) EXPECT_FALSE(parse_drift_waves(text)) << text;
    for (const char* text :
         {"120ms@2h", "sideways:5ms@1h", "up:5ms", "up:5ms@2h..1h", "up:5ms@1h..1h", "up:5ms@1h.."}) {
        EXPECT_FALSE(parse_route_changes(text)) << text;
    }
    for (const char* text : {"4@2h", "up:4", "up:-1@2h", "up:much@2h", "up:4@2h..1h", "up:4@2h..2h"}) {
        EXPECT_FALSE(parse_jitter_changes(text)) << text;
    }
    for (const char* text : {"short-trip", "short-trip:0@1h", "short-trip:-1@1h", "server:1@1h",
                             "server1s:1@1h", "odd:1@1h", "short-trip:1/0", "short-trip:1.5@1h"}) {
        EXPECT_FALSE(parse_wrong_probes(text)) << text;
    }
}

}  // namespace
}  // namespace tixdb::simulate::disturbance_text_test
