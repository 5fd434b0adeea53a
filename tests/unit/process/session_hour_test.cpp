// SPDX-License-Identifier: MIT
// The hour that a window looks back on: the reports that are in current windows of its session, and no
// others.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "metrics/queueing_history.hpp"
#include "process/session_observations.hpp"
#include "store/current_window_reader.hpp"
#include "store/report_reader.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::process::session_hour {
namespace {

constexpr std::int64_t kStart = 1'500'000'000;
constexpr const char* kOtherAddress = "2001:db8::1";

// Six such reports make a window.
test::MadeReport minute_at(std::int64_t time_s, const std::string& ip = "192.0.2.1",
                           std::int64_t shift_ns = 0) {
    test::MadeReport report = test::quiet_report(time_s, 1, ip);
    report.claimed_count = 200;
    report.observations.front().final_ns += shift_ns;
    return report;
}

class SessionHour : public testing::Test {
  protected:
    SessionHour() { temporary_.database().execute("PRAGMA synchronous = OFF"); }

    void process(const std::vector<test::MadeReport>& reports) {
        test::ReportInserter(temporary_.database()).insert(reports);
        (void)test::process_all(temporary_.database());
    }
    void process_minutes(int from, int to, const std::string& ip = "192.0.2.1") {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < to; ++i) reports.push_back(minute_at(kStart + 60 * i, ip));
        process(reports);
    }

    // What the reader finds before each current window, so far back.
    std::size_t expect_what_reports_say(std::int64_t back_s);

    test::TemporaryDatabase temporary_;
};

std::size_t SessionHour::expect_what_reports_say(std::int64_t back_s) {
    store::ReportReader reader(temporary_.database());
    store::Statement windows(temporary_.database(),
                             "SELECT w.session_report_id, r.first_observation_s, r.digest, w.window_id"
                             "  FROM window AS w JOIN report AS r ON r.report_id = w.first_report_id"
                             " WHERE w.superseded_ms IS NULL");
    store::Statement of_each(
        temporary_.database(),
        "SELECT r.report_id FROM report AS r"
        " WHERE r.first_observation_s > ?2 AND (r.first_observation_s, r.digest) < (?3, ?4)"
        "   AND (SELECT w.session_report_id FROM window_report AS m JOIN window AS w USING (window_id)"
        "         WHERE m.report_id = r.report_id AND w.superseded_ms IS NULL LIMIT 1) = ?1"
        " ORDER BY r.first_observation_s DESC, r.digest DESC");
    std::size_t found = 0;
    while (windows.step()) {
        const store::ReportPlace before = store::place_at(windows, 1);
        const std::int64_t after_s = before.first_observation_s - back_s;
        std::vector<std::int64_t> visited;
        reader.backwards_in_session({1, 1}, windows.int64(0), before, after_s,
                                    [&](const store::ReportHeader& report) {
                                        visited.push_back(report.report_id);
                                        return true;
                                    });
        std::vector<std::int64_t> expected;
        of_each.bind_all(windows.int64(0), after_s, before.first_observation_s, store::bytes_of(before));
        while (of_each.step()) expected.push_back(of_each.int64(0));
        EXPECT_EQ(visited, expected) << "window " << windows.int64(3) << ", back " << back_s;
        found += visited.size();
    }
    return found;
}

TEST_F(SessionHour, HasTheReportsOfTheSessionsCurrentWindowsBackToItsFirstSecond) {
    process_minutes(0, 70);
    process_minutes(70, 90, kOtherAddress);
    process_minutes(90, 160);
    // Late: between reports that are in windows.
    process({minute_at(kStart + 60 * 30 + 7), minute_at(kStart + 60 * 100 + 7)});
    temporary_.database().execute(
        "UPDATE window SET superseded_ms = 1 WHERE window_id IN (SELECT window_id FROM window"
        " WHERE superseded_ms IS NULL ORDER BY last_report_s DESC LIMIT 2)");
    for (const std::int64_t back_s : {1, 59, 60, 61, 600, 3600, 4200, 86'400}) {
        EXPECT_EQ(expect_what_reports_say(back_s) > 0, back_s > 60) << back_s;
    }
}

TEST_F(SessionHour, HasReportsOfOneSecondThatManyWindowsBeginAt) {
    process_minutes(0, 20);
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 30; ++i) reports.push_back(minute_at(kStart + 60 * 20, "192.0.2.1", 1000 * i));
    process(reports);
    process_minutes(21, 40);
    for (const std::int64_t back_s : {1, 60, 120, 300, 3600}) (void)expect_what_reports_say(back_s);
}

TEST_F(SessionHour, EndsWhereTheVisitorHasEnough) {
    process_minutes(0, 40);
    store::ReportReader reader(temporary_.database());
    std::vector<std::int64_t> begins_s;
    reader.backwards_in_session({1, 1}, 1, {kStart + 60 * 20, {}}, kStart,
                                [&](const store::ReportHeader& report) {
                                    begins_s.push_back(report.place.first_observation_s);
                                    return begins_s.size() < 2;
                                });
    EXPECT_EQ(begins_s, (std::vector<std::int64_t>{kStart + 60 * 19, kStart + 60 * 18}));
}

// A first report that claims so many observations, and six after it, which make a window together; every one
// has one probe. How many the hour of that window has, if an earlier run has met the first report, or this
// one.
std::size_t probes_of_hour(std::int64_t claimed, bool is_continued) {
    test::TemporaryDatabase temporary;
    store::Database& database = temporary.database();
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 7; ++i) reports.push_back(minute_at(kStart + 60 * i));
    reports.front().claimed_count = claimed;
    test::ReportInserter(database).insert(reports);
    (void)test::process_all(database);
    const auto windows =
        store::CurrentWindowReader(database).windows_between({1, 1}, kStart - 1, kStart + 360);
    EXPECT_EQ(windows.size(), 2U);

    store::ReportReader reader(database);
    store::ObservationReader observations(database);
    ReportProbes probes(observations);
    const store::CurrentWindow& window = windows.back();
    SessionObservations session(
        reader, probes, {{1, 1}, window.ip, window.session_report_id, window.session_report, is_continued});
    if (!is_continued) (void)session.of_window(windows.front().reports);
    EXPECT_EQ(session.of_window(window.reports).size(), 6U);
    return session.of_horizon(window.last_probe_s, metrics::kSkewHorizonS).size();
}

TEST_F(SessionHour, HoldsJustAsManyObservationsInOneRunAsInSeveral) {
    for (const bool is_continued : {false, true}) {
        EXPECT_EQ(probes_of_hour(metrics::kMostHourObservations - 6 * 200, is_continued), 7U) << is_continued;
        EXPECT_EQ(probes_of_hour(metrics::kMostHourObservations - 6 * 200 + 1, is_continued), 6U)
            << is_continued;
    }
}

// Two probes a minute, with a second between them; the last one is left to the next hour.
TEST_F(SessionHour, IsOfTheSecondsAfterItsBeginUpToItsEnd) {
    store::Database& database = temporary_.database();
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 12; ++i) {
        reports.push_back(test::quiet_report(kStart + 60 * i, 2));
        reports.back().claimed_count = 200;
    }
    process(reports);
    const auto windows =
        store::CurrentWindowReader(database).windows_between({1, 1}, kStart - 1, kStart + 661);
    ASSERT_FALSE(windows.empty());
    const store::CurrentWindow& window = windows.back();
    ASSERT_EQ(window.last_probe_s, kStart + 661);
    store::ReportReader reader(database);
    store::ObservationReader observations(database);
    struct Hour {
        std::size_t probes = 0;
        bool is_pruned = false;
    };
    const auto hour_of = [&](std::int64_t end_s, std::int64_t horizon_s) {
        ReportProbes probes(observations);
        SessionObservations session(
            reader, probes, {{1, 1}, window.ip, window.session_report_id, window.session_report, true});
        (void)session.of_window(window.reports);
        const std::size_t count = session.of_horizon(end_s, horizon_s).size();
        return Hour{count, session.is_horizon_pruned()};
    };
    const std::int64_t end_s = kStart + 660;
    EXPECT_EQ(hour_of(end_s, 599).probes, 19U);
    EXPECT_EQ(hour_of(end_s, 600).probes, 20U) << "the probe that is 600 s older is the first one before it";
    EXPECT_EQ(hour_of(end_s, 601).probes, 21U);
    EXPECT_EQ(hour_of(end_s + 1, 600).probes, 20U);
    test::prune_reports(database, "latest_s = " + std::to_string(kStart + 61));
    EXPECT_TRUE(hour_of(end_s, 600).is_pruned);
    EXPECT_FALSE(hour_of(end_s, 599).is_pruned);
}

}  // namespace
}  // namespace tixdb::process::session_hour
