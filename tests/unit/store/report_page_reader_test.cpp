// SPDX-License-Identifier: MIT
// What a report page shows, read from rows.
#include "store/report_page_reader.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/page_rows.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::report_page_reader {
namespace {

constexpr std::int64_t kNoon = 1'505'044'800;  // 2017-09-10T12:00:00Z

class ReportPageReaderTest : public testing::Test {
  protected:
    std::int64_t window(std::int64_t last_s, std::optional<double> usage, const std::string& ip = "8.8.8.8") {
        const auto id = test::add_window(database(), {.ip = ip, .last_s = last_s});
        test::add_result(database(), id, "queueing", usage, 0.9);
        return id;
    }
    Database& database() { return temporary_.database(); }
    [[nodiscard]] PageScope scope(std::int64_t from_s = kNoon, std::int64_t to_s = kNoon + 7200) const {
        return {{1, 1}, from_s, to_s, model::Method::queueing};
    }

    test::TemporaryDatabase temporary_;
    ReportPageReader reader_{temporary_.database()};
};

TEST_F(ReportPageReaderTest, BoundsAreThoseOfReportsAndWindows) {
    EXPECT_FALSE(reader_.bounds({1, 1}));
    window(kNoon, 0.5);
    const auto bounds = reader_.bounds({1, 1});
    ASSERT_TRUE(bounds);
    EXPECT_EQ(bounds->first_s, kNoon - 59);
    EXPECT_EQ(bounds->last_s, kNoon);
    EXPECT_EQ(bounds->last_window_s, kNoon);
}

TEST_F(ReportPageReaderTest, WindowsAreThoseThatEndInTheRange) {
    window(kNoon - 1, 0.1);
    window(kNoon, 0.2);
    window(kNoon + 540, std::nullopt);
    window(kNoon + 7200, 0.4);
    const auto read = reader_.windows(scope());
    ASSERT_EQ(read.windows.size(), 2U);
    EXPECT_EQ(read.windows[0].last_s, kNoon);
    EXPECT_EQ(read.windows[0].down_usage, 0.2);
    EXPECT_EQ(read.windows[0].up_quality, 0.9);
    EXPECT_FALSE(read.windows[1].down_usage);
    EXPECT_TRUE(read.windows[1].begins_session) << "each of these rows has a session of its own";
    EXPECT_FALSE(read.windows[0].up_state) << "adaptive was not computed";
    ASSERT_EQ(read.made_with.size(), 1U);
    EXPECT_EQ(read.made_with[0], (PageMadeWith{1, "{}", ""}));
}

TEST_F(ReportPageReaderTest, WhatResultsWereMadeWithIsToldOnceInTheOrderOfItsFirst) {
    for (const int number : {0, 1, 2, 3}) window(kNoon + 540 * number, 0.2);
    database().execute("UPDATE result SET method_version = iif(window_id % 2 = 1, 2, 1)");
    const std::vector<PageMadeWith> expected = {{2, "{}", ""}, {1, "{}", ""}};
    EXPECT_EQ(reader_.windows(scope()).made_with, expected);
}

TEST_F(ReportPageReaderTest, OtherMethodsHaveTheirOwnFigures) {
    test::add_result(database(), window(kNoon, 0.2), "classic", 1.5, 0.5);
    auto asked = scope();
    asked.method = model::Method::classic;
    EXPECT_EQ(reader_.windows(asked).windows[0].up_usage, 1.5);
    asked.method = model::Method::adaptive;
    const auto read = reader_.windows(asked);
    EXPECT_FALSE(read.windows[0].up_usage);
    EXPECT_TRUE(read.made_with.empty());
}

TEST_F(ReportPageReaderTest, NetworkEndsWhereAddressOrNumberChanges) {
    test::put_network(database(), window(kNoon, 0.2), "5", "FIVE");
    test::put_network(database(), window(kNoon + 540, 0.2), "5", "FIVE");
    test::put_network(database(), window(kNoon + 1080, 0.2), "6", "SIX");
    window(kNoon + 1620, 0.2, "9.9.9.9");
    const auto networks = reader_.windows(scope()).networks;
    ASSERT_EQ(networks.size(), 3U);
    EXPECT_EQ(networks[0].to_s, kNoon + 540);
    EXPECT_EQ(networks[1].as_number, "6");
    EXPECT_EQ(networks[1].from_s, kNoon + 1080);
    EXPECT_EQ(networks[2].ip, "9.9.9.9");
    EXPECT_FALSE(networks[2].as_name);
    test::put_network(database(), window(kNoon + 2160, 0.2), "6", "SIX");
    test::put_network(database(), window(kNoon + 2700, 0.2), "6", "NEW NAME");
    const auto renamed = reader_.windows(scope()).networks;
    ASSERT_EQ(renamed.size(), 5U);
    EXPECT_EQ(renamed[3].as_name, "SIX");
    EXPECT_EQ(renamed[4].as_name, "NEW NAME");
    EXPECT_EQ(renamed[4].from_s, kNoon + 2700);
}

TEST_F(ReportPageReaderTest, SessionBeginsWithItsFirstWindow) {
    for (const int number : {0, 1, 2}) window(kNoon + 540 * number, 0.2);
    database().execute(
        "UPDATE window SET session_report_id = (SELECT min(report_id) FROM report) WHERE window_id < 3");
    const auto windows = reader_.windows(scope()).windows;
    ASSERT_EQ(windows.size(), 3U);
    EXPECT_TRUE(windows[0].begins_session);
    EXPECT_FALSE(windows[1].begins_session);
    EXPECT_TRUE(windows[2].begins_session);
}

TEST_F(ReportPageReaderTest, ShiftThatSeveralWindowsSawIsToldOnceInOrderOfTime) {
    for (const int number : {0, 1}) window(kNoon + 540 * number, 0.2);
    database().execute(
        "UPDATE result SET shifts = iif(window_id = 1,"
        " '[{\"at_s\":200,\"up_ms\":2,\"down_ms\":-2},{\"at_s\":300,\"up_ms\":3,\"down_ms\":-3}]',"
        " '[{\"at_s\":100,\"up_ms\":1,\"down_ms\":-1},{\"at_s\":300,\"up_ms\":3,\"down_ms\":-3}]')");
    std::vector<std::int64_t> times;
    for (const auto& shift : reader_.windows(scope()).shifts) times.push_back(shift.at_s);
    EXPECT_EQ(times, (std::vector<std::int64_t>{100, 200, 300}));
}

TEST_F(ReportPageReaderTest, HoursAreThoseOfTheViewThatOverlapTheRange) {
    window(kNoon, 0.2);
    test::add_hour(database(), kNoon, 3590, 3600, 20, 30, 90);
    test::add_hour(database(), kNoon + 7200, 1, 1, 20, 30, 90);
    test::add_hour(database(), kNoon - 3600, 1, 1, 20, 30, 90);
    const auto hours = reader_.hours(scope());
    ASSERT_EQ(hours.size(), 1U);
    EXPECT_EQ(hours[0].rtt->median_ns, 30'000'000);
    EXPECT_EQ(hours[0].rtt->p90_ns, 60'000'000);
    EXPECT_EQ(hours[0].loss(), database()
                                   .handle()
                                   .execAndGet("SELECT loss FROM v_latency_hourly WHERE hour_s = 1505044800")
                                   .getDouble());
    EXPECT_EQ(hours[0].down_delay_p95_ns, 2'000'000);
    EXPECT_EQ(reader_.hours(scope(kNoon - 1)).size(), 2U) << "a second of the hour before";
}

TEST_F(ReportPageReaderTest, MinutesAreThoseOfTheUtcDaysThatOverlapTheRange) {
    window(kNoon, 0.2);
    for (const std::int64_t at_s : {kNoon - 43'260, kNoon - 43'200, kNoon + 43'140, kNoon + 43'200})
        test::add_minute(database(), at_s, 60, 50, 80);
    std::vector<model::LatencyMinute> minutes;
    reader_.each_minute(scope(), [&](const model::LatencyMinute& minute) { minutes.push_back(minute); });
    ASSERT_EQ(minutes.size(), 2U);
    EXPECT_EQ(minutes[0].minute_s, kNoon - 43'200);
    EXPECT_EQ(minutes[1].minute_s, kNoon + 43'140);
    EXPECT_EQ(minutes[0].down_busy, 60);
    EXPECT_EQ(minutes[0].down_p95_ns, 100'000'000);
    EXPECT_EQ(minutes[0].rtt_median_ns, 80'000'000);
}

TEST_F(ReportPageReaderTest, GapsAreThoseThatOverlapTheRangeAndOfTheMethodAsked) {
    window(kNoon - 7200, 0.2);
    const auto id = window(kNoon + 3600, std::nullopt);
    test::add_result(database(), id, "classic", std::nullopt, std::nullopt);
    database().execute("UPDATE result SET reason = 'up_usage:clock' WHERE up_usage IS NULL");
    const auto gaps = reader_.gaps(scope());
    ASSERT_EQ(gaps.size(), 2U);
    EXPECT_EQ(gaps[0].reason, "no_reports");
    EXPECT_EQ(gaps[0].from_s, kNoon - 7200);
    EXPECT_EQ(gaps[1].reason, "clock");
    EXPECT_EQ(gaps[1].detail, "queueing: up_usage:clock");
    EXPECT_TRUE(reader_.gaps(scope(kNoon + 4000, kNoon + 5000)).empty());
}

}  // namespace
}  // namespace tixdb::store::report_page_reader
