// SPDX-License-Identifier: MIT
// Readers of results see the current ones only.
#include <gtest/gtest.h>

#include "store/evaluation_reader.hpp"
#include "store/history_reader.hpp"
#include "store/status_store.hpp"
#include "support/temporary_database.hpp"
#include "support/window_rows.hpp"

namespace tixdb::store::current_results {
namespace {

constexpr std::int64_t kEnd = 1'505'080'698;

class CurrentResults : public testing::Test {
  protected:
    // A window with a superseded result and, in its place, a current one.
    void add(std::int64_t last_s, const std::string& ip, double old_value, double value) {
        const auto window_id = test::add_window(temporary_.database(), {.ip = ip, .last_s = last_s});
        test::add_result(temporary_.database(), window_id, "queueing", old_value, 1.0);
        temporary_.database().execute(
            "UPDATE result SET superseded_ms = 1 WHERE superseded_ms IS NULL AND window_id = " +
            std::to_string(window_id));
        test::add_result(temporary_.database(), window_id, "queueing", value, 1.0);
        temporary_.database().execute(
            "UPDATE result SET floor_sum_ms = 100 * up_usage, skew_ms_per_s = up_usage,"
            " skew_source = 'fitted' WHERE window_id = " +
            std::to_string(window_id));
    }

    test::TemporaryDatabase temporary_;
};

TEST_F(CurrentResults, AreWhatIsEvaluated) {
    add(kEnd, "8.8.8.8", 0.25, 0.75);
    const auto usages = read_window_usages(temporary_.database());
    ASSERT_EQ(usages.size(), 1);
    EXPECT_EQ(usages.front().up_usage, 0.75);
}

TEST_F(CurrentResults, AreTheHistoryOfLaterOnesAtAnyAddress) {
    add(kEnd - 600, "8.8.8.8", 0.125, 0.75);
    add(kEnd, "9.9.9.9", 0.125, 0.5);
    add(kEnd + 1, "8.8.8.8", 0.125, 0.25);
    HistoryReader reader(temporary_.database(), {1, 1});
    // (after, until]
    const auto results = reader.results({1, 1}, kEnd - 600, kEnd);
    ASSERT_EQ(results.size(), 1);
    EXPECT_EQ(results.front().ip, "9.9.9.9");
    EXPECT_EQ(results.front().place.last_probe_s, kEnd);
    EXPECT_EQ(results.front().metrics.queueing->floor_sum_ms, 50);
    EXPECT_EQ(results.front().metrics.queueing->skew_ms_per_s, 0.5);
    EXPECT_EQ(results.front().metrics.queueing->skew_source, model::SkewSource::fitted);
    EXPECT_EQ(reader.results({1, 1}, kEnd - 601, kEnd + 1).size(), 3);
    EXPECT_TRUE(reader.results({1, 2}, kEnd - 601, kEnd + 1).empty());
    EXPECT_TRUE(HistoryReader(temporary_.database(), {2, 1}).results({1, 1}, kEnd - 601, kEnd + 1).empty());
}

TEST(Status, FailedIngestIsNoFreshOne) {
    test::TemporaryDatabase temporary;
    temporary.database().execute(
        "INSERT INTO run (command, version, started_ms, duration_ms, exit_code) VALUES"
        " ('ingest', '', 1000, 50, 0), ('ingest', '', 2000, 50, 1), ('process', '', 3000, 50, 0)");
    EXPECT_EQ(StatusStore(temporary.database()).status().newest_ingested_ms, 1050);
}

TEST(Status, TellsWhichResultsHistoryHasChangedFor) {
    test::TemporaryDatabase temporary;
    for (const std::int64_t last_s : {kEnd, kEnd + 600, kEnd + 1200}) {
        test::add_result(temporary.database(), test::add_window(temporary.database(), {.last_s = last_s}),
                         "queueing", 0.5, 1.0);
    }
    EXPECT_FALSE(StatusStore(temporary.database()).status().history_changed_range);
    temporary.database().execute("UPDATE result SET history_changed = 1 WHERE result_id <= 2");
    const auto status = StatusStore(temporary.database()).status();
    EXPECT_EQ(status.history_changed, 2);
    ASSERT_TRUE(status.history_changed_range);
    EXPECT_EQ(status.history_changed_range->from_s, kEnd);
    EXPECT_EQ(status.history_changed_range->to_s, kEnd + 601);
    EXPECT_EQ(status.history_changed_range->installation, (model::InstallationKey{1, 1}));
}

}  // namespace
}  // namespace tixdb::store::current_results
