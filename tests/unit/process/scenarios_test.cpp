// SPDX-License-Identifier: MIT
// Awkward histories from reports to results, each with values worked out by hand.
#include <gtest/gtest.h>

#include "support/probe_series.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"

namespace tixdb::process::scenarios {
namespace {

using test::kMs;
using test::ProbeSeries;

constexpr const char* kHome = "192.0.2.1";
constexpr const char* kAway = "198.51.100.7";

// Every nth probe waits 50 ms in the downlink, every tenth 30 ms in the uplink: P_down = 1/n, P_up = 1/10.
// The way down takes `down_ms`.
ProbeSeries every_nth_waits(std::int64_t n, std::int64_t down_ms = 20) {
    ProbeSeries series;
    series.base_down_ns = down_ms * kMs;
    series.down_queue_ns = [n](std::int64_t i) { return i % n == 0 ? 50 * kMs : 0; };
    series.up_queue_ns = [](std::int64_t i) { return i % 10 == 0 ? 30 * kMs : 0; };
    return series;
}

class Scenario : public testing::Test {
  protected:
    // Seconds count from the start of ProbeSeries. One report of [from_s, to_s).
    void insert(ProbeSeries series, std::int64_t from_s, std::int64_t to_s, const std::string& ip = kHome) {
        const std::int64_t start_s = series.start_s;
        series.seconds = to_s;
        test::MadeReport report;
        report.ip = ip;
        for (const model::Observation& o : series.observations()) {
            if (o.day_timestamp_s >= start_s + from_s) report.observations.push_back(o);
        }
        inserter_.insert(report);
    }
    // One report per minute.
    void insert_minutes(const ProbeSeries& series, std::int64_t from_s, std::int64_t to_s,
                        const std::string& ip = kHome) {
        for (std::int64_t at_s = from_s; at_s < to_s; at_s += 60) insert(series, at_s, at_s + 60, ip);
    }
    // The same, of before the start.
    void insert_minutes_before(ProbeSeries series, std::int64_t from_s, std::int64_t to_s) {
        series.start_s += from_s;
        insert_minutes(series, 0, to_s - from_s);
    }

    // A line for each current result of queueing: session's first second, window's first report and last
    // second, observations, busy shares, base and baseline, what was added.
    std::string results() {
        const std::string start = std::to_string(ProbeSeries().start_s);
        return temporary_.text(
            "SELECT group_concat(line, char(10)) FROM (SELECT (s.first_observation_s - " + start +
            ") || ': ' ||"
            " (w.first_report_s - " +
            start + ") || '-' || (w.last_probe_s - " + start +
            ") || ' n ' ||"
            " w.distinct_observations || ', down ' || round(x.down_busy_share, 6) || ' up ' ||"
            " round(x.up_busy_share, 6) || ', base ' || round(x.base_ms, 6) || ' of ' ||"
            " round(x.baseline_ms, 6) || ', ' || coalesce(x.standing_direction, 'no') || ' queue'  AS line"
            " FROM window AS w JOIN result AS x USING (window_id)"
            " JOIN report AS s ON s.report_id = w.session_report_id"
            " WHERE x.method = 'queueing' AND w.superseded_ms IS NULL AND x.superseded_ms IS NULL"
            " ORDER BY w.first_report_s, w.last_probe_s)");
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

// 300 + 300 observations are too few, so that the third report, large enough alone, ends three windows.
// Recent are seconds 1100…1699: 150 of 600 probes wait in the downlink, 60 in the uplink.
constexpr const char* kThreeOfOneLast =
    "0: 0-1699 n 1700, down 0.25 up 0.1, base 30.0 of 30.0, no queue\n"
    "0: 300-1699 n 1400, down 0.25 up 0.1, base 30.0 of 30.0, no queue\n"
    "0: 600-1699 n 1100, down 0.25 up 0.1, base 30.0 of 30.0, no queue";

TEST_F(Scenario, WindowsWithTheSameLastEachHaveTheirResult) {
    const ProbeSeries series = every_nth_waits(4);
    insert(series, 0, 300);
    insert(series, 300, 600);
    insert(series, 600, 1700);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 3);
    EXPECT_EQ(results(), kThreeOfOneLast);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE last_s = 1699 + " +
                                std::to_string(series.start_s)),
              3);
}

TEST_F(Scenario, WindowsWithTheSameLastAreFormedOnceReportByReport) {
    const ProbeSeries series = every_nth_waits(4);
    insert(series, 0, 300);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 0);
    insert(series, 300, 600);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 0);
    insert(series, 600, 1700);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 3);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 0);
    // More than 300 s after the large report's first second: a session of its own.
    insert(series, 1700, 2800);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 1);
    EXPECT_EQ(results(), std::string(kThreeOfOneLast) +
                             "\n1700: 1700-2799 n 1100, down 0.25 up 0.1, base 30.0 of 30.0, no queue");
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM late_report"), 0);
}

// Six reports of 250 s, of which the third and the sixth say that they hold so many observations that an hour
// can hold only one of them.
TEST_F(Scenario, HourOfAClientThatSendsTooMuchHoldsItsLatestReports) {
    const auto report = [](int number) {
        test::MadeReport made = test::quiet_report(ProbeSeries().start_s + 250 * number, 250);
        made.claimed_count = number % 3 == 2 ? 300'000 : 400;
        return made;
    };
    const std::string slope =
        "SELECT printf('%.17g', skew_ms_per_s) FROM result JOIN window USING (window_id)"
        " WHERE method = 'queueing' AND reports = 3 ORDER BY last_probe_s DESC LIMIT 1";
    for (int i = 3; i < 6; ++i) inserter_.insert(report(i));
    test::process_all(temporary_.database());
    test::TemporaryDatabase with_all;
    test::ReportInserter inserter(with_all.database());
    for (int i = 0; i < 6; ++i) inserter.insert(report(i));
    test::process_all(with_all.database());
    EXPECT_EQ(with_all.number("SELECT count(*) FROM window WHERE reports = 3"), 2);
    EXPECT_EQ(with_all.text(slope), temporary_.text(slope));
}

// 160 ms more in one run: the windows refer to each other before they have rows.
TEST_F(Scenario, ResultsOfALongerRouteNameTheWindowThatItBeganIn) {
    insert_minutes(every_nth_waits(5), 0, 1800);
    insert_minutes(every_nth_waits(5, 180), 3600, 3600 + 3000);
    test::process_all(temporary_.database());
    const std::string of_route = " FROM result WHERE method = 'queueing' AND reason LIKE '%route%'";
    ASSERT_GT(temporary_.number("SELECT count(*)" + of_route), 2);
    EXPECT_EQ(temporary_.number("SELECT count(*)" + of_route + " AND route_start_window_id IS NOT NULL"),
              temporary_.number("SELECT count(*) - 1" + of_route));
    EXPECT_EQ(temporary_.number("SELECT count(*)" + of_route +
                                " AND route_start_window_id <> (SELECT min(window_id)" + of_route + ")"),
              0);
}

TEST_F(Scenario, ClientThatComesBackToItsAddressHasANewSessionAndItsOldBaseDelay) {
    // Twenty minutes at home, twenty at an address 200 ms further away, and twenty at home again, where the
    // downlink now holds 200 ms all the time, of no two probes the same. 19 reports make a window, and 20
    // only one.
    insert_minutes(every_nth_waits(4), 0, 1200);
    insert_minutes(every_nth_waits(2, 220), 1200, 2400, kAway);
    ProbeSeries full = every_nth_waits(4);
    full.down_queue_ns = [](std::int64_t i) { return (200 + i * 37 % 600) * kMs; };
    insert_minutes(full, 2400, 3600);
    EXPECT_EQ(test::process_all(temporary_.database()).windows, 3);
    // Away, nothing nearer is known. At home it is: 200 ms are a standing queue, of the downlink, whose
    // median is above the uplink's of 0, and no probe waits less than 8 ms any more.
    EXPECT_EQ(results(),
              "0: 0-1139 n 1140, down 0.25 up 0.1, base 30.0 of 30.0, no queue\n"
              "1200: 1200-2339 n 1140, down 0.5 up 0.1, base 230.0 of 230.0, no queue\n"
              "2400: 2400-3539 n 1140, down 1.0 up 0.1, base 230.0 of 30.0, down queue");
}

constexpr const char* kFirst = "0: 0-1139 n 1140, down 0.25 up 0.1, base 30.0 of 30.0, no queue";
constexpr const char* kSecond = "6000: 6000-7139 n 1140, down 0.25 up 0.1, base 30.0 of 30.0, no queue";

class LateRuns : public Scenario {
  protected:
    LateRuns() {
        insert_minutes(every_nth_waits(4), 0, 1200);
        insert_minutes(every_nth_waits(4), 6000, 7200);
        EXPECT_EQ(test::process_all(temporary_.database()).windows, 2);
        EXPECT_EQ(results(), kFirst + std::string("\n") + kSecond);
    }
};

TEST_F(LateRuns, BeforeASessionFormOneOfTheirOwn) {
    insert_minutes_before(every_nth_waits(2), -3000, -1800);
    EXPECT_EQ(test::process_all(temporary_.database()).late_reports, 0);
    EXPECT_EQ(results(),
              std::string("-3000: -3000--1861 n 1140, down 0.5 up 0.1, base 30.0 of 30.0, no queue\n") +
                  kFirst + "\n" + kSecond);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 3);
}

TEST_F(LateRuns, BetweenSessionsGoOnWithTheFirst) {
    insert_minutes(every_nth_waits(2), 1200, 2400);
    EXPECT_EQ(test::process_all(temporary_.database()).late_reports, 0);
    // 540…1679: of the recent, 1080…1679, the first 120 are of the old reports and 30 of them wait, of the
    // other 480 half: 270 of 600. 1080…2219: recent are 1620…2219.
    EXPECT_EQ(results(), std::string(kFirst) +
                             "\n0: 540-1679 n 1140, down 0.45 up 0.1, base 30.0 of 30.0, no queue"
                             "\n0: 1080-2219 n 1140, down 0.5 up 0.1, base 30.0 of 30.0, no queue\n" +
                             kSecond);
}

TEST_F(LateRuns, InsideASessionWaitForReprocessing) {
    // One more probe in each of the seconds 630…689, half a second later, and each of them waits in the
    // downlink.
    ProbeSeries late = every_nth_waits(1);
    late.up_queue_ns = [](std::int64_t) { return 0; };
    late.client_ahead_ns = late.server_ahead_ns = [](std::int64_t) { return 500 * kMs; };
    insert(late, 630, 690);
    const ProcessSummary summary = test::process_all(temporary_.database());
    EXPECT_EQ(summary.late_reports, 1);
    EXPECT_EQ(summary.windows, 0);
    EXPECT_EQ(results(), kFirst + std::string("\n") + kSecond);

    // With it the window's 19 reports end a minute earlier. Recent are 480…1079, 660 probes: 150 + 60 of them
    // wait in the downlink, 60 in the uplink.
    test::reprocess(temporary_.database());
    EXPECT_EQ(results(), "0: 0-1079 n 1140, down 0.318182 up 0.090909, base 30.0 of 30.0, no queue\n" +
                             std::string(kSecond));
}

}  // namespace
}  // namespace tixdb::process::scenarios
