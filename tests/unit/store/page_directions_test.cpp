// SPDX-License-Identifier: MIT
// What pages read of up and of down, with other values in each.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "store/fleet_page_reader.hpp"
#include "store/report_page_reader.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::page_directions {
namespace {

constexpr std::int64_t kNoon_s = 1'505'044'800;  // 2017-09-10T12:00:00Z

class PageDirections : public testing::Test {
  protected:
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    // A window with these columns of its result of `queueing` or, of states, `adaptive`.
    void add(std::int64_t last_s, const std::string& columns, const std::string& states) {
        const auto id = test::add_window(temporary_.database(), {.last_s = last_s});
        for (const char* method : {"queueing", "adaptive"})
            test::add_result(temporary_.database(), id, method, std::nullopt, std::nullopt);
        const std::string of_window = " WHERE window_id = " + std::to_string(id) + " AND method = ";
        execute("UPDATE result SET " + columns + of_window + "'queueing'");
        execute("UPDATE result SET " + states + of_window + "'adaptive'");
    }
    [[nodiscard]] static std::pair<double, std::int64_t> pair(const PageSum& sum) {
        return {sum.sum, sum.count};
    }

    test::TemporaryDatabase temporary_;
};

TEST_F(PageDirections, OfAFleetsHourAreSummedApart) {
    using Pair = std::pair<double, std::int64_t>;
    add(kNoon_s, "up_usage = 0.25, down_usage = 0.5, up_quality = 0.125, down_quality = 0.75",
        "up_state = 'none', down_state = 'weak'");
    add(kNoon_s + 60, "up_usage = 1.5", "up_state = 'weak', down_state = 'none'");
    add(kNoon_s + 120, "down_usage = -0.5, up_quality = 0.5", "up_state = 'none', down_state = 'none'");
    add(kNoon_s + 180, "up_usage = -1, down_usage = 2, down_quality = 1", "up_state = 'clear'");
    add(kNoon_s + 240, "up_usage = 0.125", "down_state = 'none'");
    std::vector<FleetHour> hours;
    FleetPageReader(temporary_.database())
        .each_hour({kNoon_s, kNoon_s + 3600, model::Method::queueing, std::nullopt},
                   [&hours](const FleetHour& hour) { hours.push_back(hour); });
    ASSERT_EQ(hours.size(), 1U);
    EXPECT_EQ(hours[0].windows, 5);
    EXPECT_EQ(pair(hours[0].up_usage), (Pair{1.375, 4}));
    EXPECT_EQ(pair(hours[0].down_usage), (Pair{1.5, 3}));
    EXPECT_EQ(pair(hours[0].up_quality), (Pair{0.625, 2}));
    EXPECT_EQ(pair(hours[0].down_quality), (Pair{1.75, 2}));
    EXPECT_EQ(pair(hours[0].below_detection), (Pair{1, 4}));
}

TEST_F(PageDirections, OfWindowsHoursAndMinutesAreReadApart) {
    add(kNoon_s, "up_usage = 0.25, down_usage = 0.5, up_quality = 0.125, down_quality = 0.75",
        "up_state = 'none', down_state = 'weak'");
    execute(
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, "
        "duplicates, "
        "impossible, kept, up_delay_p95_ns, down_delay_p95_ns) VALUES (1, 1, 1505044800, 1, 2, 3, 0, 0, 4, "
        "1, 5, 6)");
    execute(
        "INSERT INTO latency_minute (user_id, installation_id, minute_s, probes, up_busy, down_busy, "
        "up_delay_median_ns, "
        "up_delay_p95_ns, down_delay_median_ns, down_delay_p95_ns, rtt_median_ns) "
        "VALUES (1, 1, 1505044800, 60, 7, 8, 9, 10, 11, 12, 13)");
    ReportPageReader reader(temporary_.database());
    const PageScope scope{{1, 1}, kNoon_s, kNoon_s + 3600, model::Method::queueing};
    const auto windows = reader.windows(scope).windows;
    ASSERT_EQ(windows.size(), 1U);
    EXPECT_EQ(windows[0].up_usage, 0.25);
    EXPECT_EQ(windows[0].down_usage, 0.5);
    EXPECT_EQ(windows[0].up_quality, 0.125);
    EXPECT_EQ(windows[0].down_quality, 0.75);
    EXPECT_EQ(windows[0].up_state, model::DetectionState::none);
    EXPECT_EQ(windows[0].down_state, model::DetectionState::weak);
    const auto hours = reader.hours(scope);
    ASSERT_EQ(hours.size(), 1U);
    EXPECT_EQ(hours[0].up_delay_p95_ns, 5);
    EXPECT_EQ(hours[0].down_delay_p95_ns, 6);
    std::vector<model::LatencyMinute> minutes;
    reader.each_minute(scope, [&minutes](const model::LatencyMinute& minute) { minutes.push_back(minute); });
    ASSERT_EQ(minutes.size(), 1U);
    EXPECT_EQ(minutes[0].up_busy, 7);
    EXPECT_EQ(minutes[0].down_busy, 8);
    EXPECT_EQ(minutes[0].up_median_ns, 9);
    EXPECT_EQ(minutes[0].up_p95_ns, 10);
    EXPECT_EQ(minutes[0].down_median_ns, 11);
    EXPECT_EQ(minutes[0].down_p95_ns, 12);
    EXPECT_EQ(minutes[0].rtt_median_ns, 13);
}

}  // namespace
}  // namespace tixdb::store::page_directions
