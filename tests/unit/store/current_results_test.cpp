// SPDX-License-Identifier: MIT
// Readers of results see the current ones only.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "store/evaluation_reader.hpp"
#include "store/history_reader.hpp"
#include "store/installation_store.hpp"
#include "store/result_store.hpp"
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

TEST_F(CurrentResults, AreEvaluatedInOrderOfTimeWhateverTheirAddress) {
    add(kEnd, "9.9.9.9", 0.25, 0.75);
    add(kEnd + 1, "8.8.8.8", 0.25, 0.75);
    add(kEnd - 1, "8.8.8.8", 0.25, 0.75);
    for (const auto& usages : {read_window_usages(temporary_.database()),
                               read_window_usages(temporary_.database(), {1, 1}, kEnd - 1, kEnd + 1)}) {
        ASSERT_EQ(usages.size(), 3);
        for (int i = 0; i < 3; ++i) EXPECT_EQ(usages[static_cast<std::size_t>(i)].last_probe_s, kEnd - 1 + i);
    }
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

TEST(SupersededResult, KeepsTheTimeAtWhichItWasReplaced) {
    test::TemporaryDatabase temporary;
    const auto window_id = test::add_window(temporary.database(), {.ip = "8.8.8.8", .last_s = kEnd});
    test::add_result(temporary.database(), window_id, "queueing", 0.5, 1.0);
    SQLite::Database& database = temporary.database().handle();
    const std::int64_t result_id = database.execAndGet("SELECT result_id FROM result").getInt64();
    ResultStore results(temporary.database());
    for (const std::int64_t now_ms : {5, 6}) {
        results.supersede(result_id, now_ms);
        EXPECT_EQ(database.execAndGet("SELECT superseded_ms FROM result").getInt64(), 5);
    }
}

TEST(SeenKeys, OfRefusedFilesTellWhenTheFirstAndTheLastCame) {
    test::TemporaryDatabase temporary;
    const std::string digest(64, 'a');
    for (const auto& [path, first_ms, last_ms] :
         {std::tuple{"1/1/b.json", 20, 90}, {"1/1/a.json", 10, 30}, {"1/2/a.json", 1, 99}}) {
        temporary.database().execute(
            fmt::format("INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, "
                        "first_seen_ms, last_seen_ms,"
                        " seen_count) VALUES ('{}', 'key_changed', 'key {}', 1, 1, 1, {}, {}, 5)",
                        path, digest, first_ms, last_ms));
    }
    const auto keys = InstallationStore(temporary.database()).seen_keys({1, 1});
    ASSERT_EQ(keys.size(), 1);
    EXPECT_EQ(keys.front().digest, digest);
    EXPECT_EQ(keys.front().refused, 2);
    EXPECT_EQ(keys.front().refused_first_ms, 10);
    EXPECT_EQ(keys.front().refused_last_ms, 90);
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
