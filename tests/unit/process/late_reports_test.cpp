// SPDX-License-Identifier: MIT
// Reports that come when the windows around them exist already, and those that only look like it.
#include <gtest/gtest.h>

#include "support/fake_clock.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"

namespace tixdb::process::late_reports {
namespace {

constexpr std::int64_t kStart = 1'500'000'000;

class LateReports : public testing::Test {
  protected:
    // Reports a minute apart, of 541 claimed observations: each three make a window, the next one starts one
    // on.
    void run_of_reports(std::int64_t first_s, int count, const std::string& ip = "192.0.2.1") {
        for (int i = 0; i < count; ++i) add(first_s + 60 * i, ip);
    }
    std::int64_t add(std::int64_t first_s, const std::string& ip = "192.0.2.1") {
        test::MadeReport report = test::quiet_report(first_s, 1, ip);
        report.claimed_count = 541;
        return inserter_.insert(report);
    }
    ProcessSummary process() { return test::process_all(temporary_.database()); }
    std::int64_t windows() { return temporary_.number("SELECT count(*) FROM window"); }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
};

TEST_F(LateReports, ReportInsideOfAFormedWindowIsLateAndChangesNothing) {
    run_of_reports(kStart, 5);
    EXPECT_EQ(process().windows, 3);
    const auto late = add(kStart + 90);
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.windows, 0);
    EXPECT_EQ(summary.late_reports, 1);
    EXPECT_EQ(summary.late_from_s, kStart + 90);
    EXPECT_EQ(summary.late_to_s, kStart + 91);
    EXPECT_EQ(summary.late_installation, (model::InstallationKey{1, 1}));
    EXPECT_EQ(temporary_.number("SELECT report_id FROM late_report"), late);
    EXPECT_EQ(temporary_.number("SELECT found_ms FROM late_report"), test::FakeClock().now_ms());
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM unprocessed_report"), 0);
}

TEST_F(LateReports, CountingTellsOfThemAsTheRunDoes) {
    run_of_reports(kStart, 5);
    process();
    add(kStart + 90);
    run_of_reports(kStart + 300, 2);
    const ProcessSummary counted = count_new_windows(temporary_.database());
    const ProcessSummary done = process();
    EXPECT_EQ(done.reports, 3);
    EXPECT_EQ(counted.reports, done.reports);
    EXPECT_EQ(counted.windows, done.windows);
    EXPECT_EQ(counted.late_reports, 1);
    EXPECT_EQ(counted.late_to_s, done.late_to_s);
    EXPECT_EQ(counted.late_installation, done.late_installation);
}

TEST_F(LateReports, WindowsGoOnAsIfALateReportWereNotThere) {
    run_of_reports(kStart, 5);
    process();
    const auto late =
        add(kStart + 230);  // within what the next window takes, before the last window's last report
    run_of_reports(kStart + 300, 1);
    EXPECT_EQ(process().windows, 1);
    EXPECT_EQ(
        temporary_.number("SELECT count(*) FROM window_report WHERE report_id = " + std::to_string(late)), 0);
    EXPECT_EQ(temporary_.number("SELECT min(reports) FROM window"), 3);
}

TEST_F(LateReports, NextInLineIsNotLateThoughItSharesASecondWithTheOneBefore) {
    run_of_reports(kStart, 3);
    EXPECT_EQ(process().windows, 1);
    // The window's last observation is of this very second, its last report began a minute before.
    test::MadeReport last = test::quiet_report(kStart + 180, 60);
    last.claimed_count = 541;
    inserter_.insert(last);
    EXPECT_EQ(process().windows, 1);
    add(kStart + 239);
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.late_reports, 0);
    EXPECT_EQ(summary.windows, 1);
}

TEST_F(LateReports, RunThatEndsMoreThan300SecondsBeforeASessionFormsItsOwn) {
    run_of_reports(kStart + 10'000, 3);
    EXPECT_EQ(process().windows, 1);
    run_of_reports(kStart + 10'000 - 301 - 120, 3);
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.late_reports, 0);
    EXPECT_EQ(summary.windows, 1);
    EXPECT_EQ(temporary_.number("SELECT count(DISTINCT session_report_id) FROM window"), 2);
}

TEST_F(LateReports, RunThatReachesWithin300SecondsOfASessionIsLateFromThereOn) {
    run_of_reports(kStart + 10'000, 3);
    process();
    // 421, 361 and 301 s before it form a session; the one 241 s before it touches it.
    run_of_reports(kStart + 10'000 - 421, 4);
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.late_reports, 1);
    EXPECT_EQ(summary.late_from_s, kStart + 10'000 - 241);
    EXPECT_EQ(summary.windows, 1);
}

TEST_F(LateReports, RunBetweenTwoSessionsExtendsTheFirstUpToWhereItTouchesTheSecond) {
    run_of_reports(kStart, 3);          // until 120
    run_of_reports(kStart + 1'000, 3);  // from 1000
    EXPECT_EQ(process().windows, 2);
    // 300 s after the first session's last report; the fourth one lies 300 s before the second session.
    for (const int at : {420, 480, 699, 700}) add(kStart + at);
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.late_reports, 1);
    EXPECT_EQ(summary.late_from_s, kStart + 700);
    // (60, 120, 420), (120, 420, 480), (420, 480, 699) go on from the first session.
    EXPECT_EQ(summary.windows, 3);
    EXPECT_EQ(temporary_.number("SELECT count(DISTINCT session_report_id) FROM window"), 2);
}

TEST_F(LateReports, ReportOfAnotherAddressAmongThemIsNotLateAndSplitsNoFormedWindow) {
    run_of_reports(kStart, 4);
    EXPECT_EQ(process().windows, 2);
    add(kStart + 90, "198.51.100.7");
    EXPECT_EQ(process().late_reports, 0);
    run_of_reports(kStart + 240, 1);
    EXPECT_EQ(process().windows, 1);
    EXPECT_EQ(temporary_.number("SELECT count(DISTINCT session_report_id) FROM window"), 1);
}

TEST_F(LateReports, ReportOfAnotherAddressAfterTheLastWindowEndsTheSession) {
    run_of_reports(kStart, 4);
    EXPECT_EQ(process().windows, 2);
    add(kStart + 200, "198.51.100.7");
    run_of_reports(kStart + 240, 2);
    EXPECT_EQ(process().windows, 0);
    run_of_reports(kStart + 360, 1);
    EXPECT_EQ(process().windows, 1);
    EXPECT_EQ(temporary_.number("SELECT count(DISTINCT session_report_id) FROM window"), 2);
}

TEST_F(LateReports, RangeOfLateReportsHoldsTheLastOneAlsoIfItIsFoundLast) {
    run_of_reports(kStart, 3);
    process();
    add(kStart + 20);
    add(kStart + 40);
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.late_reports, 2);
    EXPECT_EQ(summary.late_from_s, kStart + 20);
    EXPECT_EQ(summary.late_to_s, kStart + 41);
}

TEST_F(LateReports, LateReportsOfSeveralInstallationsAreCoveredByOneRange) {
    for (const std::int64_t installation : {1, 2, 3}) {
        for (int i = 0; i < 3; ++i) {
            auto report = test::quiet_report(kStart + 60 * i, 1, "192.0.2.1", {7, installation});
            report.claimed_count = 541;
            inserter_.insert(report);
        }
    }
    process();
    // The latest is of the first one, the earliest of the second.
    for (const auto& [installation, after_s] : {std::pair{1, 40}, {2, 20}, {3, 30}}) {
        inserter_.insert(test::quiet_report(kStart + after_s, 1, "192.0.2.1", {7, installation}));
    }
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.late_reports, 3);
    EXPECT_EQ(summary.late_from_s, kStart + 20);
    EXPECT_EQ(summary.late_to_s, kStart + 41);
    EXPECT_FALSE(summary.late_installation.has_value());
}

TEST_F(LateReports, ReportWhoseObservationsArePrunedEntersNoNewWindow) {
    run_of_reports(kStart, 2);
    process();
    temporary_.database().execute("UPDATE report SET observations_pruned_ms = 1; DELETE FROM observation;");
    run_of_reports(kStart + 120, 3);
    const ProcessSummary counted = count_new_windows(temporary_.database());
    const ProcessSummary summary = process();
    EXPECT_EQ(summary.pruned_windows, 2);
    EXPECT_EQ(summary.windows, 1);  // of the last three
    EXPECT_EQ(counted.pruned_windows, 2) << "a dry run tells what is done";
    EXPECT_EQ(counted.windows, 1);
}

}  // namespace
}  // namespace tixdb::process::late_reports
