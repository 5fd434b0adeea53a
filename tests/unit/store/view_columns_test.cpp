// SPDX-License-Identifier: MIT
// Each column of the views that show rows as they are, with a value of its own and with NULL.
#include <gtest/gtest.h>

#include <string>

#include "store/export_reader.hpp"
#include "support/query_rows.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::view_columns {
namespace {

constexpr std::int64_t kEnd = 1'505'083'475;  // 2017-09-10T22:44:35Z

class ViewColumns : public testing::Test {
  protected:
    std::int64_t window(std::int64_t last_s) {
        return test::add_window(temporary_.database(), {.last_s = last_s});
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    std::string rows(const std::string& sql) { return test::rows_of(temporary_.database(), sql); }
    // What `export` gives of the first row is what the view says of it, in the columns that both have.
    void expect_exported(ExportTable table, const std::string& view, const std::string& order) {
        RowCursor exported = store::rows_of(temporary_.database(), table, {});
        ASSERT_TRUE(exported.step());
        int compared = 0;
        for (int i = 0; i < exported.columns(); ++i) {
            const std::string name = exported.name(i);
            if (temporary_.number("SELECT count(*) FROM pragma_table_info('" + view + "') WHERE name = '" +
                                  name + "'") == 0)
                continue;
            ++compared;
            const std::string value =
                exported.type(i) == ValueType::null ? "NULL" : std::string(exported.text(i));
            EXPECT_EQ(name + "=" + value + "\n",
                      rows("SELECT " + name + " FROM " + view + " ORDER BY " + order + " LIMIT 1"));
        }
        EXPECT_GT(compared, 5);
    }

    test::TemporaryDatabase temporary_;
};

using ResultView = ViewColumns;
using RejectedView = ViewColumns;
using OutboxView = ViewColumns;
using LatencyView = ViewColumns;
using LatencyHourlyView = ViewColumns;
using LatencyMinuteView = ViewColumns;

TEST_F(ResultView, HasWhatWindowResultNetworkAndRunSay) {
    window(kEnd);
    execute(
        "INSERT INTO run (run_id, command, version, started_ms) VALUES (7, 'process', '1.2.3', 0),"
        " (8, 'process', '9', 0);"
        "UPDATE window SET first_report_s = last_probe_s - 1139, last_report_s = last_probe_s - 58,"
        " first_probe_s = last_probe_s - 1138, reports = 19, observations = 1140, distinct_observations = "
        "1139;"
        "INSERT INTO window_as VALUES (1, NULL, 'public', '8.8.8.0/24', '15169', 'GOOGLE', 'US', 5, NULL);"
        "INSERT INTO result (window_id, method, method_version, parameters, recent_observations, minutes,"
        " up_usage, down_usage, up_quality, down_quality, up_hurst_rs, up_hurst_wavelet, down_hurst_rs,"
        " down_hurst_wavelet, reason, up_low, down_low, up_state, down_state, up_ceiling, down_ceiling,"
        " computed_ms, run_id, publish_decision)"
        " VALUES (1, 'adaptive', 3, '{\"epsilon_up_ms\":2.5,\"epsilon_down_ms\":8}', 600, 10, 0.125, 0.25, "
        "0.5,"
        " 0.75, 0.51, 0.52, 0.53, 0.54, 'up_low:few', 0.0625, 0.1875, 'weak', 'clear', 0.625, 0.875,"
        " 1505090000999, 7, 'queued')");
    EXPECT_EQ(
        rows("SELECT * FROM v_result"),
        "user_id=1 installation_id=1 ip=8.8.8.8 method=adaptive method_version=3 first_s=1505082336"
        " last_s=1505083475 window_start=2017-09-10T22:25:36Z window_end=2017-09-10T22:44:35Z reports=19"
        " observations=1140 recent=600 minutes=10 up_usage=0.125 down_usage=0.25 up_quality=0.5"
        " down_quality=0.75 up_hurst_rs=0.51 up_hurst_wavelet=0.52 down_hurst_rs=0.53 down_hurst_wavelet=0.54"
        " up_low=0.0625 down_low=0.1875 up_state=weak down_state=clear up_ceiling=0.625 down_ceiling=0.875"
        " reason=up_low:few as_number=15169 as_name=GOOGLE computed=2017-09-11T00:33:20Z epsilon_up_ms=2.5"
        " epsilon_down_ms=8 parameters={\"epsilon_up_ms\":2.5,\"epsilon_down_ms\":8} "
        "program_version=1.2.3\n");
    expect_exported(ExportTable::results, "v_result", "last_s");
}

TEST_F(ResultView, HasNullWhereNothingIsKnown) {
    const auto id = window(kEnd);
    execute(
        "INSERT INTO result (window_id, method, method_version, parameters, recent_observations, minutes,"
        " computed_ms, publish_decision) VALUES (" +
        std::to_string(id) + ", 'classic', 1, '{}', 599, 9, 0, 'missing_value')");
    EXPECT_EQ(rows("SELECT * FROM v_result"),
              "user_id=1 installation_id=1 ip=8.8.8.8 method=classic method_version=1 first_s=1505083416"
              " last_s=1505083475 window_start=2017-09-10T22:43:36Z window_end=2017-09-10T22:44:35Z reports=1"
              " observations=60 recent=599 minutes=9 up_usage=NULL down_usage=NULL up_quality=NULL"
              " down_quality=NULL up_hurst_rs=NULL up_hurst_wavelet=NULL down_hurst_rs=NULL"
              " down_hurst_wavelet=NULL up_low=NULL down_low=NULL up_state=NULL down_state=NULL"
              " up_ceiling=NULL down_ceiling=NULL reason=NULL as_number=NULL as_name=NULL"
              " computed=1970-01-01T00:00:00Z epsilon_up_ms=NULL epsilon_down_ms=NULL parameters={}"
              " program_version=NULL\n");
}

TEST_F(ResultView, HasNeitherSupersededWindowsNorSupersededResults) {
    for (const int number : {0, 1, 2}) {
        test::add_result(temporary_.database(), window(kEnd + number), "classic", 0.5, 1.0);
    }
    execute("UPDATE window SET superseded_ms = 1 WHERE window_id = 1");
    execute("UPDATE result SET superseded_ms = 1 WHERE window_id = 2");
    EXPECT_EQ(rows("SELECT last_s FROM v_result"), "last_s=1505083477\n");
}

TEST_F(RejectedView, TellsWhenAFileWasFirstAndLastSeen) {
    execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms,"
        " seen_count) VALUES ('1/2/a.json', 'not_json', 'ends too early', 77, 5, 6, 1505083475999,"
        " 1505169876000, 3)");
    EXPECT_EQ(rows("SELECT * FROM v_rejected"),
              "path=1/2/a.json reason=not_json detail=ends too early seen=2017-09-11T22:44:36Z"
              " first_seen=2017-09-10T22:44:35Z seen_count=3 size_bytes=77\n");
    expect_exported(ExportTable::rejected, "v_rejected", "path");
}

TEST_F(OutboxView, HasAllThatIsKnownOfAnItem) {
    test::add_result(temporary_.database(), window(kEnd), "adaptive", 0.5, 1.0);
    execute(
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, method, body, source, result_id, state,"
        " attempts, unclear_ends, next_attempt_ms, held_for, last_status, last_error, note, queued_ms)"
        " VALUES (1, 1, 1505083475, '8.8.8.8', 'adaptive', '{\"a\":1}', 'computed', 1, 'held', 4, 2,"
        " 1505169875999, 'address', 500, 'why', 'for people', 1505090001999);"
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, drop_reason, "
        "queued_ms,"
        " sent_ms) VALUES (1, 1, 1505084075, '8.8.8.9', '{}', 'imported', 'dropped', 'is there', 0,"
        " 1505090002999)");
    EXPECT_EQ(rows("SELECT * FROM v_outbox ORDER BY outbox_id"),
              "user_id=1 installation_id=1 method=adaptive last_s=1505083475 state=held attempts=4"
              " next_attempt=2017-09-11T22:44:35Z last_status=500 last_error=why outbox_id=1 ip=8.8.8.8"
              " source=computed held_for=address note=for people drop_reason=NULL unclear_ends=2"
              " window_end=2017-09-10T22:44:35Z queued=2017-09-11T00:33:21Z sent=NULL body={\"a\":1}\n"
              "user_id=1 installation_id=1 method=NULL last_s=1505084075 state=dropped attempts=0"
              " next_attempt=NULL last_status=NULL last_error=NULL outbox_id=2 ip=8.8.8.9 source=imported"
              " held_for=NULL note=NULL drop_reason=is there unclear_ends=0 window_end=2017-09-10T22:54:35Z"
              " queued=1970-01-01T00:00:00Z sent=2017-09-11T00:33:22Z body={}\n");
    expect_exported(ExportTable::outbox, "v_outbox", "last_s");
}

// The columns that tables of latency have alike, with a value of its own each.
constexpr const char* kColumns =
    "received, covered_s, silent_s, burst, duplicates, impossible, kept, rtt_min_ns, rtt_median_ns, "
    "rtt_p75_ns,"
    " rtt_p90_ns, rtt_p95_ns, rtt_p99_ns, rtt_max_ns, up_delay_median_ns, up_delay_p95_ns, up_delay_p99_ns,"
    " up_variation_p95_ns, down_delay_median_ns, down_delay_p95_ns, down_delay_p99_ns, down_variation_p95_ns";
constexpr const char* kValues =
    "450, 600, 7, 3, 4, 5, 440, 1000000, 2000000, 3000000, 4000000, 5000000, 6000000, 7000000, 1500000,"
    " 2500000, 3500000, 4500000, 8000000, 9000000, 10000000, 11000000";
constexpr const char* kShown =
    "probes_received=450 seconds_covered=600 seconds_silent=7 loss=0.25 burst_probes=3 duplicate_probes=4"
    " impossible_probes=5 rtt_min_ms=1.0 rtt_median_ms=2.0 rtt_p75_ms=3.0 rtt_p90_ms=4.0 rtt_p95_ms=5.0"
    " rtt_p99_ms=6.0 rtt_max_ms=7.0 kept_probes=440 up_delay_median_ms=1.5 up_delay_p95_ms=2.5"
    " up_delay_p99_ms=3.5 up_variation_p95_ms=4.5 down_delay_median_ms=8.0 down_delay_p95_ms=9.0"
    " down_delay_p99_ms=10.0 down_variation_p95_ms=11.0\n";
// Where nothing was received but probes with clock values that none can have.
constexpr const char* kNothing = "received, covered_s, silent_s, burst, duplicates, impossible, kept";
constexpr const char* kNothingShown =
    "probes_received=0 seconds_covered=0 seconds_silent=0 loss=NULL burst_probes=0 duplicate_probes=0"
    " impossible_probes=9 rtt_min_ms=NULL rtt_median_ms=NULL rtt_p75_ms=NULL rtt_p90_ms=NULL rtt_p95_ms=NULL"
    " rtt_p99_ms=NULL rtt_max_ms=NULL kept_probes=0 up_delay_median_ms=NULL up_delay_p95_ms=NULL"
    " up_delay_p99_ms=NULL up_variation_p95_ms=NULL down_delay_median_ms=NULL down_delay_p95_ms=NULL"
    " down_delay_p99_ms=NULL down_variation_p95_ms=NULL\n";

TEST_F(LatencyView, HasThatOfEachCurrentWindow) {
    for (int number = 0; number < 4; ++number) window(kEnd + 600 * number);
    execute(std::string("INSERT INTO latency (window_id, ") + kColumns + ") VALUES (1, " + kValues + ")");
    execute(std::string("INSERT INTO latency (window_id, ") + kNothing +
            ") VALUES (2, 0, 0, 0, 0, 0, 9, 0), (3, 601, 600, 0, 0, 0, 0, 0), (4, 1, 1, 0, 0, 0, 0, 0)");
    execute("UPDATE window SET superseded_ms = 1 WHERE window_id = 4");
    EXPECT_EQ(rows("SELECT * FROM v_latency WHERE last_s = 1505083475"),
              std::string("user_id=1 installation_id=1 ip=8.8.8.8 last_s=1505083475"
                          " window_end=2017-09-10T22:44:35Z ") +
                  kShown);
    EXPECT_EQ(rows("SELECT * FROM v_latency WHERE last_s = 1505084075"),
              std::string("user_id=1 installation_id=1 ip=8.8.8.8 last_s=1505084075"
                          " window_end=2017-09-10T22:54:35Z ") +
                  kNothingShown);
    EXPECT_EQ(rows("SELECT last_s, loss FROM v_latency WHERE last_s > 1505084075"),
              "last_s=1505084675 loss=0.0\n")
        << "more than one probe per second is no loss, and a superseded window has none";
    expect_exported(ExportTable::latency, "v_latency", "last_s");
}

TEST_F(LatencyHourlyView, HasThatOfEachHour) {
    window(kEnd);
    execute(std::string("INSERT INTO latency_hour (user_id, installation_id, hour_s, ") + kColumns +
            ") VALUES (1, 1, 1505080800, " + kValues + ")");
    execute(std::string("INSERT INTO latency_hour (user_id, installation_id, hour_s, ") + kNothing +
            ") VALUES (1, 1, 1505084400, 0, 0, 0, 0, 0, 9, 0), (1, 1, 1505088000, 601, 600, 0, 0, 0, 0, 0)");
    EXPECT_EQ(rows("SELECT * FROM v_latency_hourly WHERE hour_s < 1505088000 ORDER BY hour_s"),
              std::string("user_id=1 installation_id=1 hour=2017-09-10T22:00:00Z hour_s=1505080800 ") +
                  kShown + "user_id=1 installation_id=1 hour=2017-09-10T23:00:00Z hour_s=1505084400 " +
                  kNothingShown);
    EXPECT_EQ(rows("SELECT loss FROM v_latency_hourly WHERE hour_s = 1505088000"), "loss=0.0\n");
    expect_exported(ExportTable::hours, "v_latency_hourly", "hour_s");
}

// Of 60 probes more than half is 31, and at most 5 % is 3.
TEST_F(LatencyMinuteView, IsLoadedByMoreThanHalfAndIdleByAtMostATwentieth) {
    window(kEnd);
    execute(
        "INSERT INTO latency_minute VALUES"
        " (1, 1, 1505083440, 60, 31, 3, 1000000, 2000000, 3000000, 4000000, 5000000),"
        " (1, 1, 1505083500, 60, 30, 4, 0, 0, 0, 0, 0), (1, 1, 1505083560, 60, 3, 31, 0, 0, 0, 0, 0),"
        " (1, 1, 1505083620, 60, 4, 30, 0, 0, 0, 0, 0)");
    EXPECT_EQ(rows("SELECT * FROM v_latency_minute WHERE minute_s = 1505083440"),
              "user_id=1 installation_id=1 minute=2017-09-10T22:44:00Z minute_s=1505083440 probes=60"
              " up_state=loaded down_state=idle up_busy=31 down_busy=3 up_delay_median_ms=1.0"
              " up_delay_p95_ms=2.0 down_delay_median_ms=3.0 down_delay_p95_ms=4.0 rtt_median_ms=5.0\n");
    EXPECT_EQ(rows("SELECT up_state, down_state FROM v_latency_minute ORDER BY minute_s"),
              "up_state=loaded down_state=idle\nup_state=between down_state=between\n"
              "up_state=idle down_state=loaded\nup_state=between down_state=between\n");
    expect_exported(ExportTable::minutes, "v_latency_minute", "minute_s");
}

}  // namespace
}  // namespace tixdb::store::view_columns
