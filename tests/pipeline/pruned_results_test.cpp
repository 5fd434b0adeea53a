// SPDX-License-Identifier: MIT
// Pruning forgets what was sent; tix-api does not. Whatever is queued again of such a time, by reprocessing
// or after an older backup was put back, is looked up there first, and nothing is sent twice.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "support/pipeline_fixture.hpp"

namespace tixdb::pruned_results {
namespace {

namespace fs = std::filesystem;
using test::Route;

class PrunedResults : public test::PipelineTest {
  protected:
    // Of the same clients, nine days earlier.
    static std::vector<std::string> earlier() {
        auto options = simulation();
        *(std::find(options.begin(), options.end(), "--from") + 1) = "2026-02-20T10:00:00Z";
        return options;
    }
    void must(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        ASSERT_EQ(result.exit_code, 0) << arguments.front() << ": " << result.err;
    }
    // As if each had been sent at the time that it is of: ages count from the newest report.
    void send_at_their_times() const {
        SQLite::Database database(database_path().string(), SQLite::OPEN_READWRITE);
        database.exec(
            "UPDATE outbox SET queued_ms = last_s * 1000, sent_ms = last_s * 1000 WHERE state = 'sent'");
    }
    void publish_all() const {
        must({"publish", "--wait", "20s"});
        EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'superseded')"), 0);
    }
    void expect_no_row_twice() const {
        const auto rows = stored_rows();
        EXPECT_EQ(std::adjacent_find(rows.begin(), rows.end()), rows.end());
    }
    [[nodiscard]] std::ptrdiff_t requests_of(Route route) const {
        const auto requests = api_->requests();
        return std::count_if(requests.begin(), requests.end(),
                             [&](const auto& request) { return request.route == route; });
    }
};

// All is sent, then other figures in their place, and of the earlier half it is forgotten what was.
class ReprocessedAfterItemsWerePruned : public PrunedResults {
  protected:
    ReprocessedAfterItemsWerePruned() {
        test::SimulatedReports(earlier()).copy_all(base());
        test::SimulatedReports(simulation()).copy_all(base());
        run_all_stages();
        const std::size_t once = stored_rows().size();
        EXPECT_EQ(once, 2 * kWindows);
        must({"reprocess", "--epsilon-down", "40", "--publish"});
        publish_all();
        rows_ = stored_rows();
        EXPECT_GT(rows_.size(), once);
        send_at_their_times();
        must({"prune", "--sent-older-than", "1d"});
        EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE last_s < 1772323200"), 0);
    }

    std::vector<test::StoredReport> rows_;
};

TEST_F(ReprocessedAfterItemsWerePruned, FiguresThatWereSentBeforeAreFoundAtTixApi) {
    must({"reprocess", "--publish"});
    EXPECT_GT(number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 0);
    const auto posts = requests_of(Route::post_report);
    publish_all();
    EXPECT_EQ(requests_of(Route::post_report), posts);
    EXPECT_EQ(stored_rows(), rows_);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

TEST_F(ReprocessedAfterItemsWerePruned, FiguresThatNeverWereAreSentOnce) {
    must({"reprocess", "--epsilon-down", "90", "--publish"});
    publish_all();
    const auto rows = stored_rows();
    EXPECT_GT(rows.size(), rows_.size());
    expect_no_row_twice();
    must({"reprocess", "--epsilon-down", "40", "--publish"});
    publish_all();
    EXPECT_EQ(stored_rows(), rows);
}

// What waits to be looked up can still be replaced.
TEST_F(ReprocessedAfterItemsWerePruned, SeveralTimesBeforeTheNextPublishTheLastCounts) {
    must({"reprocess", "--epsilon-down", "90", "--publish"});
    must({"reprocess", "--publish"});
    publish_all();
    EXPECT_EQ(stored_rows(), rows_);
}

TEST_F(ReprocessedAfterItemsWerePruned, WithoutPublishNothingIsQueued) {
    must({"reprocess"});
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state <> 'sent'"), 0);
}

// The backup is of the middle of the earlier reports. What came after it was sent, pruned with all that was
// said of it, and its files are still there.
class OlderBackupOfAPrunedDatabase : public PrunedResults, public testing::WithParamInterface<bool> {
  protected:
    OlderBackupOfAPrunedDatabase() {
        const test::SimulatedReports first(earlier());
        const auto& files = first.files();
        for (std::size_t i = 0; i < files.size() / 2; ++i) first.copy(files[i], base());
        run_all_stages();
        must({"backup", backup().string()});
        for (std::size_t i = files.size() / 2; i < files.size(); ++i) first.copy(files[i], base());
        test::SimulatedReports(simulation()).copy_all(base());
        run_all_stages();
        content_ = content();
        rows_ = stored_rows();
        EXPECT_EQ(rows_.size(), 2 * kWindows);
        send_at_their_times();
        prune();
        EXPECT_EQ(number("SELECT count(*) FROM window WHERE last_probe_s < 1772323200"), 0);
    }
    [[nodiscard]] fs::path backup() const { return folder_ / "backup.sqlite"; }
    void prune() const {
        must({"prune", "--observations-older-than", "1d", "--results-older-than", "1d", "--sent-older-than",
              "1d", "--runs-older-than", "1d"});
    }
    void put_back() const {
        if (GetParam()) {
            must({"restore", backup().string()});
            return;
        }
        const std::string database = database_path().string();
        for (const char* end : {"", "-wal", "-shm"}) fs::remove(database + end);
        fs::copy_file(backup(), database);
    }

    std::string content_;
    std::vector<test::StoredReport> rows_;
};

TEST_P(OlderBackupOfAPrunedDatabase, FormsTheSameAgainAndSendsNothingTwice) {
    must({"ingest"});
    EXPECT_GT(number("SELECT count(*) FROM rejected WHERE reason = 'older_than_retention'"), 0);
    put_back();
    must({"run"});
    publish_all();
    EXPECT_EQ(content(), content_);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
    EXPECT_EQ(stored_rows(), rows_);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

TEST_P(OlderBackupOfAPrunedDatabase, IsPrunedAgainBeforeAndAfterItSends) {
    put_back();
    must({"ingest"});
    must({"process"});
    prune();
    EXPECT_GT(number("SELECT count(*) FROM outbox WHERE last_s < 1772323200 AND state <> 'sent'"), 0)
        << "what may have been sent stays until tix-api was asked";
    publish_all();
    EXPECT_EQ(stored_rows(), rows_);
    send_at_their_times();
    prune();
    EXPECT_EQ(number("SELECT count(*) FROM window WHERE last_probe_s < 1772323200"), 0);
    must({"run"});
    must({"reprocess", "--publish"});
    publish_all();
    EXPECT_EQ(stored_rows(), rows_);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

TEST_P(OlderBackupOfAPrunedDatabase, PrunesBySettingsAtTheEndOfItsFirstRun) {
    put_back();
    for (const char* name : {"keep-observations", "keep-results", "keep-sent", "keep-runs"}) {
        must({"config", "set", name, "1d"});
    }
    must({"run"});
    publish_all();
    must({"run"});
    EXPECT_EQ(stored_rows(), rows_);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(PutBackByRestoreOrByHand, OlderBackupOfAPrunedDatabase, testing::Bool());

}  // namespace
}  // namespace tixdb::pruned_results
