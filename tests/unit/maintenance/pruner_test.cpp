// SPDX-License-Identifier: MIT
// What pruning takes of observations, and what it leaves.
#include "maintenance/pruner.hpp"

#include <gtest/gtest.h>

#include "store/free_pages.hpp"
#include "store/statement.hpp"
#include "support/fake_clock.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::maintenance::pruner {
namespace {

constexpr std::int64_t kStart_s = 1'499'990'400;  // 2017-07-14T00:00:00Z
constexpr std::int64_t kHourS = 3600;
constexpr std::int64_t kDayS = 86'400;

class Pruner : public testing::Test {
  protected:
    // A report a minute, of sixty probes.
    void insert_minutes(std::int64_t first_s, int count, model::InstallationKey key = {1, 1}) {
        std::vector<test::MadeReport> reports;
        for (int i = 0; i < count; ++i) {
            reports.push_back(test::quiet_report(first_s + 60 * i, 60, "192.0.2.1", key));
        }
        inserter_.insert(reports);
    }
    // So far from one to the next that none is in a window.
    void insert_apart(std::int64_t first_s, int count) {
        std::vector<test::MadeReport> reports;
        for (int i = 0; i < count; ++i) reports.push_back(test::quiet_report(first_s + 301 * i, 60));
        inserter_.insert(reports);
    }
    void process() { (void)test::process_all(temporary_.database()); }
    // What was said beforehand is what goes.
    PruneSummary prune(
        std::int64_t age_s, const Pause& pause = [] { return true; }) {
        rules_.observations_s = age_s;
        const PruneSummary plan = plan_prune(temporary_.database(), rules_, clock_);
        const PruneSummary done = maintenance::prune(temporary_.database(), rules_, clock_, pause);
        EXPECT_EQ(plan.reports, done.reports);
        EXPECT_EQ(plan.observations, done.observations);
        EXPECT_EQ(plan.late_reports, done.late_reports);
        return done;
    }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    std::int64_t reports_with_observations() {
        return number("SELECT count(*) FROM report WHERE observations_pruned_ms IS NULL");
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    test::FakeClock clock_{(kStart_s + 10 * kDayS) * 1000};
    RetentionRules rules_;
};

TEST_F(Pruner, TakesObservationsAndSignaturesAndLeavesReportsAndResults) {
    insert_minutes(kStart_s, 60);
    insert_minutes(kStart_s + 9 * kDayS, 60);
    process();
    temporary_.database().execute("UPDATE report_signature SET signature = x'01'");
    const std::int64_t results = number("SELECT count(*) FROM result");
    const PruneSummary summary = prune(5 * kDayS);
    EXPECT_EQ(summary.reports, 60);
    EXPECT_EQ(summary.observations, 3600);
    EXPECT_TRUE(summary.is_complete);
    EXPECT_EQ(number("SELECT count(*) FROM report"), 120);
    EXPECT_EQ(number("SELECT count(*) FROM report_signature"), 60);
    EXPECT_EQ(number("SELECT count(*) FROM observation"), 3600);
    EXPECT_EQ(number("SELECT count(*) FROM result"), results);
}

TEST_F(Pruner, SignaturesStayWhereThatIsAsked) {
    insert_minutes(kStart_s, 60);
    insert_minutes(kStart_s + 9 * kDayS, 1);
    process();
    temporary_.database().execute("UPDATE report_signature SET signature = x'01'");
    rules_.keep_signatures = true;
    EXPECT_EQ(prune(5 * kDayS).reports, 60);
    EXPECT_EQ(number("SELECT count(*) FROM report_signature"), 61);
}

// The age counts back from the newest observation, 10:00, to 05:00; two hours more are what the hour at 05:00
// and its windows are made of.
TEST_F(Pruner, LeavesTwoHoursBehindWhatIsRefused) {
    insert_minutes(kStart_s, 10 * 60 + 1);
    process();
    EXPECT_EQ(prune(5 * kHourS).reports, 3 * 60);
    EXPECT_EQ(number("SELECT pruned_before_s FROM installation"), kStart_s + 5 * kHourS);
    EXPECT_EQ(number("SELECT observations_from_s FROM installation"), kStart_s + 3 * kHourS);
}

TEST_F(Pruner, SessionThatMayGoOnKeepsWhatItsNextWindowTakes) {
    insert_minutes(kStart_s, 15);  // not a window yet
    insert_minutes(kStart_s + 20 * kHourS, 1, {1, 2});
    process();
    // Refused is what begins before 00:00 + 15 min, rounded down to the hour: nothing.
    EXPECT_EQ(prune(20 * kHourS).reports, 0);
    // From 01:00 on no report can belong to that session.
    EXPECT_EQ(prune(19 * kHourS).reports, 0) << "less than two hours behind";
    EXPECT_EQ(prune(17 * kHourS).reports, 15);
}

TEST_F(Pruner, SessionAtTheCutKeepsItsBeginning) {
    insert_minutes(kStart_s, 6);
    std::vector<test::MadeReport> sparse;  // one probe each five minutes: no window for days
    for (int i = 0; i < 60; ++i) sparse.push_back(test::quiet_report(kStart_s + 600 + 300 * i, 1));
    inserter_.insert(sparse);
    insert_minutes(kStart_s + 20 * kHourS, 1, {1, 2});
    process();
    // 05:00 lies within it: a report that comes then would go on with what began at 00:00.
    EXPECT_EQ(prune(15 * kHourS).reports, 0);
    EXPECT_EQ(prune(12 * kHourS).reports, 66);
}

// Of twenty probes each five minutes, windows last for hours: from 00:00 to 04:30, from 02:15 to 06:45.
TEST_F(Pruner, LongWindowThatEndsBehindTheCutKeepsItsObservations) {
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 110; ++i) reports.push_back(test::quiet_report(kStart_s + 300 * i, 20));
    inserter_.insert(reports);
    insert_minutes(kStart_s + 20 * kHourS, 1, {1, 2});
    process();
    EXPECT_EQ(prune(16 * kHourS).reports, 0) << "04:00: the first goes on";
    EXPECT_EQ(prune(14 * kHourS).reports, 27) << "06:00: the second goes on";
}

// Of ten probes each five minutes, the first window is from 00:00 to 09:00, the second from 04:30 to 13:30.
TEST_F(Pruner, WindowThatEndsHoursBehindTheCutKeepsItsObservations) {
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 220; ++i) reports.push_back(test::quiet_report(kStart_s + 300 * i, 10));
    inserter_.insert(reports);
    insert_minutes(kStart_s + 20 * kHourS, 1, {1, 2});
    process();
    ASSERT_EQ(number("SELECT min(last_probe_s) FROM window") / kHourS, kStart_s / kHourS + 9);
    EXPECT_EQ(prune(14 * kHourS).reports, 0) << "06:00: the first goes on";
}

// The same, but the second window is not whole yet: from 04:30 on it takes what is there.
TEST_F(Pruner, WindowThatIsYetToComeKeepsWhatItSharesWithTheLastOne) {
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < 120; ++i) reports.push_back(test::quiet_report(kStart_s + 300 * i, 10));
    inserter_.insert(reports);
    insert_minutes(kStart_s + 20 * kHourS, 1, {1, 2});
    process();
    ASSERT_EQ(number("SELECT count(*) FROM window"), 1);
    EXPECT_EQ(prune(10 * kHourS).reports, 53) << "10:00: what begins before the last report before 04:30";
}

// Of one probe each five minutes, the last one at 03:55: a report of 04:00 would go on with it.
TEST_F(Pruner, SessionMayGoOnForThreeHundredSecondsAndIsOverThen) {
    const auto insert_sparse = [&](std::int64_t first_s, const model::InstallationKey& key) {
        insert_minutes(first_s, 6, key);
        std::vector<test::MadeReport> sparse;
        for (int i = 0; i < 46; ++i)
            sparse.push_back(test::quiet_report(first_s + 600 + 300 * i, 1, "192.0.2.1", key));
        inserter_.insert(sparse);
    };
    insert_sparse(kStart_s, {1, 1});
    insert_sparse(kStart_s - 1, {1, 2});
    insert_minutes(kStart_s + 20 * kHourS, 1, {1, 3});
    process();
    (void)prune(16 * kHourS);
    const auto pruned_of = [&](int installation) {
        return number(
            "SELECT count(*) FROM report WHERE observations_pruned_ms IS NOT NULL AND installation_id = " +
            std::to_string(installation));
    };
    EXPECT_EQ(pruned_of(1), 0);
    EXPECT_EQ(pruned_of(2), 6 + 23) << "what begins before 02:00";
}

TEST_F(Pruner, ReportsThatProcessHasNotSeenStayAndSoDoesWhatIsAroundThem) {
    insert_minutes(kStart_s, 60);
    process();
    insert_minutes(kStart_s + 60 * 60, 1);
    insert_minutes(kStart_s + 9 * kDayS, 1, {1, 2});
    process();
    insert_minutes(kStart_s + kDayS, 1);
    EXPECT_EQ(prune(5 * kDayS).reports, 61);
    EXPECT_EQ(number("SELECT pruned_before_s FROM installation WHERE installation_id = 1"), kStart_s + kDayS);
    EXPECT_EQ(number("SELECT pruned_before_s FROM installation WHERE installation_id = 2"),
              kStart_s + 4 * kDayS);
}

TEST_F(Pruner, ClockOfTheFutureTakesNothingThatIsYoungByTheReports) {
    insert_apart(kStart_s, 286);
    process();
    clock_.set_ms((kStart_s + 10'000 * kDayS) * 1000);
    EXPECT_EQ(prune(kDayS).reports, 0);
    EXPECT_EQ(number("SELECT max(pruned_before_s) FROM installation"), kStart_s - kHourS);
}

TEST_F(Pruner, ReportOfTheFutureTakesNothingThatIsYoungByTheClock) {
    insert_apart(kStart_s, 12);
    insert_apart(kStart_s + 9 * kDayS, 12);
    insert_apart(kStart_s + 30 * kDayS, 1);
    process();
    EXPECT_EQ(prune(5 * kDayS).reports, 12);
}

TEST_F(Pruner, ClockSetBackTakesNothingAndBringsNothingBack) {
    insert_apart(kStart_s, 286);
    process();
    EXPECT_GT(prune(10 * kHourS).reports, 0);
    const std::int64_t before_s = number("SELECT pruned_before_s FROM installation");
    clock_.set_ms((kStart_s - 100 * kDayS) * 1000);
    EXPECT_EQ(prune(10 * kHourS).reports, 0);
    EXPECT_EQ(number("SELECT pruned_before_s FROM installation"), before_s);
}

TEST_F(Pruner, LateReportsGoAndAreCounted) {
    insert_minutes(kStart_s, 60);
    process();
    inserter_.insert(test::quiet_report(kStart_s + 90, 7));
    insert_minutes(kStart_s + 9 * kDayS, 1);
    process();
    ASSERT_EQ(number("SELECT count(*) FROM late_report"), 1);
    const PruneSummary summary = prune(5 * kDayS);
    EXPECT_EQ(summary.reports, 61);
    EXPECT_EQ(summary.late_reports, 1);
    EXPECT_EQ(number("SELECT count(*) FROM late_report"), 0);
}

TEST_F(Pruner, EndsWhenToldToAndGoesOnLater) {
    insert_apart(kStart_s, 400);
    insert_minutes(kStart_s + 9 * kDayS, 1);
    process();
    // Time goes by, so that each step is a transaction.
    class Running final : public Clock {
      public:
        [[nodiscard]] std::int64_t now_ms() const override { return (kStart_s + 9 * kDayS) * 1000; }
        [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
            return std::chrono::seconds(++calls_);
        }
        void sleep_for(std::chrono::milliseconds) override {}

      private:
        mutable int calls_ = 0;
    } running;
    int pauses = 0;
    rules_.observations_s = 5 * kDayS;
    const auto first =
        maintenance::prune(temporary_.database(), rules_, running, [&] { return ++pauses < 3; });
    EXPECT_FALSE(first.is_complete);
    EXPECT_EQ(first.reports, 150);
    EXPECT_EQ(reports_with_observations(), 401 - 150);
    EXPECT_EQ(prune(5 * kDayS).reports, 400 - 150);
}

TEST_F(Pruner, PagesAreReusedAndOnlyTheRestIsGivenBack) {
    insert_apart(kStart_s, 1500);
    insert_minutes(kStart_s + 6 * kDayS, 1);
    process();
    const auto before = store::file_pages(temporary_.database());
    const PruneSummary summary = prune(kHourS);
    const auto after = store::file_pages(temporary_.database());
    EXPECT_GT(summary.released_bytes, 0);
    EXPECT_EQ(after.all, before.all - summary.released_bytes / after.page_bytes);
    EXPECT_NEAR(static_cast<double>(after.free), static_cast<double>(after.all - after.free) / 10, 257);
    insert_minutes(kStart_s + 6 * kDayS + 60, 60);
    EXPECT_EQ(store::file_pages(temporary_.database()).all, after.all)
        << "what is stored next takes free pages";
}

}  // namespace
}  // namespace tixdb::maintenance::pruner
