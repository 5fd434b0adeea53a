// SPDX-License-Identifier: MIT
// What a router's counters say of a window.
#include "report/counted_usage.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "base/error.hpp"

namespace tixdb::report::counted_usage_test {
namespace {

constexpr model::InstallationKey kClient{3, 5};
constexpr std::int64_t kStart = 1'500'000'000;
// Of 8 Mb/s down and 0.8 Mb/s up in a minute.
constexpr std::uint64_t kFullDown = 60'000'000;
constexpr std::uint64_t kFullUp = 6'000'000;

store::WindowUsage window_until(std::int64_t last_probe_s) {
    store::WindowUsage window;
    window.installation = kClient;
    window.last_probe_s = last_probe_s;
    return window;
}

model::LinkRate rates(std::int64_t) {
    return {.up_mbps = 0.8, .down_mbps = 8};
}

// Twenty minutes and one reading more; the usage of each minute is its number divided by a hundred, down, and
// a tenth of that, up.
std::vector<CounterReading> counted(std::uint64_t rx, std::uint64_t tx) {
    std::vector<CounterReading> readings;
    for (std::uint64_t i = 0; i <= 20; ++i) {
        readings.push_back({static_cast<double>(kStart + 60 * static_cast<std::int64_t>(i)), rx, tx});
        rx += kFullDown / 100 * i;
        tx += kFullUp / 1000 * i;
    }
    return readings;
}

// Of the ten minutes from minute 5 on.
std::optional<double> from_minute_5(const CountedUsage& usage, Direction direction = Direction::down) {
    return usage.expected(window_until(kStart + 15 * 60 - 1), direction);
}

CountedUsage usage_of(const std::vector<CounterReading>& readings) {
    return {kClient, readings, rates};
}

TEST(CountedUsage, IsTheShareOfTheRateInTheTenMinutesOfAResult) {
    const CountedUsage usage = usage_of(counted(1000, 7));
    EXPECT_NEAR(from_minute_5(usage).value(), 0.095, 1e-12) << "5 to 14 hundredths";
    EXPECT_NEAR(from_minute_5(usage, Direction::up).value(), 0.0095, 1e-12);
    // Half a minute later: half of minute 5 less, half of minute 15 more.
    EXPECT_NEAR(usage.expected(window_until(kStart + 15 * 60 + 29), Direction::down).value(), 0.1, 1e-12);
}

TEST(CountedUsage, AMissingMinuteIsInTheNextReading) {
    auto readings = counted(1000, 7);
    readings.erase(readings.begin() + 9);
    readings[11].rx.reset();
    EXPECT_NEAR(from_minute_5(usage_of(readings)).value(), 0.095, 1e-12);
}

TEST(CountedUsage, ALongGapIsNotFilled) {
    auto readings = counted(1000, 7);
    readings.erase(readings.begin() + 6, readings.begin() + 13);
    const CountedUsage usage = usage_of(readings);
    EXPECT_EQ(usage.notes().gaps, 1);
    EXPECT_FALSE(from_minute_5(usage));
}

TEST(CountedUsage, OutsideOfTheReadingsNothingIsKnown) {
    const CountedUsage usage = usage_of(counted(1000, 7));
    EXPECT_TRUE(usage.expected(window_until(kStart + 540), Direction::down)) << "nine minutes are covered";
    EXPECT_FALSE(usage.expected(window_until(kStart + 530), Direction::down));
    EXPECT_FALSE(usage.expected(window_until(kStart + 21 * 60), Direction::down));
}

TEST(CountedUsage, NineTenthsOfTheTenMinutesAreEnough) {
    const CountedUsage usage = usage_of(counted(1000, 7));
    EXPECT_TRUE(usage.expected(window_until(kStart + 539), Direction::down));
    EXPECT_FALSE(usage.expected(window_until(kStart + 538), Direction::down));
    EXPECT_TRUE(usage.expected(window_until(kStart + 20 * 60 + 59), Direction::down));
    EXPECT_FALSE(usage.expected(window_until(kStart + 20 * 60 + 60), Direction::down));
}

TEST(CountedUsage, SixMinutesWithoutAReadingAreFilledAndNoSecondMore) {
    auto readings = counted(1000, 7);
    readings.erase(readings.begin() + 6, readings.begin() + 11);
    EXPECT_EQ(usage_of(readings).notes().gaps, 0);
    EXPECT_NEAR(from_minute_5(usage_of(readings)).value(), 0.095, 1e-12);
    for (std::size_t i = 6; i < readings.size(); ++i) readings[i].time_s += 1;
    EXPECT_EQ(usage_of(readings).notes().gaps, 1);
    EXPECT_FALSE(from_minute_5(usage_of(readings)));
}

TEST(CountedUsage, OneCounterOf32BitsThatFallsHasWrapped) {
    const CountedUsage usage = usage_of([] {
        auto readings = counted(0xFFFF'FFFF - 3 * kFullDown / 100, 7);
        for (CounterReading& reading : readings) reading.rx = *reading.rx & 0xFFFF'FFFFU;
        return readings;
    }());
    EXPECT_EQ(usage.notes().wraps, 1);
    EXPECT_EQ(usage.notes().restarts, 0);
    EXPECT_NEAR(from_minute_5(usage).value(), 0.095, 1e-12);
}

TEST(CountedUsage, BothThatFallHaveBegunAnew) {
    auto readings = counted(4'000'000'000, 4'000'000'000);
    const auto after_restart = counted(0, 0);
    std::copy(after_restart.begin() + 10, after_restart.end(), readings.begin() + 10);
    const CountedUsage usage = usage_of(readings);
    EXPECT_EQ(usage.notes().restarts, 1);
    EXPECT_EQ(usage.notes().wraps, 0);
    // Minute 9 is not known: the mean of the other nine.
    EXPECT_NEAR(from_minute_5(usage).value(), (0.95 - 0.09) / 9, 1e-12);
}

TEST(CountedUsage, BothThatFallHaveBegunAnewThoughEachAloneCouldHaveWrapped) {
    auto readings = counted(0xFFFF'FFFF - 3 * kFullDown / 100, 0xFFFF'FFFF - 3 * kFullUp / 1000);
    for (CounterReading& reading : readings) {
        reading.rx = *reading.rx & 0xFFFF'FFFFU;
        reading.tx = *reading.tx & 0xFFFF'FFFFU;
    }
    const CountedUsage usage = usage_of(readings);
    EXPECT_EQ(usage.notes().restarts, 1);
    EXPECT_EQ(usage.notes().wraps, 0);
    // Minute 3 is not known: the mean of minutes 4 to 12.
    EXPECT_NEAR(usage.expected(window_until(kStart + 13 * 60 - 1), Direction::down).value(), 0.08, 1e-12);
}

TEST(CountedUsage, OneThatFallsByMoreThanAWrapOrHas64BitsHasBegunAnew) {
    auto small = counted(1'000'000, 7);
    for (std::size_t i = 10; i < small.size(); ++i) small[i].rx = *small[i].rx - 1'000'000;
    small[10].rx = 5;
    EXPECT_EQ(usage_of(small).notes().restarts, 1) << "4 GB in a minute at 8 Mb/s";
    auto large = counted(0x1'0000'0000, 7);
    for (std::size_t i = 10; i < large.size(); ++i) large[i].rx = *large[i].rx - 0x1'0000'0000;
    EXPECT_EQ(usage_of(large).notes().restarts, 1);
}

TEST(CountedUsage, MoreThanTheLinkCarriesIsNotedAndCountsAsFull) {
    auto readings = counted(1000, 7);
    for (std::size_t i = 5; i < readings.size(); ++i)
        readings[i].rx = *readings[i].rx + (i - 4) * 2 * kFullDown;
    const CountedUsage usage = usage_of(readings);
    EXPECT_EQ(usage.notes().too_many, 16);
    EXPECT_NEAR(usage.notes().largest_usage, 2.19, 1e-12);
    EXPECT_EQ(from_minute_5(usage), 1.0);
}

TEST(CountedUsage, TheRateIsThatOfTheTime) {
    const CountedUsage usage(kClient, counted(1000, 7), [](std::int64_t time_s) -> model::LinkRate {
        return {.up_mbps = {}, .down_mbps = time_s <= kStart + 10 * 60 ? 8 : 16};
    });
    EXPECT_NEAR(from_minute_5(usage).value(), (0.35 + 0.60 / 2) / 10, 1e-12);
    EXPECT_FALSE(from_minute_5(usage, Direction::up));
}

// Each minute as much as the downlink carries, so that rx wraps once.
std::vector<CounterReading> full_with_wrap(std::uint64_t tx) {
    auto readings = counted(0, tx);
    std::uint64_t rx = 0x1'0000'0000 - 9 * kFullDown - 7;
    for (CounterReading& reading : readings) {
        reading.rx = rx & 0xFFFF'FFFFU;
        rx += kFullDown;
    }
    return readings;
}

TEST(CountedUsage, AWrapIsMeasuredByTheRateOfItsOwnDirection) {
    const CountedUsage down = usage_of(full_with_wrap(7));
    EXPECT_EQ(down.notes().wraps, 1) << "a full minute of the downlink, ten of the uplink";
    EXPECT_NEAR(from_minute_5(down).value(), 1, 1e-12);
    auto readings = full_with_wrap(7);
    for (CounterReading& reading : readings) std::swap(reading.rx, reading.tx);
    const CountedUsage up = usage_of(readings);
    EXPECT_EQ(up.notes().wraps, 0) << "ten times what the uplink carries";
    EXPECT_EQ(up.notes().restarts, 1);
}

TEST(CountedUsage, TheUplinksCounterWrapsToo) {
    auto readings = counted(0, 0);
    std::uint64_t tx = 0x1'0000'0000 - 9 * kFullUp - 7;
    for (CounterReading& reading : readings) {
        reading.tx = tx & 0xFFFF'FFFFU;
        tx += kFullUp;
    }
    const CountedUsage usage = usage_of(readings);
    EXPECT_EQ(usage.notes().wraps, 1);
    EXPECT_EQ(usage.notes().restarts, 0);
    EXPECT_NEAR(from_minute_5(usage, Direction::up).value(), 1, 1e-12);
    EXPECT_NEAR(from_minute_5(usage).value(), 0.095, 1e-12);
    // Of a direction whose rate is not known any number of bytes may have passed.
    const CountedUsage of_down(kClient, readings,
                               [](std::int64_t) { return model::LinkRate{.up_mbps = {}, .down_mbps = 8}; });
    EXPECT_EQ(of_down.notes().wraps, 1);
    EXPECT_NEAR(from_minute_5(of_down).value(), 0.095, 1e-12);
    EXPECT_FALSE(from_minute_5(of_down, Direction::up));
}

TEST(CountedUsage, ACounterBeyond32BitsInEitherDirectionTellsThatNoneWraps) {
    EXPECT_EQ(usage_of(full_with_wrap(0xFFFF'FFFF - 2 * kFullUp)).notes().wraps, 1);
    const CountedUsage usage = usage_of(full_with_wrap(0x1'0000'0000));
    EXPECT_EQ(usage.notes().wraps, 0);
    EXPECT_EQ(usage.notes().restarts, 1);
}

TEST(CountedUsage, TheLargestUsageIsNotedWhereverItComes) {
    auto readings = counted(1000, 7);
    for (std::size_t i = 5; i < readings.size(); ++i) readings[i].rx = *readings[i].rx + 3 * kFullDown;
    for (std::size_t i = 9; i < readings.size(); ++i) readings[i].rx = *readings[i].rx + 2 * kFullDown;
    const CountedUsage usage = usage_of(readings);
    EXPECT_EQ(usage.notes().too_many, 2);
    EXPECT_NEAR(usage.notes().largest_usage, 3.04, 1e-12);
}

// 11 tenths of what the link carries in a minute, of which the counter wraps in the midst.
TEST(CountedUsage, AMinuteMayBeATenthOverFullAndNoByteMore) {
    constexpr std::uint64_t kMost = kFullDown / 10 * 11;
    const auto notes_of = [](std::uint64_t rx_before, std::uint64_t rx) {
        return usage_of({{kStart, rx_before, 5}, {kStart + 60, rx, 5}}).notes();
    };
    EXPECT_EQ(notes_of(7, 7 + kMost).too_many, 0);
    EXPECT_EQ(notes_of(7, 7 + kMost + 1).too_many, 1);
    constexpr std::uint64_t kBeforeWrap = 0xFFFF'FFFF - 1000;
    EXPECT_EQ(notes_of(kBeforeWrap, kMost - 1001).wraps, 1);
    EXPECT_EQ(notes_of(kBeforeWrap, kMost - 1000).restarts, 1);
}

TEST(CountedUsage, AnotherClientsWindowsAreNotItsOwn) {
    store::WindowUsage other = window_until(kStart + 15 * 60);
    other.installation = {3, 6};
    EXPECT_FALSE(usage_of(counted(1000, 7)).expected(other, Direction::down));
}

std::vector<CounterReading> parsed(const std::string& text) {
    std::istringstream csv(text);
    return parse_counters(csv, "wan.csv");
}

TEST(CounterReadings, TimesAreWrittenInManyWays) {
    const auto readings = parsed(
        "time,rx,tx\n1500000000,1,2\n1500000060.25,3,4\n1500000120000,5,6\n2017-07-14T02:43:00Z,7,8\n"
        "2017-07-14T04:44:00+02:00,9,10\n@1500000300,11,12\n");
    std::vector<double> times;
    for (const CounterReading& reading : readings) times.push_back(reading.time_s - 1.5e9);
    EXPECT_EQ(times, (std::vector<double>{0, 60.25, 120, 180, 240, 300}));
    EXPECT_EQ(readings[5].rx, 11U);
    EXPECT_EQ(readings[5].tx, 12U);
    const auto border = parsed("time,rx,tx\n100000000000,1,2\n99999999999,3,4\n");
    EXPECT_EQ(border.front().time_s, 1e8) << "the first number that is of milliseconds";
    EXPECT_EQ(border.back().time_s, 99'999'999'999.0);
}

TEST(CounterReadings, ColumnsAreFoundByNameAndRowsByTime) {
    const auto readings = parsed(
        "# from the "
        "router\n\"tx\",\"interface\",\"rx\",\"time\"\r\n4,wan,3,60\r\n\r\n2,wan,,0\r\n6,wan,5,60\n");
    ASSERT_EQ(readings.size(), 2U);
    EXPECT_EQ(readings[0].time_s, 0);
    EXPECT_FALSE(readings[0].rx);
    EXPECT_EQ(readings[0].tx, 2U);
    EXPECT_EQ(readings[1].rx, 5U) << "of two at one time the later line";
}

TEST(CounterReadings, OneThatLacksEitherCounterIsNone) {
    for (const bool lacks_up : {true, false}) {
        std::string lines;
        for (std::uint64_t i = 0; i <= 10; ++i) {
            const std::string rx = std::to_string(i * kFullDown / 2);
            const std::string tx = std::to_string(i * kFullUp / 4);
            lines += std::to_string(kStart + 60 * static_cast<std::int64_t>(i)) + "," +
                     (i == 5 && !lacks_up ? "" : rx) + "," + (i == 5 && lacks_up ? "" : tx) + "\n";
        }
        const CountedUsage usage = usage_of(parsed(lines));
        const auto window = window_until(kStart + 599);
        EXPECT_NEAR(usage.expected(window, Direction::down).value(), 0.5, 1e-12);
        EXPECT_NEAR(usage.expected(window, Direction::up).value(), 0.25, 1e-12);
        EXPECT_EQ(usage.notes().restarts + usage.notes().wraps, 0);
    }
}

TEST(CounterReadings, AHeadingIsNotNeeded) {
    const auto readings = parsed("1500000000,1,2\n1500000060,18446744073709551615,4\n");
    ASSERT_EQ(readings.size(), 2U);
    EXPECT_EQ(readings[1].rx, 18'446'744'073'709'551'615U);
}

void expect_refused(const std::string& text, const std::string& why) {
    try {
        (void)parsed(text);
        ADD_FAILURE() << "taken: " << text;
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
}

TEST(CounterReadings, WhatIsWrongIsNamedWithItsLine) {
    expect_refused("", "there are no two readings");
    expect_refused("time,rx,tx\n60,1,2\n", "there are no two readings");
    expect_refused("time,in,out\n60,1,2\n", "line 1: there is no column rx");
    expect_refused("time,rx,tx\n60,1,2\nsoon,1,2\n", "line 3: time \"soon\" is none");
    expect_refused("time,rx,tx\n2h,1,2\n", "line 2: time \"2h\" is none");
    expect_refused("60,1,2\n120,No Such Instance,2\n",
                   "line 2: rx \"No Such Instance\" is no number of bytes");
    expect_refused("60,1,2\n120,1,-2\n", "line 2: tx \"-2\" is no number of bytes");
    expect_refused("60,1,2\n-120,1,2\n", "line 2: time \"-120\" is none");
}

}  // namespace
}  // namespace tixdb::report::counted_usage_test
