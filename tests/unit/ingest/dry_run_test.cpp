// SPDX-License-Identifier: MIT
// -n says what an ingest would do, and does none of it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "support/failing_calls.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

class DryRunTest : public testing::Test, protected test::IngestFixture {
  protected:
    IngestCounts dry(const std::filesystem::path& database) {
        messages.str("");
        Log log(messages, Verbosity::verbose, LogFormat::text);
        return dry_run(database, options, clock, log);
    }
    void expect_same(const IngestCounts& would, const IngestCounts& did) {
        EXPECT_EQ(would.stored, did.stored);
        EXPECT_EQ(would.known, did.known);
        EXPECT_EQ(would.unfinished, did.unfinished);
        EXPECT_EQ(would.rejected, did.rejected);
        EXPECT_EQ(would.reasons, did.reasons);
        EXPECT_EQ(would.rejected_known, did.rejected_known);
        EXPECT_EQ(would.observations, did.observations);
        EXPECT_EQ(would.removed, did.removed);
    }
};

TEST_F(DryRunTest, CountsAreThoseOfTheRealRun) {
    ReportBuilder(kFirstS, 2).write(base(), "a.json");
    ReportBuilder(kFirstS, 2).write(base(), "b.json");
    ReportBuilder(kFirstS + 60, 2).key(1).write(base(), "c.json");
    test::write_file(folder() / "d.json", "x", kFirstS);
    test::write_file(folder() / "e.json", "x", clock.now_s());
    options.after = {AfterIngest::Action::remove, {}};
    const IngestCounts would = dry(temporary.path());
    EXPECT_EQ(number("SELECT count(*) FROM source_folder"), 0);
    EXPECT_NE(messages.str().find("would store 3/5/a.json"), std::string::npos);
    expect_same(would, ingest());
    ReportBuilder(kFirstS + 120, 2).write(base(), "f.json");
    ReportBuilder(kFirstS, 2).write(base(), "g.json");
    const IngestCounts later = dry(temporary.path());
    EXPECT_EQ(later.rejected_known, 2);
    expect_same(later, ingest());
}

TEST_F(DryRunTest, FilesOfEarlierRunsWouldBeRemovedToo) {
    ReportBuilder(kFirstS, 2).write(base(), "a.json");
    ReportBuilder(kFirstS + 60, 2).write(base(), "b.json");
    ASSERT_EQ(ingest().stored, 2);
    options.after = {AfterIngest::Action::remove, {}};
    const IngestCounts would = dry(temporary.path());
    EXPECT_EQ(would.removed, 2);
    expect_same(would, ingest());
}

TEST_F(DryRunTest, RefusedFileWithOtherBytesWouldBeRefusedAnew) {
    test::write_file(folder() / "d.json", "x", kFirstS);
    ASSERT_EQ(ingest().rejected, 1);
    test::write_file(folder() / "d.json", "y", kFirstS + 1);
    const IngestCounts would = dry(temporary.path());
    EXPECT_EQ(would.rejected, 1);
    expect_same(would, ingest());
}

TEST_F(DryRunTest, RefusedFileOfWhichSomethingElseIsSaidWouldBeRefusedAnew) {
    const auto file = folder() / "d.json";
    test::write_file(file, "x", kFirstS);
    for (const std::uintmax_t size : {16'777'217U, 16'777'218U}) {
        std::filesystem::resize_file(file, size);
        const IngestCounts would = dry(temporary.path());
        EXPECT_EQ(would.rejected, 1);
        expect_same(would, ingest());
        EXPECT_EQ(text("SELECT detail FROM v_rejected"), fmt::format("{} bytes, over 16777216", size));
    }
}

TEST_F(DryRunTest, FolderThatWasRefusedBeforeIsNoNewRefusal) {
    ReportBuilder(kFirstS, 2).write(base(), "a.json");
    const test::FailingCalls failing(test::Call::open, EACCES, "5");
    const IngestCounts first = dry(temporary.path());
    EXPECT_EQ(first.rejected, 1);
    expect_same(first, ingest());
    const IngestCounts later = dry(temporary.path());
    EXPECT_EQ(later.rejected_known, 1);
    expect_same(later, ingest());
}

TEST_F(DryRunTest, DatabaseNeedNotExist) {
    ReportBuilder(kFirstS, 2).write(base());
    const auto missing = temporary.folder() / "none.sqlite";
    EXPECT_EQ(dry(missing).stored, 1);
    EXPECT_FALSE(std::filesystem::exists(missing));
}

}  // namespace
}  // namespace tixdb::ingest
