// SPDX-License-Identifier: MIT
// A late minute in one session changes sketches that windows of a later session learned from.
#include <gtest/gtest.h>

#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::process::adaptive_followers {
namespace {

constexpr std::int64_t kStart = 1'500'000'000 / 86'400 * 86'400;
constexpr int kLate = 20;       // the minute of the first session that comes last
constexpr int kFirstEnd = 180;  // of the first session, in minutes
constexpr int kSecondStart = 190;
constexpr int kSecondEnd = 260;

class AdaptiveFollowers : public testing::Test {
  protected:
    // One probe in four waits downstream in the late minute, one in three from minute 240 on.
    static test::MadeReport minute(int number) {
        test::MadeReport report = test::quiet_report(kStart + 60 * number, 60);
        const int every = number == kLate ? 4 : number >= 240 ? 3 : 0;
        for (model::Observation& probe : report.observations) {
            if (every > 0 && probe.day_timestamp_s % every == 0)
                probe.final_ns += 3'000'000 + probe.day_timestamp_s * 7727 % 12'007 * 1000;
        }
        return report;
    }
    void insert(int from, int count) {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < from + count; ++i) reports.push_back(minute(i));
        all_reports_.insert(all_reports_.end(), reports.begin(), reports.end());
        inserter_.insert(reports);
    }
    void process_without_the_late_minute() {
        insert(0, kLate);
        insert(kLate + 1, kFirstEnd - kLate - 1);
        insert(kSecondStart, kSecondEnd - kSecondStart);
        test::process_all(database_);
        ASSERT_GT(number(learned_), 3) << "nothing would be read of the first session";
    }
    // Only the first session is asked for.
    RangePlan reprocess_with_it() {
        insert(kLate, 1);
        EXPECT_EQ(test::process_all(database_).late_reports, 1);
        return reprocess_the_first();
    }
    RangePlan reprocess_the_first(bool dry_run = false) {
        test::ReprocessOptions options;
        options.range.to_s = kStart + 60 * kFirstEnd;
        options.dry_run = dry_run;
        auto plans = test::reprocess(database_, options);
        EXPECT_EQ(plans.size(), 1U);
        return std::move(plans.front());
    }
    void give_rate(store::Database& database, int from_minute, int mbps) const {
        database.execute(
            "INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms)"
            " SELECT 1, 1, value, " +
            std::to_string(kStart + 60 * from_minute) + ", " + std::to_string(mbps) +
            ", 0 FROM json_each('[\"up\", \"down\"]')");
    }
    void prune_the_second() {
        test::prune_reports(database_,
                            "first_observation_s >= " + std::to_string(kStart + 60 * kSecondStart));
    }
    static std::string detections(store::Database& database) {
        return database.handle()
            .execAndGet(
                "SELECT group_concat(says, char(10)) FROM (SELECT w.last_probe_s || ' ' ||"
                " quote(x.down_usage) || quote(x.down_low) || ' ' || quote(x.down_state) || ' ' ||"
                " d.history_windows || quote(d.down_share) || quote(d.down_spread_ms) AS says"
                " FROM result AS x JOIN window AS w USING (window_id) JOIN adaptive_detail AS d"
                " USING (result_id) WHERE x.superseded_ms IS NULL ORDER BY w.last_probe_s)")
            .getString();
    }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }

    test::TemporaryDatabase temporary_;
    store::Database& database_ = temporary_.database();
    test::ReportInserter inserter_{database_};
    std::vector<test::MadeReport> all_reports_;
    const std::string second_ = " AND window_id IN (SELECT window_id FROM window WHERE last_probe_s >= " +
                                std::to_string(kStart + 60 * kSecondStart) + ")";
    const std::string learned_ =
        "SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'adaptive'"
        " AND down_state IS NOT NULL" +
        second_;
};

TEST_F(AdaptiveFollowers, AreComputedAgainFromTheSketchesThatAreOthersNow) {
    process_without_the_late_minute();
    const RangePlan plan = reprocess_with_it();
    EXPECT_GT(plan.followers.size(), 3U);
    test::TemporaryDatabase other;
    test::ReportInserter(other.database()).insert(all_reports_);
    test::process_all(other.database());
    EXPECT_EQ(test::stored_results(database_), test::stored_results(other.database()));
    EXPECT_TRUE(reprocess_the_first().is_empty()) << "it is as it would be computed";
}

TEST_F(AdaptiveFollowers, KeepTheRateThatTheirCeilingsWereComputedWith) {
    give_rate(database_, 0, 2);
    process_without_the_late_minute();
    const std::string with_rate =
        "SELECT count(*) FROM result JOIN adaptive_detail USING (result_id)"
        " WHERE superseded_ms IS NULL AND up_link_mbps = 2 AND down_link_mbps = 2" +
        second_;
    const std::int64_t before = number(with_rate);
    ASSERT_GT(before, 3);
    give_rate(database_, kSecondStart, 8);
    EXPECT_GT(reprocess_with_it().followers.size(), 3U);
    EXPECT_EQ(number(with_rate), before) << "another rate is taken in where they are asked for";
}

TEST_F(AdaptiveFollowers, WhoseObservationsAreGoneFollowFromTheirSketches) {
    process_without_the_late_minute();
    prune_the_second();
    const RangePlan plan = reprocess_with_it();
    EXPECT_GT(plan.followers.size(), 3U);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL AND method <> 'adaptive'" +
                     second_),
              0)
        << "their results of queueing stay";
    test::TemporaryDatabase other;
    test::ReportInserter(other.database()).insert(all_reports_);
    test::process_all(other.database());
    EXPECT_EQ(detections(database_), detections(other.database()));
    EXPECT_TRUE(reprocess_the_first().is_empty());
}

TEST_F(AdaptiveFollowers, OnTheirWayAreMarkedInBothMethods) {
    process_without_the_late_minute();
    database_.execute("UPDATE outbox SET state = 'sending'");
    insert(kLate, 1);
    EXPECT_EQ(test::process_all(database_).late_reports, 1);
    database_.execute("UPDATE outbox SET state = 'sent' WHERE last_s < " +
                      std::to_string(kStart + 60 * kSecondStart));
    const RangePlan plan = reprocess_the_first();
    EXPECT_TRUE(plan.followers.empty());
    EXPECT_GT(plan.on_way.count, 3);
    EXPECT_GE(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND history_changed = 1"
                     " AND method = 'adaptive'" +
                     second_),
              plan.on_way.count);
    EXPECT_GE(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND history_changed = 1"
                     " AND method = 'queueing'" +
                     second_),
              plan.on_way.count);
}

TEST_F(AdaptiveFollowers, DryRunPlansTheSame) {
    process_without_the_late_minute();
    insert(kLate, 1);
    test::process_all(database_);
    const RangePlan planned = reprocess_the_first(true);
    const RangePlan done = reprocess_the_first();
    EXPECT_EQ(planned.followers.size(), done.followers.size());
    EXPECT_EQ(planned.changes.size(), done.changes.size());
}

}  // namespace
}  // namespace tixdb::process::adaptive_followers
