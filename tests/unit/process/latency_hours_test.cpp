// SPDX-License-Identifier: MIT
// Latency by the hour is the same however the reports came, and says what their observations say.
#include <gtest/gtest.h>

#include <algorithm>

#include "process/packed_delays.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"

namespace tixdb::process::latency_hours {
namespace {

constexpr std::int64_t kStart = 1'500'001'200;  // 03:00:00 UTC

// Minutes of a client whose downlink waits 30 ms in every other ten minutes.
test::MadeReport minute_of(int minute, const std::string& ip = "192.0.2.1") {
    test::MadeReport report = test::quiet_report(kStart + 60 * minute, 60, ip);
    for (std::size_t i = 0; i < report.observations.size(); ++i) {
        if (minute / 10 % 2 == 1 && i % 3 != 0) report.observations[i].final_ns += 30'000'000;
    }
    return report;
}

std::vector<test::MadeReport> minutes_of(int from, int to, const std::string& ip = "192.0.2.1") {
    std::vector<test::MadeReport> reports;
    for (int i = from; i < to; ++i) reports.push_back(minute_of(i, ip));
    return reports;
}

// Three and a half hours, with another address in the second and a silence in the third.
std::vector<test::MadeReport> long_history() {
    std::vector<test::MadeReport> reports = minutes_of(0, 70);
    const auto add = [&](const std::vector<test::MadeReport>& more) {
        reports.insert(reports.end(), more.begin(), more.end());
    };
    add(minutes_of(70, 110, "2001:db8::1"));
    add(minutes_of(110, 140));
    add(minutes_of(150, 210));
    return reports;
}

class LatencyHoursTest : public testing::Test {
  protected:
    LatencyHoursTest() { temporary_.database().execute("PRAGMA synchronous = OFF"); }

    void process(const std::vector<test::MadeReport>& reports) {
        test::ReportInserter(temporary_.database()).insert(reports);
        (void)test::process_all(temporary_.database());
    }
    void execute(const std::string& sql) { temporary_.database().execute(sql); }
    [[nodiscard]] std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    [[nodiscard]] std::string content() { return test::stored_results(temporary_.database()); }

    test::TemporaryDatabase temporary_;
};

std::string content_of_one_run(const std::vector<test::MadeReport>& reports) {
    test::TemporaryDatabase temporary;
    temporary.database().execute("PRAGMA synchronous = OFF");
    test::ReportInserter(temporary.database()).insert(reports);
    (void)test::process_all(temporary.database());
    return test::stored_results(temporary.database());
}

TEST_F(LatencyHoursTest, EachObservationCountsOnceUpToTheLastWindowsEnd) {
    process(minutes_of(0, 130));
    EXPECT_EQ(number("SELECT count(*) FROM latency_hour"), 3);
    EXPECT_EQ(number("SELECT sum(received) FROM latency_hour"),
              number("SELECT max(last_probe_s) - 1500001200 + 1 FROM window"));
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 3600);
    EXPECT_EQ(number("SELECT covered_s FROM latency_hour WHERE hour_s = 1500001200"), 3600);
    EXPECT_EQ(number("SELECT kept FROM latency_hour WHERE hour_s = 1500004800"), 3600);
    // As v_observation has them.
    EXPECT_EQ(number("SELECT rtt_p95_ns FROM latency_hour WHERE hour_s = 1500004800"),
              number("SELECT CAST(round(rtt_ms * 1e6) AS INTEGER) FROM v_observation"
                     " WHERE day_timestamp BETWEEN 1500004800 AND 1500008399"
                     " ORDER BY rtt_ms LIMIT 1 OFFSET 3419"));
}

TEST_F(LatencyHoursTest, MinutesTellLoadedFromIdle) {
    process(minutes_of(0, 130));
    EXPECT_EQ(number("SELECT count(*) FROM v_latency_minute WHERE down_state = 'loaded'"
                     " AND (minute_s - 1500001200) / 600 % 2 <> 1"),
              0);
    EXPECT_EQ(number("SELECT count(*) FROM v_latency_minute WHERE down_state = 'loaded'"), 60);
    EXPECT_EQ(number("SELECT count(*) FROM v_latency_minute WHERE up_state <> 'idle'"), 0);
    EXPECT_EQ(
        number("SELECT round(delay_added_median_ms) FROM v_latency_under_load WHERE direction = 'down'"), 30);
    EXPECT_EQ(number("SELECT round(60000 / rtt_under_load_ms) = round(round_trips_per_minute)"
                     " FROM v_latency_under_load WHERE direction = 'down'"),
              1);
    EXPECT_EQ(number("SELECT reason = 'too_few_minutes' AND delay_added_median_ms IS NULL"
                     " FROM v_latency_under_load WHERE direction = 'up'"),
              1);
}

TEST_F(LatencyHoursTest, AreTheSameHoweverRunsSplitTheReports) {
    const auto reports = long_history();
    for (std::size_t next = 0; next < reports.size(); next += 7) {
        const auto end = std::min(next + 7, reports.size());
        process({reports.begin() + static_cast<std::ptrdiff_t>(next),
                 reports.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    EXPECT_EQ(content(), content_of_one_run(reports));
}

TEST_F(LatencyHoursTest, DelaysAreKeptOfTheLastTwoHoursAlone) {
    process(long_history());
    const std::string kept = "SELECT count(*) FROM recent_delays WHERE last_probe_s ";
    const std::string two_hours_before = "(SELECT max(last_probe_s) - 7200 FROM window)";
    EXPECT_EQ(number(kept + "<= " + two_hours_before), 0);
    EXPECT_EQ(number(kept + "> " + two_hours_before),
              number("SELECT count(*) FROM window WHERE last_probe_s > " + two_hours_before));
}

TEST_F(LatencyHoursTest, MinutesBeforeWhatIsNewAreNotMadeAgain) {
    process(minutes_of(0, 40));
    const std::int64_t end_s = number("SELECT max(last_probe_s) FROM window");
    execute("UPDATE latency_minute SET probes = 61");
    process(minutes_of(40, 50));
    // A new window begins before the last one ends.
    EXPECT_EQ(number("SELECT sum(probes <> 61) FROM latency_minute WHERE minute_s < 1500001200 + 60 * 15"),
              0);
    EXPECT_EQ(number("SELECT sum(probes <> 60) FROM latency_minute WHERE minute_s >= " +
                     std::to_string(end_s - 599)),
              0);
    EXPECT_GT(number("SELECT max(minute_s) FROM latency_minute"), end_s);
}

TEST_F(LatencyHoursTest, MinutesAreTheSameWhereAnotherAddressComesLate) {
    const std::string sum =
        "SELECT sum((minute_s / 60 % 997 + 1) * (probes + up_busy + 3 * down_busy + up_delay_median_ns +"
        " 5 * up_delay_p95_ns + 7 * down_delay_median_ns + 11 * down_delay_p95_ns + rtt_median_ns))"
        " FROM latency_minute";
    const auto first = minutes_of(0, 30);
    const auto other = minutes_of(30, 75, "2001:db8::1");
    const auto last = minutes_of(75, 130);
    process(first);
    process(last);
    process(other);
    const std::int64_t in_pieces = number(sum);
    test::TemporaryDatabase at_once;
    std::vector<test::MadeReport> all = first;
    all.insert(all.end(), other.begin(), other.end());
    all.insert(all.end(), last.begin(), last.end());
    test::ReportInserter(at_once.database()).insert(all);
    (void)test::process_all(at_once.database());
    EXPECT_EQ(in_pieces, at_once.number(sum));
    EXPECT_GT(in_pieces, 0);
}

// A probe two hours ahead ends its windows then: the hour is made before later windows reach into it.
TEST_F(LatencyHoursTest, HourThatIsMadeTwiceInARunHasAllMinutesThatAreNew) {
    const auto first = minutes_of(0, 20);
    auto more = minutes_of(20, 130);
    more[15].observations.back().day_timestamp_s += 7200;
    process(first);
    process(more);
    std::vector<test::MadeReport> all = first;
    all.insert(all.end(), more.begin(), more.end());
    EXPECT_EQ(content(), content_of_one_run(all));
    EXPECT_EQ(number("SELECT count(*) FROM latency_minute WHERE minute_s >= 1500001200 + 60 * 18"
                     " AND minute_s < 1500001200 + 60 * 28"),
              10);
}

TEST_F(LatencyHoursTest, AreTheSameWithoutWhatIsKeptOfRecentDelays) {
    const auto reports = long_history();
    for (std::size_t next = 0; next < reports.size(); next += 11) {
        execute("DELETE FROM recent_delays");
        const auto end = std::min(next + 11, reports.size());
        process({reports.begin() + static_cast<std::ptrdiff_t>(next),
                 reports.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    EXPECT_EQ(content(), content_of_one_run(reports));
}

// Delays of windows that read another route's floor before, and have no value.
TEST_F(LatencyHoursTest, AreTheSameWithoutRecentDelaysOnALongerRouteToo) {
    auto reports = minutes_of(0, 90);
    for (std::size_t i = 40; i < reports.size(); ++i) {
        for (model::Observation& probe : reports[i].observations) probe.final_ns += 160'000'000;
    }
    const auto middle = reports.begin() + 65;
    process({reports.begin(), middle});
    ASSERT_GT(number("SELECT count(*) FROM result WHERE reason LIKE '%route%'"), 0);
    execute("DELETE FROM recent_delays");
    process({middle, reports.end()});
    EXPECT_EQ(content(), content_of_one_run(reports));
}

TEST_F(LatencyHoursTest, DelaysThatAreNotKeptAreBusyByTheEpsilonOfTheirResult) {
    const auto make = [](int from, int to) {
        auto reports = minutes_of(from, to);
        for (test::MadeReport& report : reports) {
            for (std::size_t i = 0; i < report.observations.size(); i += 4) {
                report.observations[i].reception_ns += 30'000'000;
                report.observations[i].sent_ns += 30'000'000;
                report.observations[i].final_ns += 60'000'000;
            }
        }
        return reports;
    };
    process::Parameters parameters;
    parameters.queueing.epsilon_up_ms = 100;
    parameters.queueing.epsilon_down_ms = 100;
    test::ReportInserter(temporary_.database()).insert(make(0, 40));
    (void)test::process_all(temporary_.database(), parameters);
    execute("DELETE FROM recent_delays");
    process(make(40, 60));
    const std::string busy =
        "SELECT sum(up_busy > 0) * 1000 + sum(down_busy > 0) FROM latency_minute WHERE minute_s ";
    const std::string end =
        "(SELECT last_probe_s FROM window JOIN result USING (window_id) WHERE"
        " parameters ->> '$.epsilon_up_ms' = 100 ORDER BY 1 DESC LIMIT 1)";
    EXPECT_EQ(number(busy + "< " + end), 0);
    EXPECT_GT(number(busy + "> " + end), 5000) << "by those in force";
}

// The delays of a window go with its results: those that were kept are none any more.
// A window of another address, of one report, ends in the same second.
TEST_F(LatencyHoursTest, DelaysThatAreComputedAgainAreThoseOfTheWindowThatIsMeant) {
    process(minutes_of(0, 19));
    test::MadeReport other = test::quiet_report(kStart + 60 * 18 + 10, 50, "2001:db8::1");
    other.claimed_count = 1140;
    process({other});
    ASSERT_EQ(number("SELECT count(*) FROM window WHERE last_probe_s = 1500001200 + 1139"), 2);
    store::Database& database = temporary_.database();
    store::CurrentWindowReader windows(database);
    store::ReportReader reports(database);
    store::ObservationReader observations(database);
    ReportProbes probes(observations);
    DelaysAgain again(windows, reports, probes);
    const auto kept_of = [&](const std::string& ip) {
        const auto delays = again.of({1, 1}, number("SELECT window_id FROM window WHERE ip = '" + ip + "'"),
                                     kStart + 60 * 19 - 1);
        EXPECT_TRUE(delays);
        return delays ? delays->probes.size() : 0;
    };
    EXPECT_GT(kept_of("192.0.2.1"), 500U);
    EXPECT_LE(kept_of("2001:db8::1"), 50U);
}

TEST_F(LatencyHoursTest, DelaysKeptBeforeAReprocessAreNotReadAfterIt) {
    process(minutes_of(0, 40));
    ASSERT_GT(number("SELECT sum(down_busy) FROM latency_minute"), 0);
    (void)test::reprocess(temporary_.database(), {.epsilon_down_ms = 50});
    ASSERT_EQ(number("SELECT sum(down_busy) FROM latency_minute"), 0);
    const std::int64_t end_s = number("SELECT max(last_probe_s) FROM window");
    process(minutes_of(40, 60));
    EXPECT_EQ(number("SELECT sum(down_busy) FROM latency_minute WHERE minute_s < " + std::to_string(end_s)),
              0);
    EXPECT_GT(number("SELECT sum(down_busy) FROM latency_minute"), 0);
}

// Of a window that reaches into the hour nothing is kept, and the hour before its end is pruned in part.
TEST_F(LatencyHoursTest, HourStaysWhereDelaysOfAWindowCannotBeComputedAgain) {
    process(minutes_of(0, 70));
    const std::string second = "SELECT received FROM latency_hour WHERE hour_s = 1500004800";
    const std::int64_t before = number(second);
    ASSERT_GT(before, 0);
    test::prune_reports(temporary_.database(), "first_observation_s < 1500001200 + 60 * 30");
    execute("DELETE FROM recent_delays");
    process(minutes_of(70, 100));
    EXPECT_EQ(number(second), before);
}

// Of another address, and in no window: the hour had no row when their observations were pruned.
TEST_F(LatencyHoursTest, HourWithoutARowIsMadeOfWhatIsLeft) {
    process(minutes_of(0, 10, "2001:db8::1"));
    ASSERT_EQ(number("SELECT count(*) FROM latency_hour"), 0);
    test::prune_reports(temporary_.database(), "1");
    process(minutes_of(10, 70));
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 50 * 60);
}

TEST_F(LatencyHoursTest, WindowsThatComeBeforeOthersChangeTheHoursThatTheyShare) {
    // The second address was there first: its reports arrive when the hours are made already.
    const auto early = minutes_of(0, 40, "2001:db8::1");
    const auto late = minutes_of(50, 130);
    process(late);
    process(early);
    std::vector<test::MadeReport> all = early;
    all.insert(all.end(), late.begin(), late.end());
    (void)test::reprocess(temporary_.database());
    EXPECT_EQ(content(), content_of_one_run(all));
}

TEST_F(LatencyHoursTest, HourKeepsTheDelaysOfWindowsOfOtherRunsThatEndLater) {
    process(minutes_of(30, 58, "2001:db8::1"));
    const std::int64_t of_the_second = number("SELECT kept FROM latency_hour");
    process(minutes_of(0, 28));
    EXPECT_EQ(number("SELECT kept FROM latency_hour"), 2 * of_the_second);
}

TEST_F(LatencyHoursTest, LateReportIsCountedOnceReprocessTakesItIn) {
    auto reports = minutes_of(0, 130);
    const auto late = reports[30];
    reports.erase(reports.begin() + 30);
    process(reports);
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 3540);
    process({late});
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 3540);
    (void)test::reprocess(temporary_.database());
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 3600);
    EXPECT_EQ(content(), content_of_one_run(minutes_of(0, 130)));
}

TEST_F(LatencyHoursTest, LateReportIsNotCountedWhereALaterRunMakesTheHourAgain) {
    process(minutes_of(0, 10));
    process(minutes_of(11, 30));
    process({minute_of(10)});
    ASSERT_EQ(number("SELECT count(*) FROM late_report"), 1);
    process(minutes_of(30, 50));
    EXPECT_EQ(number("SELECT received FROM latency_hour"),
              number("SELECT max(last_probe_s) - 1500001200 + 1 - 60 FROM window"));
    EXPECT_EQ(number("SELECT count(*) FROM latency_minute WHERE minute_s = 1500001800"), 0);
}

// Reports of another address divide it from the session that it comes too late for.
TEST_F(LatencyHoursTest, LateReportThatIsASessionOfItsOwnCountsOnceReprocessTakesItIn) {
    process(minutes_of(10, 50));
    const std::string other = "2001:db8::1";
    const std::vector<test::MadeReport> before = {test::quiet_report(kStart + 450, 10, other), minute_of(8),
                                                  test::quiet_report(kStart + 550, 10, other)};
    process(before);
    ASSERT_EQ(number("SELECT count(*) FROM late_report"), 1);
    const std::int64_t without = number("SELECT received FROM latency_hour");
    test::ReprocessOptions late_minute;
    late_minute.range.from_s = kStart + 480;
    late_minute.range.to_s = kStart + 540;
    const auto plans = test::reprocess(temporary_.database(), late_minute);
    ASSERT_EQ(plans.size(), 1U);
    EXPECT_EQ(plans.front().late_reports, 1);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
    EXPECT_EQ(number("SELECT received FROM latency_hour"), without + 60);
    auto reports = minutes_of(10, 50);
    reports.insert(reports.end(), before.begin(), before.end());
    EXPECT_EQ(content(), content_of_one_run(reports));
}

// Reports that reach from one hour into the next, which runs have made already.
TEST_F(LatencyHoursTest, ReportOverTheEndOfAnHourBelongsToBoth) {
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 130; ++i) reports.push_back(test::quiet_report(kStart + 60 * i + 30, 60));
    for (std::size_t next = 0; next < reports.size(); next += 5) {
        process({reports.begin() + static_cast<std::ptrdiff_t>(next),
                 reports.begin() + static_cast<std::ptrdiff_t>(next + 5)});
    }
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 3570);
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500004800"), 3600);
    EXPECT_EQ(content(), content_of_one_run(reports));
}

// Of another address, too little for a window of its own.
TEST_F(LatencyHoursTest, ReportThatComesBetweenOldOnesCountsInBothHoursThatItReachesInto) {
    auto reports = minutes_of(0, 59);
    const auto later = minutes_of(61, 130);
    reports.insert(reports.end(), later.begin(), later.end());
    process(reports);
    const std::string received = "SELECT received FROM latency_hour WHERE hour_s = ";
    const std::int64_t first = number(received + "1500001200");
    const std::int64_t second = number(received + "1500004800");
    process({test::quiet_report(kStart + 3570, 60, "2001:db8::1")});
    EXPECT_EQ(number(received + "1500001200"), first + 30);
    EXPECT_EQ(number(received + "1500004800"), second + 30);
}

// Its first observation is of the second hour, one of the others of the hour before.
TEST_F(LatencyHoursTest, ReportWithAnObservationBeforeItsFirstCountsInThatHourToo) {
    auto reports = minutes_of(0, 59);
    const auto later = minutes_of(61, 130);
    reports.insert(reports.end(), later.begin(), later.end());
    process(reports);
    const std::string received = "SELECT received FROM latency_hour WHERE hour_s = ";
    const std::int64_t first = number(received + "1500001200");
    const std::int64_t second = number(received + "1500004800");
    test::MadeReport report = test::quiet_report(kStart + 3605, 50, "2001:db8::1");
    report.observations[20].day_timestamp_s = kStart + 3570;
    process({report});
    EXPECT_EQ(number(received + "1500001200"), first + 1);
    EXPECT_EQ(number(received + "1500004800"), second + 49);
}

// Of two addresses within one hour, each with a late report.
TEST_F(LatencyHoursTest, ReprocessCountsTheLateReportsOfItsRangeAlone) {
    auto reports = minutes_of(0, 28);
    const auto second = minutes_of(30, 58, "2001:db8::1");
    reports.insert(reports.end(), second.begin(), second.end());
    const std::vector<test::MadeReport> late = {reports[10], reports[28 + 10]};
    reports.erase(reports.begin() + 28 + 10);
    reports.erase(reports.begin() + 10);
    process(reports);
    process(late);
    ASSERT_EQ(number("SELECT count(*) FROM late_report"), 2);
    const std::int64_t before = number("SELECT received FROM latency_hour");
    test::ReprocessOptions first;
    first.range.to_s = kStart + 60 * 29;
    (void)test::reprocess(temporary_.database(), first);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 1);
    EXPECT_EQ(number("SELECT received FROM latency_hour"), before + 60);
    (void)test::reprocess(temporary_.database());
    EXPECT_EQ(number("SELECT received FROM latency_hour"), 56 * 60) << "all, the last window being full now";
}

TEST_F(LatencyHoursTest, ReprocessOfAnotherMethodLeavesThem) {
    process(minutes_of(0, 130));
    const std::string before = test::stored_hours(temporary_.database());
    const auto latencies = [&] {
        return temporary_.text(
            "SELECT group_concat(window_id || ' ' || received || ' ' || kept) FROM latency");
    };
    const std::string of_windows = latencies();
    test::ReprocessOptions classic;
    classic.methods = {model::Method::classic};
    (void)test::reprocess(temporary_.database(), classic);
    EXPECT_EQ(test::stored_hours(temporary_.database()), before);
    EXPECT_EQ(latencies(), of_windows);
}

TEST_F(LatencyHoursTest, ReprocessPutsRightWhatIsWrong) {
    process(minutes_of(0, 130));
    const std::string right = content();
    execute("UPDATE latency SET received = 1 WHERE window_id = 2");
    execute("UPDATE latency_hour SET rtt_max_ns = 1 WHERE hour_s = 1500004800");
    execute("DELETE FROM latency_minute WHERE minute_s < 1500003000");
    EXPECT_NE(content(), right);
    (void)test::reprocess(temporary_.database());
    EXPECT_EQ(content(), right);
    for (const RangePlan& plan : test::reprocess(temporary_.database())) EXPECT_TRUE(plan.is_empty());
}

TEST_F(LatencyHoursTest, ReprocessPutsAWindowRightThoughNoResultChanges) {
    process(minutes_of(0, 40));
    const std::string right = temporary_.text("SELECT group_concat(received || ' ' || kept) FROM latency");
    execute("UPDATE latency SET received = 1 WHERE window_id = 2");
    const auto plans = test::reprocess(temporary_.database());
    EXPECT_EQ(plans.front().unchanged, 2);
    EXPECT_EQ(temporary_.text("SELECT group_concat(received || ' ' || kept) FROM latency"), right);
}

// Nothing else is to be written; the second time no window of the hour is computed again either.
TEST_F(LatencyHoursTest, ReprocessPutsAnHourRightThoughNoWindowChanges) {
    process(minutes_of(0, 130));
    const std::string right = content();
    for (const std::string state : {"pending", "uncertain"}) {
        execute("UPDATE outbox SET state = '" + state + "'");
        execute("UPDATE latency_hour SET rtt_max_ns = 1 WHERE hour_s = 1500004800");
        (void)test::reprocess(temporary_.database());
        execute("UPDATE outbox SET state = 'pending'");
        EXPECT_EQ(content(), right) << state;
    }
}

TEST_F(LatencyHoursTest, StayWhenObservationsArePruned) {
    process(minutes_of(0, 130));
    const std::string before = test::stored_hours(temporary_.database());
    execute("UPDATE report SET observations_pruned_ms = 1 WHERE first_observation_s < 1500005400");
    test::delete_observations(
        temporary_.database(), 1,
        number("SELECT max(report_id) FROM report WHERE observations_pruned_ms IS NOT NULL"));
    (void)test::reprocess(temporary_.database());
    EXPECT_EQ(test::stored_hours(temporary_.database()), before);
    process(minutes_of(130, 150));
    EXPECT_EQ(number("SELECT sum(received) FROM latency_hour WHERE hour_s < 1500008400"), 7200);
}

// One of the second minute, and one of the sixteenth of nineteen.
TEST_F(LatencyHoursTest, DuplicatesOfAWindowAreThoseOfItsLastTenMinutes) {
    auto reports = minutes_of(0, 19);
    for (const std::size_t i : {1U, 15U}) {
        reports[i].observations.push_back(reports[i].observations[10]);
    }
    process(reports);
    EXPECT_EQ(number("SELECT duplicates FROM latency"), 1);
    EXPECT_EQ(number("SELECT observations FROM window"), 19 * 60 + 2);
    EXPECT_EQ(number("SELECT distinct_observations FROM window"), 19 * 60);
    EXPECT_EQ(number("SELECT duplicates FROM latency_hour"), 2);
}

// Windows of a minute, as if there were more observations in it.
TEST_F(LatencyHoursTest, DuplicatesOfTheWindowsBeforeAreNoneOfAWindow) {
    auto reports = minutes_of(0, 12);
    for (test::MadeReport& report : reports) {
        report.observations.push_back(report.observations[10]);
        report.claimed_count = 1100;
    }
    process(reports);
    EXPECT_EQ(number("SELECT count(*) FROM latency WHERE duplicates = 1"), 12);
}

TEST_F(LatencyHoursTest, HoursOfEachInstallationAreItsOwn) {
    auto reports = minutes_of(0, 30);
    for (auto other : minutes_of(0, 30)) {
        other.installation = {1, 2};
        reports.push_back(other);
    }
    process(reports);
    EXPECT_EQ(number("SELECT count(*) FROM latency_hour"), 2);
    EXPECT_EQ(number("SELECT count(DISTINCT received) FROM latency_hour"), 1);
}

TEST_F(LatencyHoursTest, WithoutQueueingTheyHaveRoundTripsAndNoDelays) {
    process::Parameters parameters;
    parameters.methods = {model::Method::classic};
    parameters.published = model::Method::classic;
    test::ReportInserter(temporary_.database()).insert(minutes_of(0, 130));
    (void)test::process_all(temporary_.database(), parameters);
    EXPECT_EQ(number("SELECT received FROM latency_hour WHERE hour_s = 1500001200"), 3600);
    EXPECT_EQ(number("SELECT sum(kept) FROM latency_hour"), 0);
    EXPECT_EQ(number("SELECT min(received) FROM latency"), 600);
    // Once the method is computed, all of it is there.
    test::ReprocessOptions queueing;
    queueing.methods = {model::Method::queueing};
    const auto plans = test::reprocess(temporary_.database(), queueing);
    for (const ValueChange& change : plans.front().changes) EXPECT_EQ(change.why, Why::not_computed);
    EXPECT_FALSE(plans.front().changes.empty());
    EXPECT_EQ(number("SELECT kept FROM latency_hour WHERE hour_s = 1500004800"), 3600);
}

TEST(PackedDelays, ComeBackAsTheyWere) {
    metrics::QueueProbes delays;
    delays.up_standing_ns = 120'000'000;
    delays.probes = {{1'500'000'000, 0, 0, false, false},
                     {1'500'000'000, 1, 127, true, false},
                     {1'500'000'599, 86'400'000'000'000, 128, false, true},
                     {1'500'000'600, -1, 16'384, true, true}};
    EXPECT_EQ(unpacked(packed(delays)), delays);
    EXPECT_EQ(unpacked(packed({})), metrics::QueueProbes{});
}

TEST(PackedDelays, BytesOfSomethingElseAreNone) {
    metrics::QueueProbes delays;
    delays.probes = {{1'500'000'000, 5, 6, false, false}};
    PackedDelays bytes = packed(delays);
    bytes.pop_back();
    EXPECT_FALSE(unpacked(bytes));
    bytes = packed(delays);
    bytes.push_back(0);
    EXPECT_FALSE(unpacked(bytes));
    EXPECT_FALSE(unpacked({}));
    EXPECT_FALSE(unpacked(PackedDelays(20, 0xFF)));
}

}  // namespace
}  // namespace tixdb::process::latency_hours
