// SPDX-License-Identifier: MIT
// A late minute in one session changes sketches that windows of a later session learned from.
#include <gtest/gtest.h>

#include "store/setting_store.hpp"
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
    // Three times as much down as up.
    void give_rate(store::Database& database, int from_minute, int up_mbps) const {
        database.execute(
            "INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms)"
            " SELECT 1, 1, value, " +
            std::to_string(kStart + 60 * from_minute) + ", iif(value = 'up', 1, 3) * " +
            std::to_string(up_mbps) + ", 0 FROM json_each('[\"up\", \"down\"]')");
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
        " WHERE superseded_ms IS NULL AND up_link_mbps = 2 AND down_link_mbps = 6" +
        second_;
    const std::int64_t before = number(with_rate);
    ASSERT_GT(before, 3);
    give_rate(database_, kSecondStart, 8);
    EXPECT_GT(reprocess_with_it().followers.size(), 3U);
    EXPECT_EQ(number(with_rate), before) << "another rate is taken in where they are asked for";
}

TEST_F(AdaptiveFollowers, WithoutARateStaySo) {
    process_without_the_late_minute();
    const std::string without =
        "SELECT count(*) FROM result JOIN adaptive_detail USING (result_id)"
        " WHERE superseded_ms IS NULL AND up_link_mbps IS NULL AND down_link_mbps IS NULL" +
        second_;
    const std::int64_t before = number(without);
    ASSERT_GT(before, 3);
    give_rate(database_, 0, 8);
    EXPECT_GT(reprocess_with_it().followers.size(), 3U);
    EXPECT_EQ(number(without), before);
}

// A window of the range, and one after it that is computed again for what it reads: each in the kernel of the
// last window, and stored with another sketch.
TEST_F(AdaptiveFollowers, AreComputedAgainWhereASketchOfTheSameWindowIsAnotherNow) {
    process_without_the_late_minute();
    const std::int64_t last = number("SELECT max(window_id) FROM window");
    for (const std::string of : {"NOT IN", "IN"}) {
        const std::int64_t learned_of = number(
            "SELECT max(value) FROM adaptive_detail JOIN result USING (result_id), "
            "json_each(down_kernel_windows)"
            " WHERE window_id = " +
            std::to_string(last) + " AND value < " + std::to_string(last) + " AND value " + of +
            " (SELECT window_id FROM window WHERE last_probe_s >= " +
            std::to_string(kStart + 60 * kSecondStart) + ")");
        ASSERT_GT(learned_of, 0) << of;
        const std::string of_it = " WHERE window_id = " + std::to_string(learned_of);
        database_.execute(
            "UPDATE adaptive_detail SET up_sketch = down_sketch, down_sketch = up_sketch"
            " WHERE result_id IN (SELECT result_id FROM result" +
            of_it + ")");
        database_.execute("UPDATE result SET earlier_skew_ms_per_s = 0.5, earlier_skew_window_id = 1" +
                          of_it + " AND method = 'queueing'");
        database_.execute(
            "UPDATE result SET method_version = 0 WHERE window_id = 1 AND method = 'queueing'"
            " AND superseded_ms IS NULL");
        const std::string spoilt =
            " result SET down_low = 0.875 WHERE superseded_ms IS NULL AND method = 'adaptive' AND window_id "
            "= " +
            std::to_string(last);
        database_.execute("UPDATE" + spoilt);
        (void)reprocess_the_first();
        EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL AND down_low = 0.875"), 0)
            << of;
    }
}

// As long as the day is not whole that they learned from, and unless the method is asked for.
TEST_F(AdaptiveFollowers, WhoseObservationsAreGoneStayWhereTheyCannotBeComputed) {
    process_without_the_late_minute();
    prune_the_second();
    const std::string spoilt = "SELECT count(*) FROM result WHERE superseded_ms IS NULL AND down_low = 0.875";
    database_.execute(
        "UPDATE result SET down_low = 0.875 WHERE method = 'adaptive' AND down_low IS NOT NULL" + second_);
    const std::int64_t before = number(spoilt);
    ASSERT_GT(before, 3);
    test::ReprocessOptions second;
    second.range.from_s = kStart + 60 * kSecondStart;
    const auto reprocess_the_second = [&] { return std::move(test::reprocess(database_, second).front()); };

    second.methods = {model::Method::classic};
    (void)reprocess_the_second();
    EXPECT_EQ(number(spoilt), before) << "not asked for";
    second.methods = {model::Method::queueing, model::Method::adaptive};
    database_.execute("UPDATE outbox SET state = 'uncertain'");
    EXPECT_EQ(reprocess_the_second().on_way.count,
              number("SELECT count(*) FROM window WHERE last_probe_s >= " +
                     std::to_string(kStart + 60 * kSecondStart)));
    EXPECT_EQ(number(spoilt), before) << "on their way";
    database_.execute("UPDATE outbox SET state = 'pending'");
    database_.execute("UPDATE installation SET results_from_s = " + std::to_string(kStart));
    (void)reprocess_the_second();
    EXPECT_TRUE(reprocess_with_it().followers.empty());
    EXPECT_EQ(number(spoilt), before) << "windows of the day are pruned";
    database_.execute("UPDATE installation SET results_from_s = NULL");
    (void)reprocess_the_second();
    EXPECT_EQ(number(spoilt), 0);
}

TEST_F(AdaptiveFollowers, WhoseObservationsAreGoneKeepTheirEpsilon) {
    store::SettingStore settings(database_);
    settings.set("epsilon-down", "3", 0);
    process_without_the_late_minute();
    prune_the_second();
    test::TemporaryDatabase other;
    store::SettingStore(other.database()).set("epsilon-down", "3", 0);
    const auto detections_of_the_second = [&](store::Database& database) {
        return database.handle()
            .execAndGet(
                "SELECT group_concat(quote(down_low) || quote(down_state) || quote(down_ceiling) || "
                "parameters)"
                " FROM (SELECT * FROM result JOIN window USING (window_id) WHERE method = 'adaptive'"
                " AND result.superseded_ms IS NULL AND last_probe_s >= " +
                std::to_string(kStart + 60 * kSecondStart) + " ORDER BY last_probe_s)")
            .getString();
    };
    settings.set("epsilon-down", "0.5", 0);
    EXPECT_GT(reprocess_with_it().followers.size(), 3U);
    test::ReportInserter(other.database()).insert(all_reports_);
    test::process_all(other.database());
    EXPECT_EQ(detections_of_the_second(database_), detections_of_the_second(other.database()));
}

TEST_F(AdaptiveFollowers, WhoseObservationsAreGoneKeepTheirTimesInTheOutbox) {
    store::SettingStore(database_).set("publish-method", "adaptive", 0);
    process_without_the_late_minute();
    prune_the_second();
    (void)reprocess_with_it();
    const std::string items =
        "SELECT count(*) FROM outbox AS o JOIN result AS x USING (result_id) JOIN window AS w USING "
        "(window_id)"
        " WHERE o.state = 'pending' AND o.last_s = w.last_probe_s AND o.ip = w.ip"
        " AND EXISTS (SELECT 1 FROM outbox AS before WHERE before.last_s = o.last_s"
        "              AND before.state = 'superseded')"
        " AND w.last_probe_s >= " +
        std::to_string(kStart + 60 * kSecondStart);
    EXPECT_GT(number(items), 3);
    EXPECT_EQ(number("SELECT count(*) FROM outbox AS o JOIN result AS x USING (result_id)"
                     " JOIN window AS w USING (window_id) WHERE o.last_s <> w.last_probe_s"),
              0);
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

// A session of which the end is pruned: its windows follow from sketches as part of the range, and not once
// more because a sketch that they read is another now.
TEST_F(AdaptiveFollowers, WhoseObservationsAreGoneAreComputedOnceWhereTheyAreOfTheRange) {
    insert(0, kSecondEnd);
    test::process_all(database_);
    prune_the_second();
    const std::string of_range =
        " FROM result JOIN window USING (window_id) WHERE result.superseded_ms IS NULL"
        " AND method = 'adaptive' AND last_report_s >= " +
        std::to_string(kStart + 60 * kSecondStart);
    const std::int64_t learned_of = number(
        "SELECT max(value) FROM adaptive_detail, json_each(down_kernel_windows) WHERE result_id IN"
        " (SELECT result_id" +
        of_range + ") AND value NOT IN (SELECT window_id" + of_range + ")");
    ASSERT_GT(learned_of, 0);
    database_.execute(
        "UPDATE adaptive_detail SET up_sketch = down_sketch, down_sketch = up_sketch WHERE result_id IN"
        " (SELECT result_id FROM result WHERE window_id = " +
        std::to_string(learned_of) + ")");
    database_.execute("UPDATE result SET down_low = 0.875 WHERE result_id IN (SELECT result_id" + of_range +
                      ")");
    const std::int64_t windows = number("SELECT count(*)" + of_range);
    ASSERT_GT(windows, 3);
    const auto plans = test::reprocess(database_);
    ASSERT_EQ(plans.size(), 1U);
    EXPECT_TRUE(plans.front().followers.empty());
    EXPECT_EQ(number("SELECT count(*)" + of_range), windows);
    EXPECT_EQ(number("SELECT count(*)" + of_range + " AND down_low = 0.875"), 0);
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
