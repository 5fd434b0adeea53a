// SPDX-License-Identifier: MIT
// What the views that sum up take in, each column with a value of its own, and what they leave out:
// superseded windows and results, other methods, other clients, what lies just beyond the hour or day.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "model/installation.hpp"
#include "support/query_rows.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::view_sums {
namespace {

constexpr std::int64_t kEnd = 1'505'083'475;   // 2017-09-10T22:44:35Z
constexpr std::int64_t kHour = 1'505'080'800;  // 2017-09-10T22:00:00Z
constexpr std::int64_t kDay = 1'505'001'600;   // 2017-09-10T00:00:00Z

using Installations = std::vector<std::pair<model::InstallationKey, int>>;
const Installations kClientsAndDays = {{{1, 1}, 1}, {{1, 2}, 2}, {{2, 1}, 3}};

struct Row {
    std::int64_t last_s = kEnd;
    std::string columns;
    std::string values;
    std::string method = "adaptive";
    model::InstallationKey installation{1, 1};
};

class ViewSums : public testing::Test {
  protected:
    // A window with a result of these columns; returns window_id.
    std::int64_t add(const Row& row) {
        const auto id = test::add_window(
            temporary_.database(),
            {row.installation.user_id, row.installation.installation_id, "8.8.8.8", row.last_s});
        add_result(id, row);
        return id;
    }
    void add_result(std::int64_t window_id, const Row& row, bool is_superseded = false) {
        execute(
            fmt::format("INSERT INTO result (window_id, method, method_version, parameters,"
                        " recent_observations, minutes, computed_ms, publish_decision, superseded_ms, {})"
                        " VALUES ({}, '{}', 1, '{{}}', 60, 1, 0, 'other_method', {}, {})",
                        row.columns, window_id, row.method, is_superseded ? "1" : "NULL", row.values));
    }
    void add_superseded_window(const Row& row) {
        execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", add(row)));
    }
    void put_network(std::int64_t window_id, const std::string& number, const std::string& name,
                     const std::string& country) {
        execute(fmt::format("INSERT INTO window_as VALUES ({}, NULL, 'public', 'p', {}, {}, {}, 0, NULL)",
                            window_id, number, name, country));
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    std::string rows(const std::string& sql) { return test::rows_of(temporary_.database(), sql); }

    test::TemporaryDatabase temporary_;
};

// A clock that steps goes by one thing in one direction and by another in the other: up to 5 ms may be left.
class ClockView : public ViewSums {
  protected:
    static Row clock(std::int64_t last_s, const std::string& columns, const std::string& values) {
        return {last_s, columns, values, "queueing"};
    }
    static Row other(std::int64_t last_s) {
        return clock(
            last_s, "skew_ms_per_s, skew_source, impossible, reason, shifts",
            "9, 'fallback', 100, 'up_usage:clock;up_usage:route',"
            " '[{\"at_s\":99,\"up_ms\":1,\"down_ms\":1},{\"at_s\":98,\"up_ms\":50,\"down_ms\":null}]'");
    }
};

TEST_F(ClockView, IsOfTheDayUpToTheLastWindow) {
    add(other(kEnd - 86'400));
    add(clock(kEnd - 86'399, "skew_ms_per_s, skew_source, impossible, shifts",
              "0.01, 'fitted', 1, '[{\"at_s\":1,\"up_ms\":-100,\"down_ms\":105},"
              "{\"at_s\":2,\"up_ms\":-100,\"down_ms\":105.5},{\"at_s\":3,\"up_ms\":-105,\"down_ms\":100}]'"));
    add(clock(kEnd - 600, "skew_ms_per_s, skew_source, impossible, reason, shifts",
              "0.025, 'carried', 2, 'up_usage:route;down_usage:route',"
              " '[{\"at_s\":3,\"up_ms\":-105,\"down_ms\":100},{\"at_s\":2,\"up_ms\":-100,\"down_ms\":105.5},"
              "{\"at_s\":4,\"up_ms\":7,\"down_ms\":null}]'"));
    add(clock(kEnd, "impossible, reason", "NULL, 'up_usage:clock;down_usage:clock'"));
    EXPECT_EQ(rows("SELECT * FROM v_clock"),
              "user_id=1 installation_id=1 last_window_end=2017-09-10T22:44:35Z windows=3 skew_ppm=25.0"
              " skew_source=carried clock_steps=2 route_changes=2 impossible_probes=3 without_value_clock=1"
              " without_value_route=1\n");
}

TEST_F(ClockView, LeavesOutWhatIsSupersededAndOtherMethods) {
    const auto id = add(clock(kEnd, "skew_ms_per_s, skew_source, impossible", "0.5, 'fitted', 7"));
    add_result(id, other(kEnd), true);
    Row adaptive = other(kEnd);
    adaptive.method = "adaptive";
    add_result(id, adaptive);
    add_superseded_window(other(kEnd - 300));
    add_superseded_window(other(kEnd + 600));
    EXPECT_EQ(rows("SELECT * FROM v_clock"),
              "user_id=1 installation_id=1 last_window_end=2017-09-10T22:44:35Z windows=1 skew_ppm=500.0"
              " skew_source=fitted clock_steps=0 route_changes=0 impossible_probes=7 without_value_clock=0"
              " without_value_route=0\n");
}

TEST_F(ClockView, IsOfEachClientByItself) {
    for (const auto& [installation, skew] : kClientsAndDays) {
        for (int i = 0; i <= skew; ++i) {
            Row row = clock(kEnd + 86'400 * skew - i, "skew_ms_per_s, shifts",
                            fmt::format("{0}, '[{{\"at_s\":{1},\"up_ms\":-1,\"down_ms\":1}},"
                                        "{{\"at_s\":{2},\"up_ms\":9,\"down_ms\":1}}]'",
                                        skew, i, i + 50));
            row.installation = installation;
            add(row);
        }
    }
    Row nothing = clock(kEnd, "reason", "'down_usage:clock'");
    nothing.installation = {3, 1};
    add(nothing);
    EXPECT_EQ(rows("SELECT user_id, installation_id, windows, skew_ppm, skew_source, clock_steps, "
                   "route_changes, impossible_probes,"
                   " without_value_clock FROM v_clock ORDER BY user_id, installation_id"),
              "user_id=1 installation_id=1 windows=2 skew_ppm=1000.0 skew_source=NULL clock_steps=2"
              " route_changes=2 impossible_probes=0 without_value_clock=0\n"
              "user_id=1 installation_id=2 windows=3 skew_ppm=2000.0 skew_source=NULL clock_steps=3"
              " route_changes=3 impossible_probes=0 without_value_clock=0\n"
              "user_id=2 installation_id=1 windows=4 skew_ppm=3000.0 skew_source=NULL clock_steps=4"
              " route_changes=4 impossible_probes=0 without_value_clock=0\n"
              "user_id=3 installation_id=1 windows=1 skew_ppm=NULL skew_source=NULL clock_steps=0"
              " route_changes=0 impossible_probes=0 without_value_clock=0\n");
}

class DetectionView : public ViewSums {
  protected:
    static Row seen(std::int64_t last_s, const std::string& up, const std::string& down) {
        return {last_s, "up_state, down_state", up + ", " + down};
    }
};

TEST_F(DetectionView, CountsEachStateAndDirectionOfTheDayUpToTheLastWindow) {
    add(seen(kEnd - 86'400, "'clear'", "'clear'"));
    add(seen(kEnd - 86'399, "'none'", "'weak'"));
    using States = std::vector<std::pair<std::string, std::string>>;
    for (const auto& [up, down] : States{{"'none'", "NULL"},
                                         {"'none'", "'none'"},
                                         {"'weak'", "NULL"},
                                         {"'weak'", "'none'"},
                                         {"NULL", "'clear'"},
                                         {"NULL", "'clear'"},
                                         {"'clear'", "NULL"}}) {
        add(seen(kEnd, up, down));
    }
    EXPECT_EQ(rows("SELECT * FROM v_detection"),
              "user_id=1 installation_id=1 last_window_end=2017-09-10T22:44:35Z windows=8 up_none=3 up_weak=2"
              " up_clear=1 up_not_learned=2 down_none=2 down_weak=1 down_clear=2 down_not_learned=3\n");
}

TEST_F(DetectionView, LeavesOutWhatIsSupersededAndOtherMethods) {
    const auto id = add(seen(kEnd, "'none'", "'weak'"));
    add_result(id, seen(kEnd, "'clear'", "'clear'"), true);
    Row queueing = seen(kEnd, "'clear'", "'clear'");
    queueing.method = "queueing";
    add_result(id, queueing);
    add_superseded_window(seen(kEnd - 300, "'clear'", "'clear'"));
    add_superseded_window(seen(kEnd + 600, "'clear'", "'clear'"));
    EXPECT_EQ(rows("SELECT last_window_end, windows, up_none, up_clear, down_weak FROM v_detection"),
              "last_window_end=2017-09-10T22:44:35Z windows=1 up_none=1 up_clear=0 down_weak=1\n");
}

TEST_F(DetectionView, IsOfEachClientByItself) {
    for (const auto& [installation, days] : kClientsAndDays) {
        for (int i = 0; i <= days; ++i) {
            Row row = seen(kEnd + 86'400 * days - i, "'weak'", "NULL");
            row.installation = installation;
            add(row);
        }
    }
    EXPECT_EQ(
        rows("SELECT user_id, installation_id, windows, up_weak FROM v_detection ORDER BY 1, 2"),
        "user_id=1 installation_id=1 windows=2 up_weak=2\nuser_id=1 installation_id=2 windows=3 up_weak=3\n"
        "user_id=2 installation_id=1 windows=4 up_weak=4\n");
}

// Seven results of `adaptive` from the network 5 in three hours: three clients, the first and the last second
// of the middle hour, and the seconds before and after it.
class UsageViews : public ViewSums {
  protected:
    static Row used(std::int64_t last_s, const std::string& values, model::InstallationKey key = {1, 1},
                    const std::string& method = "adaptive") {
        return {last_s, "up_usage, down_usage, up_quality, down_quality, up_state, down_state", values,
                method, key};
    }
    void add_from(const std::string& country, const Row& row) {
        put_network(add(row), "'5'", "'FIVE'", country);
    }
    void add_three_hours() {
        add_from("'BE'", used(kHour - 1, "0.5, 0.75, 0.25, 1, 'weak', 'none'"));
        add_from("'BE'", used(kHour, "0.5, 0.25, 1, 0.5, 'none', 'weak'"));
        add_from("'BE'", used(kHour + 1, "NULL, NULL, 0.5, NULL, NULL, 'clear'", {2, 1}));
        add_from("'BE'", used(kHour + 2, "-0.5, 1.5, 0.25, 0.25, 'weak', 'none'"));
        add_from("'BE'", used(kHour + 3, "0.1, 0.15, 0.25, 0.5, 'clear', 'clear'"));
        add_from("'BE'", used(kHour + 3599, "1.5, -0.5, NULL, 0.75, 'none', 'clear'", {1, 2}));
        add_from("'BE'", used(kHour + 3600, "0.5, 0.75, 0.25, 1, 'clear', 'none'"));
    }
    void add_what_does_not_count() {
        const auto values = "9, 9, 9, 9, 'weak', 'weak'";
        const auto id = add(used(kHour + 4, "0.5, 0.25, 1, 0.75, NULL, NULL", {1, 1}, "classic"));
        put_network(id, "'5'", "'FIVE'", "'BE'");
        add_result(id, used(kHour + 4, values), true);
        const auto superseded = add(used(kHour + 5, values));
        put_network(superseded, "'5'", "'FIVE'", "'BE'");
        execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", superseded));
    }
};

TEST_F(UsageViews, HourHasMeansOfWhatIsPublishedAndSharesOfStatesOfAll) {
    add_three_hours();
    add_what_does_not_count();
    execute("UPDATE window SET user_id = 1, installation_id = 1");
    EXPECT_EQ(
        rows("SELECT * FROM v_usage_hourly ORDER BY method, hour_s"),
        "user_id=1 installation_id=1 method=adaptive hour=2017-09-10T21:00:00Z windows=1"
        " up_usage_percent=50.0 down_usage_percent=75.0 up_quality_percent=25.0 down_quality_percent=100.0"
        " up_none_percent=0.0 up_weak_percent=100.0 up_clear_percent=0.0 down_none_percent=100.0"
        " down_weak_percent=0.0 down_clear_percent=0.0 hour_s=1505077200\n"
        "user_id=1 installation_id=1 method=adaptive hour=2017-09-10T22:00:00Z windows=5"
        " up_usage_percent=40.0 down_usage_percent=35.0 up_quality_percent=50.0 down_quality_percent=50.0"
        " up_none_percent=40.0 up_weak_percent=20.0 up_clear_percent=20.0 down_none_percent=20.0"
        " down_weak_percent=20.0 down_clear_percent=60.0 hour_s=1505080800\n"
        "user_id=1 installation_id=1 method=adaptive hour=2017-09-10T23:00:00Z windows=1"
        " up_usage_percent=50.0 down_usage_percent=75.0 up_quality_percent=25.0 down_quality_percent=100.0"
        " up_none_percent=0.0 up_weak_percent=0.0 up_clear_percent=100.0 down_none_percent=100.0"
        " down_weak_percent=0.0 down_clear_percent=0.0 hour_s=1505084400\n"
        "user_id=1 installation_id=1 method=classic hour=2017-09-10T22:00:00Z windows=1"
        " up_usage_percent=50.0 down_usage_percent=25.0 up_quality_percent=100.0 down_quality_percent=75.0"
        " up_none_percent=NULL up_weak_percent=NULL up_clear_percent=NULL down_none_percent=NULL"
        " down_weak_percent=NULL down_clear_percent=NULL hour_s=1505080800\n");
}

TEST_F(UsageViews, HourIsOfEachClientByItself) {
    add_three_hours();
    EXPECT_EQ(rows("SELECT user_id, installation_id, windows FROM v_usage_hourly WHERE hour_s = 1505080800"
                   " ORDER BY user_id, installation_id"),
              "user_id=1 installation_id=1 windows=3\nuser_id=1 installation_id=2 windows=1\n"
              "user_id=2 installation_id=1 windows=1\n");
}

constexpr const char* kNetworkHour =
    " installations=3 windows=5 up_usage=0.4 down_usage=0.35 up_quality=0.5 down_quality=0.5 up_none=0.4"
    " up_weak=0.2 up_clear=0.2 down_none=0.2 down_weak=0.2 down_clear=0.6 start_s=1505080800\n";

TEST_F(UsageViews, NetworkAndCountryHaveMeansOfWhatIsStoredAndSharesOfStatesOfAll) {
    add_three_hours();
    add_what_does_not_count();
    EXPECT_EQ(
        rows("SELECT * FROM v_usage_by_as WHERE period = 'hour' AND grouped_by = 'as'"
             " AND start_s = 1505080800 ORDER BY method"),
        std::string("period=hour period_start=2017-09-10T22:00:00Z grouped_by=as method=adaptive as_number=5"
                    " as_name=FIVE country=BE") +
            kNetworkHour +
            "period=hour period_start=2017-09-10T22:00:00Z grouped_by=as method=classic as_number=5"
            " as_name=FIVE country=BE installations=1 windows=1 up_usage=0.5 down_usage=0.25 up_quality=1.0"
            " down_quality=0.75 up_none=NULL up_weak=NULL up_clear=NULL down_none=NULL down_weak=NULL"
            " down_clear=NULL start_s=1505080800\n");
    EXPECT_EQ(rows("SELECT * FROM v_usage_by_as WHERE period = 'hour' AND grouped_by = 'country'"
                   " AND start_s = 1505080800 AND method = 'adaptive'"),
              std::string("period=hour period_start=2017-09-10T22:00:00Z grouped_by=country method=adaptive"
                          " as_number=NULL as_name=NULL country=BE") +
                  kNetworkHour);
}

TEST_F(UsageViews, DayOfANetworkGoesFromMidnightToMidnight) {
    for (const std::int64_t last_s : {kDay - 1, kDay, kDay + 86'399, kDay + 86'400})
        add_from("'BE'", used(last_s, "0.5, 0.5, 1, 1, 'none', 'none'"));
    EXPECT_EQ(
        rows("SELECT period_start, windows FROM v_usage_by_as WHERE period = 'day' AND grouped_by = 'as'"
             " ORDER BY start_s"),
        "period_start=2017-09-09T00:00:00Z windows=1\nperiod_start=2017-09-10T00:00:00Z windows=2\n"
        "period_start=2017-09-11T00:00:00Z windows=1\n");
}

TEST_F(UsageViews, WindowsOfNoNetworkAreOneRowAndOfNoCountry) {
    put_network(add(used(kHour, "0.5, 0.5, 1, 1, 'none', 'none'")), "NULL", "NULL", "NULL");
    add(used(kHour + 1, "0.5, 0.5, 1, 1, 'none', 'none'"));
    EXPECT_EQ(rows("SELECT grouped_by, as_number, as_name, country, windows FROM v_usage_by_as"
                   " WHERE period = 'hour'"),
              "grouped_by=as as_number=NULL as_name=NULL country=NULL windows=2\n");
}

// Ten or eleven minutes of each state, whose medians, 95 % and round trips are in another order each: of ten
// the fifth counts, of eleven the sixth.
class LoadView : public ViewSums {
  protected:
    struct Minute {
        std::int64_t minute_s = kDay;
        int up_busy = 0;
        int down_busy = 0;
        int up_median_ms = 0;
        int up_p95_ms = 0;
        int down_median_ms = 0;
        int down_p95_ms = 0;
        int rtt_ms = 0;
    };
    void add_minute(const Minute& minute, int user_id = 1, int installation_id = 1) {
        execute(fmt::format(
            "INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms)"
            " VALUES ({0}, {1}, 0); INSERT INTO latency_minute VALUES ({0}, {1}, {2}, 60, {3}, {4},"
            " {5}000000, {6}000000, {7}000000, {8}000000, {9}000000)",
            user_id, installation_id, minute.minute_s, minute.up_busy, minute.down_busy, minute.up_median_ms,
            minute.up_p95_ms, minute.down_median_ms, minute.down_p95_ms, minute.rtt_ms));
    }
    void add_known_day() {
        for (int i = 0; i < 10; ++i) {
            add_minute(
                {kDay + 60 * i, 60, 0, 100 + i, 300 + i * 3 % 10, 20 + i, 40 + i * 7 % 10, 500 + i * 7 % 10});
        }
        for (int i = 0; i < 11; ++i) {
            add_minute({kDay + 86'340 - 60 * i, 0, 60, 10 + i, 30 + i * 3 % 11, 200 + i * 3 % 11, 400 + i,
                        50 + i * 7 % 11});
        }
        for (int i = 0; i < 2; ++i) add_minute({kDay + 7200 + 60 * i, 15, 15, 1, 1, 1, 1, 1});
    }
    void add_day(std::int64_t day_s, int loaded, int idle) {
        for (int i = 0; i < loaded; ++i) add_minute({day_s + 60 * i, 60, 0, 5, 5, 0, 0, 9});
        for (int i = 0; i < idle; ++i) add_minute({day_s + 3600 + 60 * i, 0, 0, 2, 1, 0, 0, 3});
    }
};

TEST_F(LoadView, HasTheMiddleMinuteOfEachStateAndDirection) {
    add_known_day();
    add_minute({kDay - 60, 60, 60, 9, 9, 9, 9, 9});
    add_minute({kDay + 86'400, 60, 60, 9, 9, 9, 9, 9});
    add_minute({kDay, 60, 60, 9, 9, 9, 9, 9}, 1, 2);
    add_minute({kDay, 60, 60, 9, 9, 9, 9, 9}, 2, 1);
    EXPECT_EQ(
        rows("SELECT * FROM v_latency_under_load WHERE user_id = 1 AND installation_id = 1"
             " AND day_s = 1505001600 ORDER BY direction DESC"),
        "user_id=1 installation_id=1 day=2017-09-10 direction=up minutes=23 loaded_minutes=10 idle_minutes=11"
        " delay_added_median_ms=89.0 delay_added_p95_ms=269.0 rtt_idle_ms=55.0 rtt_under_load_ms=504.0"
        " round_trips_per_minute=119.047619047619 reason=NULL day_s=1505001600\n"
        "user_id=1 installation_id=1 day=2017-09-10 direction=down minutes=23 loaded_minutes=11"
        " idle_minutes=10 delay_added_median_ms=181.0 delay_added_p95_ms=361.0 rtt_idle_ms=504.0"
        " rtt_under_load_ms=55.0 round_trips_per_minute=1090.90909090909 reason=NULL day_s=1505001600\n");
    EXPECT_EQ(rows("SELECT user_id, installation_id, day_s, minutes FROM v_latency_under_load"
                   " WHERE direction = 'up' AND minutes < 23 ORDER BY 1, 2, 3"),
              "user_id=1 installation_id=1 day_s=1504915200 minutes=1\n"
              "user_id=1 installation_id=1 day_s=1505088000 minutes=1\n"
              "user_id=1 installation_id=2 day_s=1505001600 minutes=1\n"
              "user_id=2 installation_id=1 day_s=1505001600 minutes=1\n");
}

// Of a line that is faster when it is used, where the greater of two is not the loaded one.
TEST_F(LoadView, HasWhatIsAddedBelowZeroToo) {
    for (int i = 0; i < 10; ++i) {
        add_minute({kDay + 60 * i, 60, 60, 5, 6, 7, 8, 9});
        add_minute({kDay + 3600 + 60 * i, 0, 0, 50, 70, 90, 110, 130});
    }
    EXPECT_EQ(
        rows("SELECT direction, delay_added_median_ms, delay_added_p95_ms, rtt_idle_ms, rtt_under_load_ms"
             " FROM v_latency_under_load ORDER BY direction"),
        "direction=down delay_added_median_ms=-83.0 delay_added_p95_ms=-102.0 rtt_idle_ms=130.0"
        " rtt_under_load_ms=9.0\n"
        "direction=up delay_added_median_ms=-45.0 delay_added_p95_ms=-64.0 rtt_idle_ms=130.0"
        " rtt_under_load_ms=9.0\n");
}

TEST_F(LoadView, NeedsTenMinutesOfEitherState) {
    add_day(kDay, 9, 10);
    add_day(kDay + 86'400, 10, 9);
    add_day(kDay + 172'800, 10, 10);
    EXPECT_EQ(
        rows("SELECT loaded_minutes, idle_minutes, delay_added_median_ms, delay_added_p95_ms, rtt_idle_ms,"
             " rtt_under_load_ms, round_trips_per_minute, reason FROM v_latency_under_load"
             " WHERE direction = 'up' ORDER BY day_s"),
        "loaded_minutes=9 idle_minutes=10 delay_added_median_ms=NULL delay_added_p95_ms=NULL rtt_idle_ms=NULL"
        " rtt_under_load_ms=NULL round_trips_per_minute=NULL reason=too_few_minutes\n"
        "loaded_minutes=10 idle_minutes=9 delay_added_median_ms=NULL delay_added_p95_ms=NULL rtt_idle_ms=NULL"
        " rtt_under_load_ms=NULL round_trips_per_minute=NULL reason=too_few_minutes\n"
        "loaded_minutes=10 idle_minutes=10 delay_added_median_ms=3.0 delay_added_p95_ms=4.0 rtt_idle_ms=3.0"
        " rtt_under_load_ms=9.0 round_trips_per_minute=6666.66666666667 reason=NULL\n");
}

// Of 60 probes more than half is 31, and at most 5 % is 3.
TEST_F(LoadView, TellsStatesAsTheViewOfMinutesDoes) {
    add_minute({kDay, 31, 3});
    add_minute({kDay + 60, 30, 4});
    add_minute({kDay + 120, 3, 31});
    add_minute({kDay + 180, 4, 30});
    EXPECT_EQ(rows("SELECT direction, minutes, loaded_minutes, idle_minutes FROM v_latency_under_load"
                   " ORDER BY direction"),
              "direction=down minutes=4 loaded_minutes=1 idle_minutes=1\n"
              "direction=up minutes=4 loaded_minutes=1 idle_minutes=1\n");
}

}  // namespace
}  // namespace tixdb::store::view_sums
