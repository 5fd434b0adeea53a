// SPDX-License-Identifier: MIT
// tixdb ingest as it is called: what it prints and how it exits.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file_lock.hpp"
#include "store/database.hpp"
#include "support/command_line.hpp"
#include "support/report_builder.hpp"
#include "support/shell.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli {
namespace {

using test::ReportBuilder;

constexpr std::int64_t kFirstS = 1'500'000'000;

class IngestCommandTest : public testing::Test {
  protected:
    IngestCommandTest() {
        line_.clock = &clock_;
        clock_.set_ms((kFirstS + 86'400) * 1000);
        std::filesystem::create_directories(reports());
    }

    [[nodiscard]] std::filesystem::path reports() const { return folder_ / "reports"; }
    [[nodiscard]] std::string database() const { return (folder_ / "tixdb.sqlite").string(); }
    [[nodiscard]] test::CommandResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--database", database()});
        return line_.run(arguments);
    }
    [[nodiscard]] test::CommandResult ingest(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"ingest", reports().string()});
        return run(arguments);
    }
    void expect(const std::string& name, const test::CommandResult& result) const {
        test::expect_golden("ingest/" + name, result, {{folder_.path().string(), "{dir}"}});
    }
    void write_good() const {
        ReportBuilder(kFirstS, 60).write(reports());
        ReportBuilder(kFirstS + 60, 60).write(reports());
    }
    void write_bad() const {
        ReportBuilder(kFirstS, 1).field("signature", "\"AAAA\"").write(reports(), "bad\n\x1b[31m.json");
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
    test::CommandLine line_;
};

TEST_F(IngestCommandTest, ReportsAreStoredAndCounted) {
    write_good();
    expect("stored", ingest());
    expect("known", ingest());
}

TEST_F(IngestCommandTest, RefusedFilesAreNamedOnceAndTheRunGoesOn) {
    write_good();
    write_bad();
    expect("rejected", ingest());
    expect("rejected_known", ingest());
}

TEST_F(IngestCommandTest, StrictExitsWith3OnNewRefusalsOnly) {
    write_bad();
    expect("strict", ingest({"--strict"}));
    expect("strict_known", ingest({"--strict"}));
}

TEST_F(IngestCommandTest, FilesThatCouldNotBeMovedAreCountedApartAndAreThreeIfStrict) {
    write_good();
    ReportBuilder(kFirstS, 60).of({3, 6}).write(reports());
    test::write_file(folder_ / "done/3/5", "a file in the way", kFirstS);
    const auto result = ingest({"--strict", "--after", "move:" + (folder_ / "done").string()});
    EXPECT_EQ(result.exit_code, 3) << result.err;
    EXPECT_NE(result.err.find("3 reports stored"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find(", 1 moved, 2 not moved in "), std::string::npos) << result.err;
}

TEST_F(IngestCommandTest, ObservationMayBeSoMuchLaterThanItsFile) {
    const auto file = ReportBuilder(kFirstS, 60).write(reports());
    test::write_file(file, test::text_of_file(file), kFirstS - 1800);
    EXPECT_NE(ingest({"-n", "--future-tolerance", "30min"}).err.find("1 rejected (future_clock 1)"),
              std::string::npos);
    EXPECT_NE(ingest({"-n", "--future-tolerance", "31min"}).err.find("1 report stored"), std::string::npos);
    EXPECT_NE(ingest({"-n"}).err.find("1 report stored"), std::string::npos) << "an hour by default";
}

TEST_F(IngestCommandTest, EmptyFolderIsDone) {
    expect("empty", ingest());
}

TEST_F(IngestCommandTest, FolderMayComeFromTheEnvironment) {
    write_good();
    line_.environment["TIX_REPORTS_BASE_PATH"] = reports().string();
    expect("environment", run({"ingest"}));
    line_.environment["TIXDB_REPORTS"] = (folder_ / "none").string();
    EXPECT_EQ(run({"ingest"}).exit_code, 78) << "ours goes before the older one";
    EXPECT_EQ(ingest().exit_code, 0) << "an argument goes before both";
}

TEST_F(IngestCommandTest, NoFolderIsAConfigurationError) {
    expect("no_folder", run({"ingest"}));
}

TEST_F(IngestCommandTest, MissingFolderIsAConfigurationError) {
    expect("missing_folder", run({"ingest", (folder_ / "none").string()}));
    EXPECT_FALSE(std::filesystem::exists(database()));
}

TEST_F(IngestCommandTest, FolderNamedTwiceIsAUsageError) {
    expect("two_folders", ingest({"--reports", "/elsewhere"}));
}

TEST_F(IngestCommandTest, WrongValuesAreUsageErrors) {
    expect("wrong_after", ingest({"--after", "burn"}));
    expect("move_nowhere", ingest({"--after", "move:"}));
    expect("wrong_threads", ingest({"--threads", "-1"}));
    expect("null_alone", ingest({"--null"}));
    expect("empty_list_name", ingest({"--files-from", "", "--after", "delete"}));
    line_.environment["TIXDB_AFTER"] = "burn";
    expect("wrong_after_variable", ingest());
    EXPECT_FALSE(std::filesystem::exists(database())) << "opened before the options were checked";
}

TEST_F(IngestCommandTest, MoveIntoTheFolderIsAUsageError) {
    expect("move_inside", ingest({"--after", "move:" + (reports() / "done").string()}));
}

TEST_F(IngestCommandTest, DatabaseThatCannotBeCreatedIsAFailure) {
    write_good();
    test::CommandLine line = line_;
    expect("no_database_folder",
           line.run({"--database", (folder_ / "none/tixdb.sqlite").string(), "ingest", reports().string()}));
}

TEST_F(IngestCommandTest, SecondRunAtOnceIsToTryAgain) {
    write_good();
    const FileLock lock(database() + ".data.lock", std::chrono::milliseconds(0), clock_);
    expect("locked", ingest());
}

TEST_F(IngestCommandTest, DryRunSaysWhatWouldHappenAndChangesNothing) {
    write_good();
    write_bad();
    expect("dry_run", ingest({"-n", "--after", "delete"}));
    EXPECT_FALSE(std::filesystem::exists(database()));
    EXPECT_TRUE(std::filesystem::exists(reports() / "3/5/tix-report-1500000000.json"));
}

TEST_F(IngestCommandTest, FilesAreDeletedOrMovedAndCounted) {
    write_good();
    expect("moved", ingest({"--after", "move:" + (folder_ / "done").string()}));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "done/3/5/tix-report-1500000000.json"));
    write_good();
    expect("deleted", ingest({"--after", "delete"}));
    EXPECT_FALSE(std::filesystem::exists(reports() / "3/5/tix-report-1500000000.json"));
}

TEST_F(IngestCommandTest, ListComesFromAFileOrTheStandardInput) {
    write_good();
    line_.input = "3/5/tix-report-1500000000.json\n/etc/passwd\n";
    expect("list_stdin", ingest({"--files-from", "-"}));
    std::ofstream(folder_ / "list") << "3/5/tix-report-1500000060.json" << '\0' << "3/5/a\nb.json" << '\0';
    expect("list_null", ingest({"--files-from", (folder_ / "list").string(), "--null"}));
    expect("list_missing", ingest({"--files-from", (folder_ / "none").string()}));
    expect("list_is_folder", ingest({"--files-from", folder_.path().string()}));
    line_.input = std::string(70'000, 'x');
    expect("list_without_ends", ingest({"--files-from", "-"}));
}

TEST_F(IngestCommandTest, SignaturesCanBeLeftOut) {
    write_bad();
    expect("no_verify", ingest({"--no-verify-signature"}));
}

TEST_F(IngestCommandTest, VerboseCountsWhatIsPassedOver) {
    write_good();
    test::write_file(reports() / "3/5/notes.txt", "x", kFirstS);
    test::write_file(reports() / "3/5/young.json", "{", clock_.now_s());
    expect("verbose", ingest({"-v"}));
}

TEST_F(IngestCommandTest, RunIsRecordedWithItsCounts) {
    write_good();
    write_bad();
    ASSERT_EQ(ingest().exit_code, 0);
    store::Database database = store::Database::open_for_reading(this->database());
    EXPECT_EQ(database.handle()
                  .execAndGet("SELECT command || ' ' || exit_code || ' ' || (counts ->> 'stored') || ' ' ||"
                              " (counts ->> '$.reasons.bad_signature') FROM run")
                  .getString(),
              "ingest 0 2 1");
}

}  // namespace
}  // namespace tixdb::cli
