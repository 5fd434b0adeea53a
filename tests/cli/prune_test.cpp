// SPDX-License-Identifier: MIT
// tixdb prune, and what ingest makes of reports that are older than what is kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace tixdb::cli::prune
