// SPDX-License-Identifier: MIT
// What a page says of latency under load is what v_latency_under_load says.
#include <gtest/gtest.h>

#include <random>

#include "page/installation_page.hpp"
#include "store/statement.hpp"
#include "support/page_rows.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::page {
namespace {

constexpr std::int64_t kMidnight = 1'505'001'600;  // 2017-09-10T00:00:00Z
constexpr std::int64_t kWindowEnd = kMidnight + 40'000;

std::vector<metrics::DayUnderLoad> days_of_page(test::TemporaryDatabase& temporary, std::int64_t from_s,
                                                std::int64_t to_s) {
    return read_installation_report(temporary.database(), {{1, 1}, from_s, to_s, model::Method::queueing},
                                    "UTC")
        .days_under_load;
}

std::vector<metrics::DayUnderLoad> days_of_view(test::TemporaryDatabase& temporary) {
    store::Statement query(
        temporary.database(),
        "SELECT day_s, direction = 'up', loaded_minutes, idle_minutes, delay_added_median_ms,"
        " delay_added_p95_ms, rtt_idle_ms, rtt_under_load_ms, round_trips_per_minute"
        " FROM v_latency_under_load WHERE user_id = 1 AND installation_id = 1"
        " ORDER BY day_s, direction");
    std::vector<metrics::DayUnderLoad> days;
    while (query.step()) {
        days.push_back({query.int64(0), query.int64(1) != 0, query.int64(2), query.int64(3),
                        query.optional_real(4), query.optional_real(5), query.optional_real(6),
                        query.optional_real(7), query.optional_real(8)});
    }
    return days;
}

TEST(DaysUnderLoad, AreThoseOfTheView) {
    test::TemporaryDatabase temporary;
    test::add_window(temporary.database(), {.last_s = kWindowEnd});
    std::mt19937 random(5);
    // Days of different lengths, so that some have too few minutes; many values are equal.
    for (std::int64_t day = 0; day < 6; ++day) {
        for (std::int64_t minute = 0; minute < 15 + 40 * day; ++minute) {
            const int busy = static_cast<int>(random() % 4) * 20;
            test::add_minute(temporary.database(), kMidnight + 86'400 * day + 60 * minute, busy,
                             static_cast<double>(random() % 50) / 3, static_cast<double>(20 + random() % 50));
        }
    }
    const auto days = days_of_page(temporary, kMidnight, kMidnight + 6 * 86'400);
    EXPECT_EQ(days.size(), 12U);
    EXPECT_FALSE(days.front().rtt_idle_ms) << "15 minutes are too few";
    EXPECT_TRUE(days.at(10).delay_added_median_ms);
    EXPECT_TRUE(days == days_of_view(temporary));
}

TEST(DaysUnderLoad, AreThoseThatOverlapThePage) {
    test::TemporaryDatabase temporary;
    test::add_window(temporary.database(), {.last_s = kWindowEnd});
    for (const std::int64_t at_s : {kMidnight - 60, kMidnight, kMidnight + 86'340, kMidnight + 86'400})
        test::add_minute(temporary.database(), at_s, 60, 50, 80);
    const auto days = days_of_page(temporary, kMidnight + 3600, kMidnight + 7200);
    ASSERT_EQ(days.size(), 2U) << "the two directions of one day";
    EXPECT_EQ(days[0].day_s, kMidnight);
    EXPECT_FALSE(days[0].is_up);
    EXPECT_EQ(days[0].loaded_minutes, 2);
    EXPECT_EQ(days_of_page(temporary, kMidnight + 86'399, kMidnight + 86'401).size(), 4U);
    EXPECT_TRUE(days_of_page(temporary, kMidnight + 3 * 86'400, kMidnight + 4 * 86'400).empty());
}

}  // namespace
}  // namespace tixdb::page
