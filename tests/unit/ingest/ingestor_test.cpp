// SPDX-License-Identifier: MIT
// What an ingest makes of a folder, run after run.
#include "ingest/ingestor.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>

#include "base/digest.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

class IngestorTest : public testing::Test, protected test::IngestFixture {
  protected:
    // The folder as it is after it has been left alone for a while.
    void settle() { test::set_mtime(folder(), kFirstS + 7200); }
};

TEST_F(IngestorTest, ReportsAreStoredWithTheirObservations) {
    ReportBuilder(kFirstS, 60).write(base());
    ReportBuilder(kFirstS + 60, 58).write(base());
    ReportBuilder(kFirstS, 10).of({4, 9}).write(base());
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 3);
    EXPECT_EQ(counts.observations, 128);
    EXPECT_EQ(number("SELECT count(*) FROM v_observation"), 128);
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 3);
    EXPECT_EQ(number("SELECT count(*) FROM report WHERE verified"), 3);
    EXPECT_EQ(number("SELECT sum(observation_count) FROM report WHERE user_id = 3"), 118);
    EXPECT_EQ(messages.str(), "");
}

TEST_F(IngestorTest, SecondRunKnowsAllFiles) {
    ReportBuilder(kFirstS, 3).write(base());
    ReportBuilder(kFirstS + 60, 3).write(base());
    ASSERT_EQ(ingest().stored, 2);
    for (int run = 0; run < 2; ++run) {
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.stored, 0);
        EXPECT_EQ(counts.known, 2);
    }
    EXPECT_EQ(number("SELECT count(*) FROM report"), 2);
}

TEST_F(IngestorTest, KnownFileIsNotReadAgain) {
    const auto path = ReportBuilder(kFirstS, 3).write(base());
    ASSERT_EQ(ingest().stored, 1);
    // Same size and time, other content: only a reader would notice.
    const std::string junk(std::filesystem::file_size(path), 'x');
    test::write_file(path, junk, kFirstS + 2);
    EXPECT_EQ(ingest().known, 1);
}

TEST_F(IngestorTest, UnchangedFolderIsNotListed) {
    ReportBuilder(kFirstS, 3).write(base());
    settle();
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS + 60, 3).write(base());
    settle();
    EXPECT_EQ(ingest().stored, 0) << "listed although its time had not changed";
    test::set_mtime(folder(), kFirstS + 7201);
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(IngestorTest, FolderThatGrewCountsAllItsFilesWhenItIsNotListed) {
    ReportBuilder(kFirstS, 3).write(base());
    settle();
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS + 60, 3).write(base());
    test::set_mtime(folder(), kFirstS + 7201);
    ASSERT_EQ(ingest().stored, 1);
    EXPECT_EQ(ingest().known, 2);
}

TEST_F(IngestorTest, FolderThatWasOnAnotherDiskIsListedOnceMore) {
    ReportBuilder(kFirstS, 3).write(base());
    settle();
    ASSERT_EQ(ingest().stored, 1);
    temporary.database().execute("UPDATE source_folder SET device = device + 1");
    ReportBuilder(kFirstS + 60, 3).write(base());
    settle();
    EXPECT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS + 120, 3).write(base());
    settle();
    EXPECT_EQ(ingest().stored, 0) << "listed although nothing of it had changed";
}

TEST_F(IngestorTest, AnotherFolderOfTheSameTimeIsListed) {
    ReportBuilder(kFirstS, 3).write(base());
    settle();
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS + 60, 3).of({3, 9}).write(base());
    const std::string other = ReportBuilder(kFirstS + 60, 3).json();
    test::write_file(base() / "3/9/a.json", other, kFirstS);
    std::filesystem::rename(folder(), base() / "3/away");
    std::filesystem::rename(base() / "3/9", folder());
    settle();
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(IngestorTest, FileReplacedUnderAnotherInodeIsReadOnceMoreAndThenKnown) {
    const auto path = ReportBuilder(kFirstS, 3).write(base());
    ASSERT_EQ(ingest().stored, 1);
    std::filesystem::rename(path, temporary.folder() / "away");
    ReportBuilder(kFirstS, 3).write(base());
    EXPECT_EQ(ingest().known, 1);
    struct stat status = {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    EXPECT_EQ(number("SELECT inode FROM source_file"), static_cast<std::int64_t>(status.st_ino));
    // Same inode, size and time, other content: only a reader would notice.
    const std::string junk(std::filesystem::file_size(path), 'x');
    test::write_file(path, junk, kFirstS + 2);
    EXPECT_EQ(ingest().known, 1);
}

TEST_F(IngestorTest, FolderThatChangedJustNowIsListedAgain) {
    ReportBuilder(kFirstS, 3).write(base());
    test::set_mtime(folder(), clock.now_s() - 1);
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS + 60, 3).write(base());
    test::set_mtime(folder(), clock.now_s() - 1);
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(IngestorTest, ResentReportUnderAnotherNameIsKnown) {
    ReportBuilder(kFirstS, 3).write(base());
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS, 3).write(base(), "10802454340334-tix-log.json");
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 0);
    EXPECT_EQ(counts.known, 2);
    EXPECT_EQ(counts.rejected, 0);
    EXPECT_EQ(number("SELECT count(*) FROM report"), 1);
    EXPECT_EQ(text("SELECT group_concat(outcome, ' ') FROM (SELECT outcome FROM source_file ORDER BY name)"),
              "known stored");
}

TEST_F(IngestorTest, SameMessageOfTwoInstallationsIsTwoReports) {
    ReportBuilder(kFirstS, 3).write(base());
    ReportBuilder(kFirstS, 3).of({3, 6}).write(base());
    EXPECT_EQ(ingest().stored, 2);
}

TEST_F(IngestorTest, ReportsGoInByTimeNotByName) {
    ReportBuilder(kFirstS + 120, 3).write(base(), "10802454340334-tix-log.json");
    ReportBuilder(kFirstS, 3).write(base(), "95920463675045-tix-log.json");
    ReportBuilder(kFirstS + 60, 3).write(base(), "a.json");
    ASSERT_EQ(ingest().stored, 3);
    EXPECT_EQ(text("SELECT group_concat(first_observation_s) FROM (SELECT first_observation_s FROM report "
                   "ORDER BY report_id)"),
              "1500000000,1500000060,1500000120");
}

TEST_F(IngestorTest, YoungFileThatIsNotWholeWaits) {
    const std::string whole = ReportBuilder(kFirstS, 3).json();
    const auto path = folder() / "a.json";
    for (const std::size_t size : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
        test::write_file(path, whole.substr(0, size), clock.now_s() - 59);
        settle();
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.unfinished, 1) << size;
        EXPECT_EQ(counts.rejected, 0) << size;
    }
    test::write_file(path, whole, clock.now_s() - 59);
    settle();
    EXPECT_EQ(ingest().stored, 1) << "the folder's time had not changed, but it held an unfinished file";
    EXPECT_EQ(messages.str(), "");
}

TEST_F(IngestorTest, OldFileThatIsNotWholeIsRejected) {
    test::write_file(folder() / "a.json", "{\"from\"", clock.now_s() - 59);
    ASSERT_EQ(ingest().unfinished, 1);
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(ingest().rejected, 1);
    EXPECT_EQ(reason(), "not_json");
}

TEST_F(IngestorTest, YoungFileThatIsWholeButWrongIsRejectedAtOnce) {
    ReportBuilder(kFirstS, 3).field("userId", "4").write(base(), "a.json", clock.now_s());
    EXPECT_EQ(ingest().rejected, 1);
}

TEST_F(IngestorTest, FileFromALittleAheadIsYoungFromFarAheadIsNot) {
    test::write_file(folder() / "a.json", "", clock.now_s() + 3600);
    test::write_file(folder() / "b.json", "", clock.now_s() + 3601);
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.unfinished, 1);
    EXPECT_EQ(counts.rejected, 1);
    EXPECT_EQ(text("SELECT path FROM rejected"), "3/5/b.json");
}

TEST_F(IngestorTest, OtherEntriesAreNoReports) {
    ReportBuilder(kFirstS, 1).write(base());
    test::write_file(base() / "3/5/failed-results/a.json", "x", kFirstS);
    test::write_file(base() / "3/5/folder.json/a.json", "x", kFirstS);
    test::write_file(base() / "3/5/.hidden.json", "x", kFirstS);
    test::write_file(base() / "3/5/notes.txt", "x", kFirstS);
    test::write_file(base() / "3/5/a.json.gz", "x", kFirstS);
    test::write_file(base() / "3/0005/a.json", "x", kFirstS);
    test::write_file(base() / "03/5/a.json", "x", kFirstS);
    test::write_file(base() / "0/5/a.json", "x", kFirstS);
    test::write_file(base() / "3/-5/a.json", "x", kFirstS);
    test::write_file(base() / "3/99999999999999999999/a.json", "x", kFirstS);
    test::write_file(base() / "3/a.json", "x", kFirstS);
    test::write_file(base() / "a.json", "x", kFirstS);
    test::write_file(base() / "7", "a file of a user's name", kFirstS);
    std::filesystem::create_directory_symlink(base() / "3/5", base() / "3/6");
    std::filesystem::create_directory_symlink(base() / "3", base() / "8");
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.rejected, 0);
    EXPECT_EQ(counts.ignored, 5);
    EXPECT_EQ(messages.str(), "");
}

TEST_F(IngestorTest, ChangedFileIsReadOnceMore) {
    const auto path = ReportBuilder(kFirstS, 3).write(base(), "a.json");
    ASSERT_EQ(ingest().stored, 1);
    ReportBuilder(kFirstS + 60, 3).write(base(), "a.json");
    EXPECT_EQ(ingest().stored, 1);
    // Same inode, size and time, other content: only a reader would notice.
    test::write_file(path, std::string(std::filesystem::file_size(path), 'x'), kFirstS + 62);
    EXPECT_EQ(ingest().known, 1);
    EXPECT_EQ(number("SELECT count(*) FROM report"), 2);
    EXPECT_EQ(number("SELECT first_observation_s FROM source_file JOIN report USING (report_id)"),
              kFirstS + 60);
}

TEST_F(IngestorTest, RejectedFileIsSaidOnceAndCountedAfterwards) {
    test::write_file(folder() / "a.json", "nonsense", kFirstS);
    settle();
    EXPECT_EQ(ingest().rejected, 1);
    EXPECT_EQ(messages.str(), "tixdb: warning: rejected 3/5/a.json: not_json: at byte 2\n");
    for (int run = 2; run < 4; ++run) {
        clock.advance(std::chrono::minutes(10));
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.rejected, 0);
        EXPECT_EQ(counts.rejected_known, 1);
        EXPECT_EQ(messages.str(), "");
        EXPECT_EQ(number("SELECT seen_count FROM rejected"), run);
    }
    EXPECT_EQ(number("SELECT first_seen_ms FROM rejected"), (kFirstS + 86'400) * 1000);
    EXPECT_EQ(text("SELECT path || ' ' || reason || ' ' || detail || ' ' || seen FROM v_rejected"),
              "3/5/a.json not_json at byte 2 2017-07-15T03:00:00Z");
    EXPECT_TRUE(std::filesystem::exists(folder() / "a.json"));
}

TEST_F(IngestorTest, FileThatIsRejectedInAFolderOfGoodOnesIsCountedAgainInEachRun) {
    ReportBuilder(kFirstS, 3).write(base());
    settle();
    ASSERT_EQ(ingest().stored, 1);
    test::write_file(folder() / "a.json", "nonsense", kFirstS);
    test::set_mtime(folder(), kFirstS + 7201);
    ASSERT_EQ(ingest().rejected, 1);
    EXPECT_EQ(ingest().rejected_known, 1);
}

TEST_F(IngestorTest, StoredFileThatWasRejectedMeanwhileIsNoLongerRejectedOnceItIsAsItWas) {
    const auto path = ReportBuilder(kFirstS, 3).write(base(), "a.json");
    ASSERT_EQ(ingest().stored, 1);
    test::write_file(path, "nonsense", kFirstS);
    ASSERT_EQ(ingest().rejected, 1);
    ReportBuilder(kFirstS, 3).write(base(), "a.json");
    EXPECT_EQ(ingest().known, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestorTest, RejectedFileThatWasMendedIsStored) {
    test::write_file(folder() / "a.json", "nonsense", kFirstS);
    settle();
    ASSERT_EQ(ingest().rejected, 1);
    ReportBuilder(kFirstS, 3).write(base(), "a.json");
    settle();
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestorTest, RejectedFileThatIsWrongInAnotherWayIsNew) {
    test::write_file(folder() / "a.json", "nonsense", kFirstS);
    ASSERT_EQ(ingest().rejected, 1);
    test::write_file(folder() / "a.json", "[]", kFirstS);
    clock.advance(std::chrono::minutes(10));
    EXPECT_EQ(ingest().rejected, 1);
    EXPECT_EQ(reason(), "not_object");
    EXPECT_EQ(number("SELECT seen_count FROM rejected"), 1);
    EXPECT_EQ(number("SELECT first_seen_ms FROM rejected"), clock.now_ms());
    // Touched only: the same refusal.
    test::write_file(folder() / "a.json", "[]", kFirstS + 5);
    EXPECT_EQ(ingest().rejected_known, 1);
}

TEST_F(IngestorTest, RejectedFileReplacedUnderAnotherInodeIsReadOnceMore) {
    const auto path = folder() / "a.json";
    test::write_file(path, "nonsense", kFirstS);
    ASSERT_EQ(ingest().rejected, 1);
    std::filesystem::rename(path, temporary.folder() / "away");
    test::write_file(path, "nonsense", kFirstS);
    EXPECT_EQ(ingest().rejected_known, 1);
    // Same inode, size and time, other content: only a reader would notice.
    test::write_file(path, "[      ]", kFirstS);
    EXPECT_EQ(ingest().rejected_known, 1);
}

TEST_F(IngestorTest, OneBadFileDoesNotHoldUpTheOthers) {
    test::write_file(folder() / "a.json", "nonsense", kFirstS);
    ReportBuilder(kFirstS, 3).write(base(), "b.json");
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.rejected, 1);
    EXPECT_EQ(counts.reasons.at("not_json"), 1);
}

TEST_F(IngestorTest, WithoutVerificationAnySignatureIsTakenAndNoKeyPinned) {
    options.parse.verify_signatures = false;
    ReportBuilder(kFirstS, 3).field("signature", "\"AAAA\"").write(base());
    ReportBuilder(kFirstS + 60, 3).key(1).write(base());
    ReportBuilder(kFirstS + 120, 3).field("publicKey", "\"AAAA\"").write(base());
    EXPECT_EQ(ingest().stored, 3);
    EXPECT_EQ(number("SELECT count(*) FROM report WHERE NOT verified"), 3);
    EXPECT_EQ(number("SELECT count(*) FROM installation WHERE client_key_id IS NULL"), 1);
}

TEST_F(IngestorTest, FileRefusedForItsSignatureIsTakenWithoutVerification) {
    ReportBuilder(kFirstS, 3).field("signature", "\"AAAA\"").write(base());
    ASSERT_EQ(ingest().rejected, 1);
    ASSERT_EQ(ingest().rejected_known, 1);
    options.parse.verify_signatures = false;
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestorTest, FileRefusedForItsKeyIsTakenWithoutVerification) {
    ReportBuilder(kFirstS, 3).field("publicKey", "\"AAAA\"").write(base());
    ASSERT_EQ(ingest().rejected, 1);
    ASSERT_EQ(reason(), "bad_key");
    options.parse.verify_signatures = false;
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestorTest, RaisedToleranceTakesWhatWasInTheFuture) {
    ReportBuilder(kFirstS, 3).write(base(), "a.json", kFirstS - 7200);
    ASSERT_EQ(ingest().reasons.at("future_clock"), 1);
    EXPECT_EQ(ingest().rejected_known, 1);
    options.parse.future_tolerance = std::chrono::hours(3);
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(IngestorTest, ToleranceIsCountedFromTheFilesOwnTime) {
    ReportBuilder(kFirstS, 1).write(base(), "a.json", kFirstS - 3600);
    ReportBuilder(kFirstS + 1, 1).write(base(), "b.json", kFirstS - 3600);
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.reasons.at("future_clock"), 1);
}

TEST_F(IngestorTest, UnlistableBaseIsAConfigurationError) {
    options.base = base() / "none";
    try {
        static_cast<void>(ingest());
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::configuration);
    }
}

TEST_F(IngestorTest, ManyFilesInManyFoldersComeInWhateverTheThreads) {
    const std::string json = ReportBuilder(kFirstS, 1).json();
    options.parse.verify_signatures = false;
    for (int i = 0; i < 1200; ++i) {
        const auto observations = test::steady_observations(kFirstS + i, 1);
        ReportBuilder(observations).of({3, 5 + i % 3}).field("signature", "\"AAAA\"").write(base());
    }
    options.threads = 5;
    EXPECT_EQ(ingest().stored, 1200);
    EXPECT_EQ(number("SELECT count(*) FROM source_file"), 1200);
    EXPECT_EQ(number("SELECT sum(files) FROM source_folder"), 1200);
    EXPECT_EQ(ingest().known, 1200);
}

TEST_F(IngestorTest, FailureOfTheDatabaseEndsAllThreads) {
    for (int i = 0; i < 20; ++i) ReportBuilder(kFirstS + i, 1).of({3, 5 + i}).write(base());
    temporary.database().execute(
        "CREATE TRIGGER no BEFORE INSERT ON observation WHEN new.report_id = 7"
        " BEGIN SELECT raise(ABORT, 'no'); END");
    EXPECT_THROW(static_cast<void>(ingest()), SQLite::Exception);
    EXPECT_EQ(number("SELECT count(*) FROM report"), 0) << "half a batch was committed";
    temporary.database().execute("DROP TRIGGER no");
    EXPECT_EQ(ingest().stored, 20);
}

}  // namespace
}  // namespace tixdb::ingest
