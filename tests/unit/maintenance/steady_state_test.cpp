// SPDX-License-Identifier: MIT
// Day after day of reports, pruned every day: the file grows by what stays, and by nothing else.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "maintenance/pruner.hpp"
#include "store/free_pages.hpp"
#include "store/statement.hpp"
#include "support/fake_clock.hpp"
#include "support/processing.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::maintenance::steady_state {
namespace {

constexpr std::int64_t kFirstDay_s = 1'499'990'400;  // 2017-07-14T00:00:00Z
constexpr std::int64_t kDayLength_s = 86'400;
constexpr int kReportsPerDay = 60;  // of each of two installations, an hour's

class SteadyState : public testing::Test {
  protected:
    SteadyState() { temporary_.database().execute("PRAGMA synchronous = OFF"); }

    // A year where slow tests run.
    static int days() { return std::getenv("TIXDB_SLOW_TESTS") != nullptr ? 365 : 45; }

    void live_a_day(int day) {
        const std::int64_t begin_s = kFirstDay_s + day * kDayLength_s;
        std::vector<test::MadeReport> reports;
        for (int i = 0; i < kReportsPerDay; ++i) {
            for (const std::int64_t installation : {1, 2}) {
                reports.push_back(test::quiet_report(begin_s + 60 * i, 60, "192.0.2.1", {1, installation}));
                // Signed as clients do.
                reports.back().observations.front().packet_size = 64 + i % 2;
            }
        }
        inserter_.insert(reports);
        temporary_.database().execute(
            "UPDATE report_signature SET signature = randomblob(256) WHERE signature = x''");
        (void)test::process_all(temporary_.database());
        temporary_.database().execute(
            "UPDATE outbox SET state = 'sent', sent_ms = last_s * 1000 WHERE state = 'pending'");
        const test::FakeClock clock((begin_s + kDayLength_s) * 1000);
        const auto summary = prune(temporary_.database(), rules_, clock, [] { return true; });
        EXPECT_TRUE(summary.is_complete);
        pages_.push_back(store::file_pages(temporary_.database()));
    }
    [[nodiscard]] std::int64_t bytes_of(const std::string& condition) {
        return temporary_.number("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE " + condition);
    }
    [[nodiscard]] std::int64_t used_bytes(std::size_t day) const {
        return (pages_[day].all - pages_[day].free) * pages_[day].page_bytes;
    }

    test::TemporaryDatabase temporary_;
    test::ReportInserter inserter_{temporary_.database()};
    RetentionRules rules_;
    std::vector<store::FilePages> pages_;  // at the end of each day
};

// SQLite keeps a row's id in seven bits of each byte: ids that go up take a byte more at times.
std::int64_t bytes_of_id(std::int64_t id) {
    std::int64_t bytes = 1;
    for (; id >= 128; id /= 128) ++bytes;
    return bytes;
}

TEST_F(SteadyState, FileGrowsByWhatStaysOfReportsAndWindows) {
    rules_.observations_s = 10 * kDayLength_s;
    for (int day = 0; day < 20; ++day) live_a_day(day);
    const std::int64_t observations = bytes_of("name = 'observation'");
    const std::int64_t others = bytes_of("name <> 'observation'");
    const std::int64_t id = temporary_.number("SELECT max(observation_id) FROM observation");
    for (int day = 20; day < days(); ++day) live_a_day(day);
    const std::int64_t later = bytes_of("name = 'observation'");
    const std::int64_t longer_ids =
        temporary_.number("SELECT count(*) FROM observation") *
        (bytes_of_id(temporary_.number("SELECT max(observation_id) FROM observation")) - bytes_of_id(id));
    EXPECT_LE(later, observations + longer_ids + 8 * pages_.back().page_bytes)
        << "pages of observations are reused";
    EXPECT_GE(later, observations - 8 * pages_.back().page_bytes);
    const std::int64_t grown = used_bytes(pages_.size() - 1) - used_bytes(19);
    const std::int64_t stays = bytes_of("name <> 'observation'") - others + later - observations;
    EXPECT_NEAR(static_cast<double>(grown), static_cast<double>(stays), 16.0 * 4096);
    // Free is what a day's pruning leaves, and a tenth at most.
    EXPECT_LE(pages_.back().free, (pages_.back().all - pages_.back().free) / 10 + 257);
    const std::int64_t reports = 2LL * kReportsPerDay * (days() - 20);
    RecordProperty("bytes_per_report_that_stay", static_cast<int>(grown / reports));
    EXPECT_LT(grown / reports, 600)
        << "with its share of a window, of which an hour a day has more than a day";
}

TEST_F(SteadyState, FileDoesNotGrowWhereResultsGoToo) {
    rules_.observations_s = 3 * kDayLength_s;
    rules_.results_s = 6 * kDayLength_s;
    rules_.sent_s = 2 * kDayLength_s;
    rules_.runs_s = 2 * kDayLength_s;
    for (int day = 0; day < days(); ++day) live_a_day(day);
    const auto before = pages_[20];
    EXPECT_LE(pages_.back().all, before.all + before.all / 20);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM report"), 2LL * kReportsPerDay * 7);
    EXPECT_EQ(temporary_.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

}  // namespace
}  // namespace tixdb::maintenance::steady_state
