// SPDX-License-Identifier: MIT
// --shard: whose reports a command takes in, what a database remembers of it, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::shard {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kFirstS = 1'500'000'000;

// Installations 1/1, 1/2, 1/3 and 3/5, one report of each: of two shards the first has 1/2 and 1/3.
class ShardTest : public testing::Test {
  protected:
    ShardTest() {
        line_.clock = &clock_;
        clock_.set_ms((kFirstS + 86'400) * 1000);
        for (const model::InstallationKey& key : {model::InstallationKey{1, 1}, {1, 2}, {1, 3}, {3, 5}})
            test::ReportBuilder(kFirstS, 60).of(key).write(reports());
    }

    [[nodiscard]] std::filesystem::path reports() const { return folder_ / "reports"; }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", path("tixdb.sqlite")});
        return line_.run(arguments);
    }
    [[nodiscard]] test::CommandResult ingest(const std::string& shard) const {
        std::vector<std::string> arguments{"ingest", reports().string()};
        if (!shard.empty()) arguments.insert(arguments.end(), {"--shard", shard});
        return run(arguments);
    }
    // "1/2 1/3 "
    [[nodiscard]] std::string installations() const {
        std::string text = run({"query", "--format", "csv", "--no-header",
                                "SELECT user_id || '/' || installation_id FROM installation ORDER BY 1"})
                               .out;
        std::erase(text, '\r');
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }
    void set_array(int id, int first, int last, int step, int count) {
        line_.environment["SLURM_ARRAY_TASK_ID"] = std::to_string(id);
        line_.environment["SLURM_ARRAY_TASK_MIN"] = std::to_string(first);
        line_.environment["SLURM_ARRAY_TASK_MAX"] = std::to_string(last);
        line_.environment["SLURM_ARRAY_TASK_STEP"] = std::to_string(step);
        line_.environment["SLURM_ARRAY_TASK_COUNT"] = std::to_string(count);
    }
    void expect_refused(const test::CommandResult& result, const std::string& text) const {
        EXPECT_EQ(result.exit_code, 78) << result.err;
        EXPECT_THAT(result.err, HasSubstr(text));
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(ShardTest, IngestTakesTheFoldersOfItsShardAlone) {
    const auto result = ingest("0/2");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("ingest (shard 0/2): 2 reports stored"));
    EXPECT_THAT(result.err, HasSubstr("2 folders of other shards"));
    EXPECT_EQ(installations(), "1/2 1/3 ");
}

TEST_F(ShardTest, DryRunOfAFirstIngestKeepsToItToo) {
    const auto result = run({"ingest", reports().string(), "--shard", "0/2", "-n"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("ingest (shard 0/2): would be: 2 reports stored"));
    EXPECT_THAT(result.err, HasSubstr("2 folders of other shards"));
    EXPECT_FALSE(std::filesystem::exists(path("tixdb.sqlite")));
}

TEST_F(ShardTest, ShardsTogetherHaveEveryInstallationOnce) {
    std::string all;
    for (const char* shard : {"0/3", "1/3", "2/3"}) {
        std::filesystem::remove(path("tixdb.sqlite"));
        ASSERT_EQ(ingest(shard).exit_code, 0);
        all += installations();
    }
    for (const char* key : {"1/1 ", "1/2 ", "1/3 ", "3/5 "}) {
        EXPECT_THAT(all, HasSubstr(key));
        EXPECT_EQ(all.find(key), all.rfind(key)) << key;
    }
}

TEST_F(ShardTest, ListedFilesOfOtherShardsAreLeftAlone) {
    line_.input = "1/1/tix-report-1500000000.json\n1/2/tix-report-1500000000.json\n";
    const auto result = run({"ingest", reports().string(), "--files-from", "-", "--shard", "0/2"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(installations(), "1/2 ");
}

TEST_F(ShardTest, DatabaseRemembersItAndGoesOnWithoutTheOption) {
    ASSERT_EQ(ingest("0/2").exit_code, 0);
    test::ReportBuilder(kFirstS + 60, 60).of({1, 2}).write(reports());
    test::ReportBuilder(kFirstS + 60, 60).of({1, 1}).write(reports());
    const auto result = ingest("");
    EXPECT_THAT(result.err, HasSubstr("ingest (shard 0/2): 1 report stored"));
    EXPECT_EQ(installations(), "1/2 1/3 ");
    EXPECT_EQ(run({"process"}).exit_code, 0);
    EXPECT_THAT(run({"status"}).out, HasSubstr("installations         2 (shard 0/2)\n"));
    EXPECT_THAT(run({"status", "--format", "json"}).out, HasSubstr("\"shard\": \"0/2\""));
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(ShardTest, DatabaseRefusesAnotherOne) {
    ASSERT_EQ(ingest("0/2").exit_code, 0);
    const std::string text = "is shard 0/2, and --shard says 1/2";
    expect_refused(ingest("1/2"), text);
    expect_refused(run({"ingest", reports().string(), "-n", "--shard", "1/2"}), text);
    expect_refused(run({"process", "--shard", "1/2"}), text);
    expect_refused(run({"process", "-n", "--shard", "1/2"}), text);
    expect_refused(run({"reprocess", "--shard", "1/2"}), text);
    expect_refused(run({"reprocess", "-n", "--shard", "1/2"}), text);
    expect_refused(run({"publish", "--shard", "1/2"}), text);
    expect_refused(run({"verify", "--shard", "1/2"}), text);
    expect_refused(run({"export", "results", "--shard", "1/2"}), text);
    expect_refused(run({"run", reports().string(), "--shard", "1/2"}), text);
    expect_refused(ingest("0/3"), "is shard 0/2, and --shard says 0/3");
    EXPECT_EQ(installations(), "1/2 1/3 ");
}

TEST_F(ShardTest, DatabaseOfAllInstallationsDoesNotBecomeOne) {
    ASSERT_EQ(ingest("").exit_code, 0);
    expect_refused(ingest("0/2"),
                   "has installations that were taken in without --shard, so it cannot become shard 0/2");
    expect_refused(run({"process", "--shard", "0/2"}),
                   "or begin shard 0/2 in a new database; `tixdb split` makes shards of this one");
    EXPECT_EQ(installations(), "1/1 1/2 1/3 3/5 ");
}

TEST_F(ShardTest, ReadersOfAWholeDatabaseKeepToTheShard) {
    ASSERT_EQ(ingest("").exit_code, 0);
    const auto rows = [&](const std::string& what, const std::string& shard) {
        const std::string out = run({"export", what, "--no-header", "--shard", shard}).out;
        return std::count(out.begin(), out.end(), '\n');
    };
    EXPECT_EQ(rows("observations", "0/2"), 120);
    EXPECT_EQ(rows("observations", "1/2"), 120);
    EXPECT_EQ(rows("observations", "0/1"), 240);
    EXPECT_EQ(rows("gaps", "0/2") + rows("gaps", "1/2"), rows("gaps", "0/1"));
    EXPECT_EQ(run({"verify", "--full", "--shard", "0/2"}).exit_code, 0);
}

TEST_F(ShardTest, VerifyComputesTheResultsOfItsShardAlone) {
    for (int minute = 1; minute < 20; ++minute) {
        for (const model::InstallationKey& key : {model::InstallationKey{1, 1}, {1, 2}, {1, 3}})
            test::ReportBuilder(kFirstS + 60 * minute, 60).of(key).write(reports());
    }
    ASSERT_EQ(ingest("").exit_code, 0);
    ASSERT_EQ(run({"process", "--method", "queueing"}).exit_code, 0);
    EXPECT_THAT(run({"verify", "--full"}).err, HasSubstr("; 6 results computed again"));
    EXPECT_THAT(run({"verify", "--full", "--shard", "0/2"}).err, HasSubstr("; 4 results computed again"));
    EXPECT_THAT(run({"verify", "--full", "--shard", "1/2"}).err, HasSubstr("; 2 results computed again"));
    EXPECT_THAT(run({"verify", "--sample", "9", "--shard", "1/2"}).err,
                HasSubstr("; 2 results computed again"));
}

TEST_F(ShardTest, SampleIsTheSameAllDayAndAnotherTheNext) {
    ASSERT_EQ(ingest("").exit_code, 0);
    EXPECT_THAT(run({"verify", "--sample", "1"}).err, HasSubstr(" (seed 17362)"));
    clock_.advance(std::chrono::hours(21));
    EXPECT_THAT(run({"verify", "--sample", "1"}).err, HasSubstr(" (seed 17362)"));
    clock_.advance(std::chrono::hours(1));
    EXPECT_THAT(run({"verify", "--sample", "1"}).err, HasSubstr(" (seed 17363)"));
}

TEST_F(ShardTest, TaskOfAWholeSlurmArrayIsOne) {
    set_array(5, 1, 7, 2, 4);
    EXPECT_THAT(ingest("slurm").err, HasSubstr("ingest (shard 2/4)"));
    EXPECT_THAT(run({"config", "show", "--format", "csv"}).out,
                HasSubstr("database,shard,2/4,database\r\nscheduler,shard,slurm: SLURM_ARRAY_TASK_ID 5,"));
}

TEST_F(ShardTest, SlurmArrayThatIsNotWholeIsRefused) {
    expect_refused(ingest("slurm"), "--shard slurm: SLURM_ARRAY_TASK_ID is not set");
    set_array(3, 0, 7, 1, 6);  // --array=0-3,6-7
    expect_refused(ingest("slurm"), "the Slurm array is not whole: 6 tasks from 0 to 7 in steps of 1");
    set_array(3, 3, 3, 1, 1);
    expect_refused(ingest("slurm"), "the Slurm array has one task only");
    set_array(3, 0, 7, 0, 8);
    expect_refused(ingest("slurm"), "not whole");
    set_array(4, 1, 7, 2, 4);
    expect_refused(ingest("slurm"), "not whole");
    set_array(9, 0, 7, 1, 8);
    expect_refused(ingest("slurm"), "not whole");
    line_.environment["SLURM_ARRAY_TASK_MAX"] = "many";
    expect_refused(ingest("slurm"), "SLURM_ARRAY_TASK_MAX is \"many\"");
    EXPECT_FALSE(std::filesystem::exists(path("tixdb.sqlite"))) << "a refused run has made a database";
}

TEST_F(ShardTest, OneTaskIsRunAgainByItsId) {
    set_array(1, 1, 1, 1, 1);
    EXPECT_THAT(ingest("slurm/2").err, HasSubstr("ingest (shard 1/2)"));
    set_array(2, 2, 2, 1, 1);
    expect_refused(ingest("slurm/2"), "SLURM_ARRAY_TASK_ID is 2, and there are 2 shards");
}

TEST_F(ShardTest, CompletionOfAnIndexedJobIsOne) {
    expect_refused(ingest("kubernetes/2"), "--shard kubernetes: JOB_COMPLETION_INDEX is not set");
    line_.environment["JOB_COMPLETION_INDEX"] = "1";
    EXPECT_THAT(ingest("kubernetes/2").err, HasSubstr("ingest (shard 1/2)"));
    line_.environment["JOB_COMPLETION_INDEX"] = "2";
    expect_refused(ingest("kubernetes/2"), "JOB_COMPLETION_INDEX is 2, and there are 2 shards");
}

TEST_F(ShardTest, SchedulerThatIsNotNamedDecidesNothing) {
    set_array(1, 0, 1, 1, 2);
    line_.environment["JOB_COMPLETION_INDEX"] = "1";
    EXPECT_THAT(ingest("").err, HasSubstr("ingest: 4 reports stored"));
    EXPECT_EQ(installations(), "1/1 1/2 1/3 3/5 ");
}

TEST_F(ShardTest, EnvironmentNamesItAsItNamesEveryOption) {
    line_.environment["TIXDB_SHARD"] = "slurm";
    set_array(0, 0, 1, 1, 2);
    EXPECT_THAT(ingest("").err, HasSubstr("ingest (shard 0/2)"));
    EXPECT_THAT(run({"config", "show", "--format", "csv"}).out,
                HasSubstr("option,shard,slurm,environment TIXDB_SHARD"));
}

TEST_F(ShardTest, TextThatIsNoneIsAUsageError) {
    for (const char* text :
         {"2/2", "8", "kubernetes", "kubernetes/0", "slurm/", "slurm/0", "pbs", "0/20000"}) {
        const auto result = ingest(text);
        EXPECT_EQ(result.exit_code, 2) << text;
        EXPECT_THAT(result.err, HasSubstr("slurm/N or kubernetes/N with the number of completions")) << text;
    }
}

TEST_F(ShardTest, PublishesOnlyWhereItIsLetTo) {
    ASSERT_EQ(ingest("0/2").exit_code, 0);
    EXPECT_EQ(run({"publish"}).exit_code, 0) << "who names no host does not publish";
    line_.environment.insert({{"TIX_API_HOST", "localhost"},
                              {"TIX_API_PORT", "1"},
                              {"TIX_API_USER", "admin"},
                              {"TIX_API_PASSWORD", "secret"}});
    expect_refused(run({"publish"}), "nothing is sent from shard 0/2 by itself");
    expect_refused(run({"publish", "-n"}), "--in-flight-per-shard 1");
    expect_refused(run({"run", reports().string()}), "nothing is sent from shard 0/2 by itself");
    EXPECT_EQ(run({"publish", "--in-flight-per-shard", "1"}).exit_code, 0);
}

TEST_F(ShardTest, RowOfARunKeepsItsOwnErrorWhereTheNextStageFailsBeforeItHasOne) {
    ASSERT_EQ(ingest("0/2").exit_code, 0);
    line_.environment.insert(
        {{"TIX_API_HOST", "localhost"}, {"TIX_API_USER", "admin"}, {"TIX_API_PASSWORD", "secret"}});
    auto database = store::Database::open_for_writing(path("tixdb.sqlite"));
    database.execute("INSERT INTO setting VALUES ('keep-runs', 'soon', 0)");
    EXPECT_THAT(run({"run", reports().string()}).err, HasSubstr("setting keep-runs is \"soon\""));
    EXPECT_EQ(database.handle()
                  .execAndGet("SELECT exit_code || ' ' || reason FROM run WHERE command = 'publish'"
                              " ORDER BY run_id DESC LIMIT 1")
                  .getString(),
              "78 nothing is sent from shard 0/2 by itself");
}

TEST_F(ShardTest, InstallationOfAnotherOneIsAViolation) {
    ASSERT_EQ(ingest("0/2").exit_code, 0);
    auto database = store::Database::open_for_writing(path("tixdb.sqlite"));
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    for (const auto& [table, row] :
         {std::pair{"installation", "(user_id, installation_id, first_seen_ms) VALUES (3, 5, 0)"},
          {"source_folder", "VALUES (3, 5, 0, 0, 0, 0, 0, 0)"},
          {"unread_file", "VALUES (3, 5, 'y', 'EIO', 1, 1, 1)"},
          {"link_rate",
           "(user_id, installation_id, direction, from_s, mbps, set_ms) VALUES (3, 5, 'up', 0, 1, 0)"}}) {
        database.execute(std::string("INSERT INTO ") + table + " " + row);
        const auto result = run({"verify", "--format", "csv"});
        EXPECT_EQ(result.exit_code, 1) << table;
        EXPECT_THAT(result.out, HasSubstr("installation 3/5 is of shard 1/2, not 0/2")) << table;
        database.execute(std::string("DELETE FROM ") + table + " WHERE user_id = 3");
    }
}

}  // namespace
}  // namespace tixdb::cli::shard
