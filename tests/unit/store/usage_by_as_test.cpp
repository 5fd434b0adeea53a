// SPDX-License-Identifier: MIT
// v_usage_by_as: usage and quality of networks and countries.
#include <gtest/gtest.h>

#include "store/window_as_store.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store {
namespace {

constexpr std::int64_t kNoon = 1'505'044'800;  // 2017-09-10T12:00:00Z

struct Measured {
    std::int64_t installation_id;
    std::int64_t last_s;
    std::optional<std::string> as_number;
    std::optional<std::string> country;
    double usage;
};

void add(Database& database, const Measured& measured) {
    const auto window =
        test::add_window(database, {.installation_id = measured.installation_id, .last_s = measured.last_s});
    test::add_result(database, window, "classic", measured.usage, 0.5);
    test::add_result(database, window, "queueing", std::nullopt, std::nullopt);
    model::Network network;
    network.as_number = measured.as_number;
    network.country = measured.country;
    if (measured.as_number) network.as_name = "AS" + *measured.as_number;
    WindowAsStore(database).put(window, network, 0, std::nullopt);
}

std::string rows(test::TemporaryDatabase& temporary, const std::string& where) {
    return temporary.text(
        "SELECT coalesce(group_concat(period_start || ' ' || coalesce(as_number, 'none') || ' ' ||"
        " coalesce(country, '-') || ' ' || installations || '/' || windows || ' ' || coalesce(down_usage, "
        "'null'),"
        " '; '), '') FROM (SELECT * FROM v_usage_by_as WHERE " +
        where + " ORDER BY start_s, as_number, country)");
}

class UsageByAs : public testing::Test {
  protected:
    UsageByAs() {
        add(temporary_.database(), {1, kNoon, "5", "BE", 0.25});
        add(temporary_.database(), {1, kNoon + 3599, "5", "BE", 0.75});
        add(temporary_.database(), {2, kNoon + 60, "6", "BE", 1.25});
        add(temporary_.database(), {2, kNoon + 3600, "5", "FR", 0});
        add(temporary_.database(), {3, kNoon + 60, std::nullopt, std::nullopt, 0.5});
    }
    test::TemporaryDatabase temporary_;
};

TEST_F(UsageByAs, HourHasARowANetwork) {
    EXPECT_EQ(rows(temporary_, "period = 'hour' AND grouped_by = 'as' AND method = 'classic'"),
              "2017-09-10T12:00:00Z none - 1/1 0.5; 2017-09-10T12:00:00Z 5 BE 1/2 0.5;"
              " 2017-09-10T12:00:00Z 6 BE 1/1 1.25; 2017-09-10T13:00:00Z 5 FR 1/1 0.0");
}

TEST_F(UsageByAs, DayJoinsCountriesOfOneNetwork) {
    EXPECT_EQ(
        rows(temporary_, "period = 'day' AND grouped_by = 'as' AND method = 'classic' AND as_number = '5'"),
        "2017-09-10T00:00:00Z 5 - 2/3 0.333333333333333");
}

TEST_F(UsageByAs, CountryJoinsItsNetworks) {
    EXPECT_EQ(rows(temporary_, "period = 'day' AND grouped_by = 'country' AND method = 'classic'"),
              "2017-09-10T00:00:00Z none BE 2/3 0.75; 2017-09-10T00:00:00Z none FR 1/1 0.0");
}

TEST_F(UsageByAs, MissingValuesDoNotCount) {
    EXPECT_EQ(
        rows(temporary_, "period = 'hour' AND grouped_by = 'as' AND method = 'queueing' AND as_number = '6'"),
        "2017-09-10T12:00:00Z 6 BE 1/1 null");
}

TEST_F(UsageByAs, ResultCarriesNumberAndName) {
    EXPECT_EQ(
        temporary_.text("SELECT as_number || ' ' || as_name FROM v_result WHERE as_number = '6' LIMIT 1"),
        "6 AS6");
}

TEST_F(UsageByAs, CoverageCountsByMonth) {
    const auto months = WindowAsStore(temporary_.database()).coverage();
    ASSERT_EQ(months.size(), 1U);
    EXPECT_EQ(months[0].month, "2017-09");
    EXPECT_EQ(months[0].windows, 5);
    EXPECT_EQ(months[0].with_as, 4);
}

TEST_F(UsageByAs, CoverageIsOfWindowsThatAreNotSuperseded) {
    temporary_.database().execute(
        "UPDATE window SET superseded_ms = 1 WHERE window_id = (SELECT min(window_id) FROM window_as WHERE "
        "as_number = 5)");
    const auto months = WindowAsStore(temporary_.database()).coverage();
    ASSERT_EQ(months.size(), 1U);
    EXPECT_EQ(months[0].windows, 4);
    EXPECT_EQ(months[0].with_as, 3);
}

}  // namespace
}  // namespace tixdb::store
