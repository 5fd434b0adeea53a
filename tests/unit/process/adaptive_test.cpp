// SPDX-License-Identifier: MIT
// `adaptive` reads the sketches of the day before: live, late and again it comes to the same.
#include <gtest/gtest.h>

#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/reprocessing.hpp"
#include "support/stored_content.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::process::adaptive_process_test {
namespace {

constexpr std::int64_t kStart = 1'500'000'000 / 86'400 * 86'400;

class AdaptiveProcess : public testing::Test {
  protected:
    // A minute of it. After the fourth hour one probe in three waits downstream, by a wait of its own.
    static test::MadeReport minute(int number) {
        test::MadeReport report = test::quiet_report(kStart + 60 * number, 60);
        if (number < 240) return report;
        for (model::Observation& probe : report.observations) {
            if (probe.day_timestamp_s % 3 == 0) {
                probe.final_ns += 3'000'000 + probe.day_timestamp_s * 7727 % 12'007 * 1000;
            }
        }
        return report;
    }
    void insert(int from, int count) {
        std::vector<test::MadeReport> reports;
        for (int i = from; i < from + count; ++i) reports.push_back(minute(i));
        all_reports_.insert(all_reports_.end(), reports.begin(), reports.end());
        inserter_.insert(reports);
    }
    std::string in_one_go() {
        test::TemporaryDatabase other;
        test::ReportInserter(other.database()).insert(all_reports_);
        test::process_all(other.database());
        return test::stored_results(other.database());
    }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    void give_rate(store::Database& database, int from_minute) const {
        database.execute(
            "INSERT INTO link_rate (user_id, installation_id, direction, from_s, mbps, set_ms) VALUES"
            " (1, 1, 'down', " +
            std::to_string(kStart + 60 * from_minute) + ", 2, 0)");
    }
    // Of the reports of the first so many minutes.
    void prune(int minutes) {
        test::prune_reports(database_, "first_observation_s < " + std::to_string(kStart + 60 * minutes));
    }
    // What `adaptive` says of each window, and from how many windows.
    static std::string detections(store::Database& database) {
        return database.handle()
            .execAndGet(
                "SELECT group_concat(says, char(10)) FROM (SELECT w.last_probe_s || ' ' || quote(x.up_usage)"
                " || quote(x.down_usage) || ' ' || quote(x.up_low) || quote(x.down_low) || ' ' ||"
                " quote(x.up_state) || quote(x.down_state) || ' ' || quote(x.down_ceiling) || ' ' ||"
                " quote(x.up_quality) || quote(x.down_quality) || ' ' || quote(x.reason) || ' ' ||"
                " d.history_windows || quote(d.up_share) || quote(d.down_share) || quote(d.down_spread_ms)"
                " AS says FROM result AS x JOIN window AS w USING (window_id) JOIN adaptive_detail AS d"
                " USING (result_id) WHERE x.superseded_ms IS NULL ORDER BY w.last_probe_s)")
            .getString();
    }

    test::TemporaryDatabase temporary_;
    store::Database& database_ = temporary_.database();
    test::ReportInserter inserter_{database_};
    std::vector<test::MadeReport> all_reports_;
    const std::string current_ =
        "SELECT count(*) FROM result WHERE superseded_ms IS NULL AND method = 'adaptive'";
};

TEST_F(AdaptiveProcess, LearnsFromTheEighteenthWindowOnAndSeesTheLoadThatBegins) {
    insert(0, 300);
    test::process_all(database_);
    EXPECT_EQ(number(current_ + " AND reason LIKE '%up_low:no_history%'"), 17);
    EXPECT_GE(number(current_ + " AND down_state = 'clear' AND down_low > 0.15 AND up_state = 'none'"), 4);
    EXPECT_EQ(number(current_ + " AND down_state = 'none' AND down_usage <> 0"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM adaptive_detail"), number(current_));
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE method <> 'queueing'"), 0);
}

TEST_F(AdaptiveProcess, LearnsOfItsOwnAddressAlone) {
    insert(0, 240);
    std::vector<test::MadeReport> elsewhere;
    for (int i = 240; i < 280; ++i) {
        elsewhere.push_back(minute(i));
        elsewhere.back().ip = "2001:db8::1";
    }
    inserter_.insert(elsewhere);
    test::process_all(database_);
    const std::string there =
        " FROM adaptive_detail JOIN result USING (result_id) JOIN window USING (window_id) WHERE ip = "
        "'2001:db8::1'";
    EXPECT_EQ(number("SELECT min(history_windows)" + there), 1);
    EXPECT_EQ(number("SELECT max(history_windows) - count(*)" + there), 0);
    EXPECT_EQ(number("SELECT count(*)" + there + " AND reason NOT LIKE '%up_low:no_history%'"), 0);
}

TEST_F(AdaptiveProcess, LiveRunsComeToWhatOneGoSays) {
    insert(0, 200);
    test::process_all(database_);
    for (int from = 200; from < 300; from += 20) {
        insert(from, 20);
        test::process_all(database_);
    }
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

TEST_F(AdaptiveProcess, AnOldUploadMarksWhatWouldHaveReadItAndReprocessTakesItIn) {
    insert(60, 240);
    test::process_all(database_);
    insert(0, 50);
    test::process_all(database_);
    EXPECT_GT(number(current_ + " AND history_changed = 1"), 20);
    test::reprocess(database_);
    EXPECT_EQ(number("SELECT sum(history_changed) FROM result WHERE superseded_ms IS NULL"), 0);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

TEST_F(AdaptiveProcess, AnOldUploadEqualsOneGoOnceItsRangeAndThenAllAreReprocessed) {
    insert(60, 240);
    test::process_all(database_);
    insert(0, 50);
    test::process_all(database_);
    test::ReprocessOptions options;
    options.range.to_s = kStart + 60 * 50;
    test::reprocess(database_, options);
    options.range = {};
    test::reprocess(database_, options);
    EXPECT_EQ(test::stored_results(database_), in_one_go());
}

TEST_F(AdaptiveProcess, ALateMinuteChangesSketchesAndWhatReadsThem) {
    insert(0, 20);
    insert(21, 279);
    test::process_all(database_);
    insert(20, 1);
    test::process_all(database_);
    const auto planned = test::reprocess(database_, {.dry_run = true});
    const auto done = test::reprocess(database_);
    ASSERT_EQ(planned.size(), done.size());
    for (std::size_t i = 0; i < done.size(); ++i)
        EXPECT_EQ(planned[i].changes.size(), done[i].changes.size());
    EXPECT_EQ(test::stored_results(database_), in_one_go());
    for (const auto& plan : test::reprocess(database_)) EXPECT_TRUE(plan.is_empty());
}

TEST_F(AdaptiveProcess, ALinksRateHoldsFromItsTimeOnAndMovesTheCeilingAlone) {
    insert(0, 300);
    test::process_all(database_);
    EXPECT_EQ(number(current_ + " AND down_ceiling IS NOT NULL"), 0);
    const std::string usages =
        "SELECT group_concat(quote(down_usage) || quote(down_low) || quote(down_state)) FROM (SELECT * FROM"
        " result WHERE superseded_ms IS NULL AND method = 'adaptive' ORDER BY window_id)";
    const std::string before = temporary_.text(usages);
    give_rate(database_, 250);
    const auto plans = test::reprocess(database_);
    for (const ValueChange& change : plans.front().changes) {
        EXPECT_EQ(change.why, Why::link_rate);
        EXPECT_TRUE(change.value == "down_ceiling" || change.value == "reason") << change.value;
    }
    EXPECT_EQ(temporary_.text(usages), before);
    EXPECT_EQ(
        number(current_ + " AND down_ceiling >= down_usage"),
        number("SELECT count(*) FROM window WHERE last_probe_s >= " + std::to_string(kStart + 60 * 250)));
    EXPECT_EQ(number("SELECT count(*) FROM adaptive_detail WHERE down_link_mbps = 2"),
              number(current_ + " AND down_ceiling IS NOT NULL"));
}

TEST_F(AdaptiveProcess, WindowsWhoseObservationsAreGoneFollowFromTheirSketches) {
    insert(60, 240);
    test::process_all(database_);
    insert(0, 50);
    test::process_all(database_);
    const std::string before = detections(database_);
    prune(300);
    const auto planned = test::reprocess(database_, {.dry_run = true});
    const auto done = test::reprocess(database_);
    ASSERT_EQ(planned.size(), done.size());
    for (std::size_t i = 0; i < done.size(); ++i)
        EXPECT_EQ(planned[i].changes.size(), done[i].changes.size());
    EXPECT_NE(detections(database_), before);
    EXPECT_EQ(number(current_ + " AND history_changed = 1"), 0);
    test::TemporaryDatabase other;
    test::ReportInserter(other.database()).insert(all_reports_);
    test::process_all(other.database());
    EXPECT_EQ(detections(database_), detections(other.database()));
    for (const auto& plan : test::reprocess(database_)) EXPECT_TRUE(plan.is_empty());
}

TEST_F(AdaptiveProcess, ARateMovesTheCeilingsOfWindowsWhoseObservationsAreGone) {
    insert(0, 300);
    test::process_all(database_);
    prune(280);  // the last hour's windows too: their skew was looked for in what is gone
    give_rate(database_, 200);
    test::reprocess(database_);
    test::TemporaryDatabase other;
    test::ReportInserter(other.database()).insert(all_reports_);
    give_rate(other.database(), 200);
    test::process_all(other.database());
    EXPECT_EQ(detections(database_), detections(other.database()));
    EXPECT_GT(number(current_ + " AND down_ceiling IS NOT NULL"), 5);
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NOT NULL AND method <> 'adaptive'"),
              0);
}

TEST_F(AdaptiveProcess, AMethodThatIsAskedForBringsTheOther) {
    insert(0, 30);
    Parameters parameters;
    parameters.methods = model::methods_computed_for(std::array{model::Method::adaptive});
    test::process_all(database_, parameters);
    EXPECT_EQ(number("SELECT count(DISTINCT method) FROM result"), 2);
}

}  // namespace
}  // namespace tixdb::process::adaptive_process_test
