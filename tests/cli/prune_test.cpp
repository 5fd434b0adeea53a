// SPDX-License-Identifier: MIT
// tixdb prune, and what ingest makes of reports that are older than what is kept.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "cli/stages/retention_settings.hpp"
#include "store/database.hpp"
#include "support/maintained_database.hpp"

namespace tixdb::cli::prune {
namespace {

using testing::HasSubstr;

constexpr int kMinutesPerDay = 1440;

class PruneCommandTest : public test::MaintainedDatabase {
  protected:
    // An hour five days ago and one of today.
    PruneCommandTest() {
        write_minutes(-5 * kMinutesPerDay, 60);
        write_minutes(0, 60);
        expect_done({"ingest"});
        expect_done({"process"});
    }
    std::int64_t number(const std::string& sql) const { return MaintainedDatabase::number(database(), sql); }
};

TEST_F(PruneCommandTest, TakesWhatItSaidItWould) {
    const std::string before = content(database());
    expect("prune/dry_run", run({"prune", "--observations-older-than", "3d", "-n"}));
    EXPECT_EQ(content(database()), before);
    expect("prune/done", run({"prune", "--observations-older-than", "3d"}));
    EXPECT_EQ(number("SELECT count(*) FROM observation"), 3600);
    EXPECT_EQ(run({"verify", "--full"}).exit_code, 0);
}

TEST_F(PruneCommandTest, SaysWhatIsMissingOrTooShort) {
    expect("prune/nothing_named", run({"prune"}));
    expect("prune/too_short", run({"prune", "--observations-older-than", "20h"}));
}

TEST_F(PruneCommandTest, UnknownReportThatIsOlderIsRefusedAndFormsNoWindow) {
    expect_done({"prune", "--observations-older-than", "3d"});
    const std::int64_t windows = number("SELECT count(*) FROM window");
    write_minutes(-6 * kMinutesPerDay, 40);
    const auto result = run({"ingest"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.err, HasSubstr("0 reports stored, 120 known, 0 unfinished, 40 rejected"));
    EXPECT_THAT(result.err,
                HasSubstr("older_than_retention: begins 2017-07-08T00:00:00Z, and what begins before "
                          "2017-07-11T00:00:00Z is pruned"));
    EXPECT_EQ(run({"process"}).exit_code, 0);
    EXPECT_EQ(number("SELECT count(*) FROM window"), windows);
    EXPECT_TRUE(std::filesystem::exists(reports() / "3/5/tix-report-1499472000.json")) << "the file is left";
    EXPECT_THAT(run({"ingest"}).err, HasSubstr("0 rejected, 40 rejected_known"));
}

TEST_F(PruneCommandTest, DryRunOfIngestRefusesThemToo) {
    expect_done({"prune", "--observations-older-than", "3d"});
    write_minutes(-6 * kMinutesPerDay, 4);
    write_minutes(60, 1);
    EXPECT_THAT(run({"ingest", "-n"}).err, HasSubstr("1 report stored, 120 known, 0 unfinished, 4 rejected"));
}

TEST_F(PruneCommandTest, SecondCopyOfAPrunedReportIsKnown) {
    expect_done({"prune", "--observations-older-than", "3d"});
    const auto file = reports() / "3/5/tix-report-1499558400.json";
    ASSERT_TRUE(std::filesystem::exists(file));
    std::filesystem::copy_file(file, reports() / "3/5/again.json");
    EXPECT_THAT(run({"ingest"}).err, HasSubstr("0 reports stored, 121 known, 0 unfinished, 0 rejected"));
    EXPECT_EQ(number("SELECT count(*) FROM observation"), 3600);
}

TEST_F(PruneCommandTest, ReprocessLeavesWhatIsPruned) {
    expect_done({"prune", "--observations-older-than", "3d"});
    const std::string before = content(database());
    EXPECT_THAT(run({"reprocess"}).err, HasSubstr("kept (pruned)"));
    EXPECT_EQ(content(database()), before);
}

TEST_F(PruneCommandTest, SignaturesStayIfToldAndWhatIsGivenAwaySaysWhatIsMissing) {
    const std::int64_t signatures = number("SELECT count(*) FROM report_signature");
    ASSERT_GT(signatures, 60);
    EXPECT_THAT(run({"export", "observations"}).err, testing::Not(HasSubstr("pruned")));
    expect_done({"prune", "--observations-older-than", "3d", "--keep-signatures"});
    EXPECT_EQ(number("SELECT count(*) FROM report_signature"), signatures);
    const std::int64_t pruned =
        number("SELECT count(*) FROM report WHERE observations_pruned_ms IS NOT NULL");
    ASSERT_GT(pruned, 0);
    EXPECT_THAT(run({"export", "observations"}).err,
                HasSubstr(fmt::format("{} reports, whose observations are pruned, are not in it", pruned)));
}

TEST_F(PruneCommandTest, EachSettingIsOfWhatItsNameSays) {
    const auto rules = [&] {
        auto opened = store::Database::open_for_reading(database());
        return stored_retention(opened);
    };
    EXPECT_TRUE(rules().is_empty());
    EXPECT_FALSE(rules().keep_signatures);
    for (const auto& [name, days] :
         std::vector<std::pair<std::string, std::string>>{{"keep-observations", "2d"},
                                                          {"keep-results", "3d"},
                                                          {"keep-sent", "4d"},
                                                          {"keep-rejected", "5d"},
                                                          {"keep-runs", "6d"},
                                                          {"keep-signatures", "yes"}})
        expect_done({"config", "set", name, days});
    constexpr std::int64_t kDay_s = 86'400;
    EXPECT_EQ(rules().observations_s, 2 * kDay_s);
    EXPECT_EQ(rules().results_s, 3 * kDay_s);
    EXPECT_EQ(rules().sent_s, 4 * kDay_s);
    EXPECT_EQ(rules().rejected_s, 5 * kDay_s);
    EXPECT_EQ(rules().runs_s, 6 * kDay_s);
    EXPECT_TRUE(rules().keep_signatures);
    expect_done({"config", "set", "keep-results", "forever"});
    EXPECT_FALSE(rules().results_s);
}

// Days of half an hour each, all of it sent.
class OldDatabase : public test::MaintainedDatabase {
  protected:
    OldDatabase() {
        for (int day = -9; day <= 0; ++day) write_minutes(day * kMinutesPerDay, 40);
        expect_done({"ingest"});
        expect_done({"process"});
        execute("UPDATE outbox SET state = 'sent', sent_ms = last_s * 1000");
    }
    std::int64_t number(const std::string& sql) const { return MaintainedDatabase::number(database(), sql); }
};

TEST_F(OldDatabase, RunPrunesByTheSettingsAndSaysBeforehandWhat) {
    expect_done({"config", "set", "keep-observations", "2d"});
    expect_done({"config", "set", "keep-results", "3d"});
    expect_done({"config", "set", "keep-sent", "1w"});
    expect_done({"config", "set", "keep-rejected", "30"});
    expect_done({"config", "set", "keep-runs", "5d"});
    clock_.advance(std::chrono::hours(24 * 6));
    const std::string said = run({"run", "-n"}).err;
    const std::string begin = "prune: would take ";
    const std::size_t from = said.find(begin);
    ASSERT_NE(from, std::string::npos) << said;
    const std::string what =
        said.substr(from + begin.size(), said.find("; nothing was changed", from) - from - begin.size());
    EXPECT_THAT(what, HasSubstr("observations of "));
    const std::string done = run({"run"}).err;
    EXPECT_THAT(done, HasSubstr("prune: took " + what + ", gave back"));
    EXPECT_LT(number("SELECT count(*) FROM window"), 30);
    EXPECT_LT(number("SELECT count(*) FROM report"), 400);
    EXPECT_EQ(number("SELECT count(*) FROM source_file"), number("SELECT count(*) FROM report"));
    const auto verified = run({"verify", "--full"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out;
    EXPECT_THAT(run({"run"}).err, HasSubstr("took 0 observations of 0 reports, 0 windows, 0 items"));
}

// Twenty seconds go by whenever somebody looks.
class HurryingClock final : public Clock {
  public:
    [[nodiscard]] std::int64_t now_ms() const override { return 1'500'500'000'000; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
        return std::chrono::seconds(20 * ++looks_);
    }
    void sleep_for(std::chrono::milliseconds) override {}

  private:
    mutable int looks_ = 0;
};

TEST_F(OldDatabase, RunPrunesForAMinuteAndLeavesTheRestToTheNext) {
    expect_done({"config", "set", "keep-observations", "2d"});
    HurryingClock hurrying;
    line_.clock = &hurrying;
    const std::string begun = run({"run"}).err;
    EXPECT_THAT(begun, HasSubstr("; the rest waits for the next run"));
    const std::string is_complete =
        "SELECT json_extract(counts, '$.complete') FROM run WHERE command = 'prune' ORDER BY run_id DESC "
        "LIMIT 1";
    EXPECT_EQ(number(is_complete), 0);
    const std::int64_t left = number("SELECT count(*) FROM report WHERE observations_pruned_ms IS NULL");
    EXPECT_LT(left, 400);
    EXPECT_GT(left, 120);
    line_.clock = &clock_;
    EXPECT_THAT(run({"run"}).err, testing::Not(HasSubstr("the rest waits")));
    EXPECT_EQ(number("SELECT count(*) FROM report WHERE observations_pruned_ms IS NULL"), 120);
    EXPECT_EQ(number(is_complete), 1);
}

TEST_F(OldDatabase, EachOptionTakesWhatItsNameSaysAndTellsHowMuch) {
    execute(
        "INSERT INTO rejected (path, reason, detail, size_bytes, mtime_ns, inode, first_seen_ms, "
        "last_seen_ms,"
        " seen_count) VALUES ('3/5/a', 'json', '', 1, 1, 1, 1, 1, 1), ('3/5/b', 'json', '', 1, 1, 1, 1, 1, "
        "1);"
        "INSERT INTO run (command, version, started_ms, duration_ms, exit_code) VALUES"
        " ('ingest', 'x', 1, 1, 0), ('ingest', 'x', 2, 1, 0), ('ingest', 'x', 3, 1, 0), ('ingest', 'x', 4, "
        "1, 0);"
        "DELETE FROM outbox WHERE outbox_id % 3 = 0");
    struct Case {
        const char* option;
        const char* table;
        const char* noun;
    };
    for (const auto& [option, table, noun] :
         {Case{"--sent-older-than", "outbox", "item"}, Case{"--rejected-older-than", "rejected", "refusal"},
          Case{"--runs-older-than", "run WHERE started_ms < 9", "run"}}) {
        const std::string count = std::string("SELECT count(*) FROM ") + table;
        const std::int64_t before = number(count);
        const std::string would = run({"prune", option, "4d", "-n"}).err;
        EXPECT_EQ(number(count), before);
        const std::string done = run({"prune", option, "4d"}).err;
        const std::string what = plural(before - number(count), noun);
        EXPECT_LT(number(count), before) << option;
        EXPECT_EQ(would, "tixdb: prune: would take " + what + "; nothing was changed\n");
        EXPECT_THAT(done, HasSubstr("tixdb: prune: took " + what + ", gave back"));
    }
}

TEST_F(OldDatabase, ReprocessAfterItemsArePrunedQueuesNothingAgain) {
    expect_done({"prune", "--sent-older-than", "1d"});
    ASSERT_LT(number("SELECT count(*) FROM outbox"), 30);
    expect_done({"reprocess", "--epsilon-down", "40"});
    EXPECT_EQ(number("SELECT count(*) FROM outbox WHERE state <> 'sent'"), 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(OldDatabase, ItemsNearOneThatIsNotDoneStay) {
    execute(
        "UPDATE outbox SET state = 'uncertain', next_attempt_ms = 0 WHERE outbox_id = (SELECT max(outbox_id) "
        "FROM outbox"
        " WHERE last_s < 1499385600)");
    expect_done({"prune", "--sent-older-than", "1d"});
    EXPECT_EQ(number("SELECT min(last_s) / 86400 FROM outbox"), 1'499'990'400 / 86'400 - 9);
}

TEST_F(OldDatabase, ResultsStayAsLongAsObservationsDo) {
    expect_done({"prune", "--results-older-than", "3d"});
    EXPECT_EQ(number("SELECT count(*) FROM window"), 30);
}

TEST_F(OldDatabase, StatusSaysUpToWhereItIsPruned) {
    EXPECT_THAT(run({"status"}).out, testing::Not(HasSubstr("pruned")));
    expect_done({"prune", "--observations-older-than", "3d"});
    EXPECT_THAT(run({"status"}).out, HasSubstr("observations of 240 of 400 reports are pruned; refused is "
                                               "what begins before 2017-07-11T00:00:00Z"));
    EXPECT_THAT(run({"status", "--format", "json"}).out, HasSubstr("\"pruned_reports\": 240"));
    EXPECT_EQ(number("SELECT count(*) FROM result WHERE superseded_ms IS NULL"), 90);
    EXPECT_THAT(
        run({"verify", "--full"}).err,
        HasSubstr("; 54 results computed again; not computed again: 18 of classic until 2017-07-10T00:"));
}

}  // namespace
}  // namespace tixdb::cli::prune
