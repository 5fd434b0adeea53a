// SPDX-License-Identifier: MIT
// A run costs what is new, not what is stored.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "process/installation_worker.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/source_tree.hpp"

namespace tixdb::process {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string plan_of(store::Database& database, const std::string& sql) {
    std::string plan;
    SQLite::Statement query(database.handle(), "EXPLAIN QUERY PLAN " + sql);
    while (query.executeStep()) plan += query.getColumn(3).getString() + '\n';
    return plan;
}

// What the live part of the stage runs, below src/store/sql.
const std::vector<std::string> kLiveStatements = {
    "unprocessed_report/select_next_installation",
    "unprocessed_report/select_new_reports",
    "unprocessed_report/delete_unprocessed",
    "report/select_windowed",
    "report/select_session_backwards",
    "report/select_session_forwards",
    "report/select_earlier",
    "window/select_reports_of_session",
    "observation/select_report",
    "observation/select_ids",
    "observation/select_exceptions",
    "window/select_last_of_session",
    "window/select_nth_report",
    "window/select_history",
    "window/select_any_follower",
    "result/mark_history_changed",
    "latency_hour/select_ends",
    "latency_hour/select_reports",
    "latency_hour/select_report_times",
    "latency_hour/select_set_apart",
    "latency_hour/select_windows",
    "latency_hour/select_hour",
    "latency_minute/select_minutes",
    "recent_delays/delete_before",
};

TEST(LiveCost, EveryStatementFindsItsRowsByIndex) {
    test::TemporaryDatabase temporary;
    for (const std::string& name : kLiveStatements) {
        SCOPED_TRACE(name);
        const auto path = test::source_folder() / "src/store/sql" / (name + ".sql");
        const std::string plan = plan_of(temporary.database(), text_of(path));
        ASSERT_NE(plan, "");
        // Rows of a co-routine are made one by one; json_each reads a parameter.
        const std::string scans =
            std::regex_replace(plan, std::regex("SCAN (json_each|\\(subquery-\\d+\\))"), "");
        EXPECT_EQ(scans.find("SCAN"), std::string::npos) << plan;
    }
}

TEST(LiveCost, WalksAreStreamedInTheOrderOfTheIndex) {
    test::TemporaryDatabase temporary;
    for (const char* name :
         {"report/select_session_backwards", "report/select_earlier", "report/select_session_forwards"}) {
        const auto path = test::source_folder() / "src/store/sql" / (std::string(name) + ".sql");
        const std::string plan = plan_of(temporary.database(), text_of(path));
        EXPECT_TRUE(plan.starts_with("SEARCH r USING INDEX")) << plan;
        for (const char* kept : {"TEMP B-TREE", "MATERIALIZE", "CO-ROUTINE"})
            EXPECT_EQ(plan.find(kept), std::string::npos) << plan;
    }
}

// Instructions of SQLite's machine that it takes.
template <typename Work>
std::int64_t steps_of(store::Database& database, const Work& work) {
    std::int64_t count = 0;
    const auto counter = [](void* context) {
        ++*static_cast<std::int64_t*>(context);
        return 0;
    };
    sqlite3_progress_handler(database.handle().getHandle(), 1, counter, &count);
    work();
    sqlite3_progress_handler(database.handle().getHandle(), 0, nullptr, nullptr);
    return count;
}

// Before a window: one that hostile reports of one second are to be late for, or not.
std::int64_t steps_of_reports_at_one_second(int count) {
    test::TemporaryDatabase temporary;
    temporary.database().execute("PRAGMA synchronous = OFF");
    test::ReportInserter inserter(temporary.database());
    constexpr std::int64_t kAt = 1'500'000'000;
    for (int i = 0; i < 3; ++i) {
        test::MadeReport report = test::quiet_report(kAt + 400 + 60 * i, 1);
        report.claimed_count = 541;
        inserter.insert(report);
    }
    test::process_all(temporary.database());
    std::vector<test::MadeReport> reports;
    for (int i = 0; i < count; ++i) {
        reports.push_back(test::quiet_report(kAt, 1));
        reports.back().observations.front().final_ns += i;
    }
    inserter.insert(reports);
    auto database = store::Database::open_for_reading(temporary.path());
    store::ReportReader reader(database);
    store::WindowedReportReader windowed(database);
    return steps_of(database, [&] { EXPECT_EQ(count_new_windows(reader, windowed, {1, 1}).reports, count); });
}

TEST(LiveCost, ManyReportsOfOneSecondCostInProportionToTheirNumber) {
    const std::int64_t of_500 = steps_of_reports_at_one_second(500);
    EXPECT_LT(steps_of_reports_at_one_second(2000), 5 * of_500);
}

// Of a window one of whose observations is dated so long before the others.
std::int64_t steps_with_an_observation_before(std::int64_t before_s) {
    test::TemporaryDatabase temporary;
    test::ReportInserter inserter(temporary.database());
    constexpr std::int64_t kAt = 1'767'225'600;
    for (int i = 0; i < 3; ++i) {
        test::MadeReport report = test::quiet_report(kAt + 60 * i, 60);
        report.claimed_count = 541;
        if (i == 1) report.observations[30].day_timestamp_s -= before_s;
        inserter.insert(report);
    }
    auto database = store::Database::open_for_reading(temporary.path());
    const Parameters parameters;
    InstallationWorker worker(database, parameters);
    return steps_of(database, [&] {
        const InstallationBatch batch = worker.process({1, 1});
        EXPECT_EQ(batch.windows.size(), 1U);
        EXPECT_EQ(std::count_if(batch.hours.begin(), batch.hours.end(),
                                [](const ChangedHour& changed) { return changed.hour.latency.has_value(); }),
                  1);
    });
}

TEST(LiveCost, WrongTimeOfAnObservationDoesNotCostTheHoursBetween) {
    constexpr std::int64_t kSixteenYearsS = 504'921'600;
    EXPECT_LT(steps_with_an_observation_before(kSixteenYearsS), 5 * steps_with_an_observation_before(0));
}

class GrowingHistory : public testing::Test {
  protected:
    GrowingHistory() { temporary_.database().execute("PRAGMA synchronous = OFF"); }

    // One report per minute. Six of them make a window, so that a day has 480.
    void add_minutes(int count) {
        std::vector<test::MadeReport> reports;
        for (int i = 0; i < count; ++i, next_s_ += 60) {
            reports.push_back(test::quiet_report(next_s_, 1));
            reports.back().claimed_count = 200;
        }
        inserter_.insert(reports);
    }

    // That the new reports of the installation take.
    std::int64_t steps() {
        store::Database database = store::Database::open_for_reading(temporary_.path());
        const Parameters parameters;
        InstallationWorker worker(database, parameters);
        return steps_of(database, [&] { EXPECT_EQ(worker.process({1, 1}).windows.size(), 3U); });
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    std::int64_t next_s_ = 1'500'000'000;
};

TEST_F(GrowingHistory, TenNewReportsTakeTheSameStepsAfterOneDayAndAfterFour) {
    add_minutes(1440);
    test::process_all(temporary_.database());
    add_minutes(10);
    const std::int64_t after_a_day = steps();
    test::process_all(temporary_.database());
    add_minutes(3 * 1440 - 10);
    test::process_all(temporary_.database());
    add_minutes(10);
    const std::int64_t after_four_days = steps();
    EXPECT_GT(after_a_day, 1000);
    EXPECT_LT(after_four_days, after_a_day * 102 / 100);
    RecordProperty("steps", std::to_string(after_four_days));
}

TEST_F(GrowingHistory, NewReportsInFrontOfALongHistoryDoNotReadIt) {
    next_s_ += 10 * 86'400;
    add_minutes(1440);
    test::process_all(temporary_.database());
    next_s_ = 1'500'000'000;
    add_minutes(12);
    const std::int64_t alone = steps();
    EXPECT_LT(alone, 60'000);
}

}  // namespace
}  // namespace tixdb::process
