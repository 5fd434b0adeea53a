// SPDX-License-Identifier: MIT
// How large a file may be, how old one that is not whole, and when a folder is settled: exactly so, one less
// and one more.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "support/ingest_fixture.hpp"
#include "support/report_builder.hpp"

namespace tixdb::ingest::limits {
namespace {

using test::kFirstS;
using test::ReportBuilder;

constexpr std::int64_t kDated_ms = (kFirstS + 3600) * 1000;

class Limits : public testing::Test, protected test::IngestFixture {
  protected:
    void write_report_of(std::size_t bytes) const {
        const std::size_t rest = ReportBuilder(kFirstS, 1).field("note", "\"\"").json().size();
        ReportBuilder(kFirstS, 1).field("note", '"' + std::string(bytes - rest, 'x') + '"').write(base());
    }
    // What ingest makes of a file that is cut short and that old; ahead of the clock if negative.
    IngestCounts of_cut_file_aged(std::int64_t age_ms) {
        test::write_file(folder() / "cut.json", "{", kDated_ms / 1000);
        clock.set_ms(kDated_ms + age_ms);
        temporary.database().execute("DELETE FROM rejected; DELETE FROM source_folder");
        return ingest();
    }
};

// One of a byte more is refused: RefusalTest.
TEST_F(Limits, FileOfSixteenMebibytesIsRead) {
    write_report_of(16 * 1024 * 1024);
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(Limits, FileThatIsNotWholeWaitsUntilItIsAMinuteOld) {
    EXPECT_EQ(of_cut_file_aged(59'999).unfinished, 1);
    EXPECT_EQ(of_cut_file_aged(60'000).rejected, 1);
}

TEST_F(Limits, FileThatIsNotWholeMayBeAsFarAheadAsReportsMay) {
    options.parse.future_tolerance = std::chrono::hours(24);
    EXPECT_EQ(of_cut_file_aged(-86'400'000).unfinished, 1);
    EXPECT_EQ(of_cut_file_aged(-86'400'001).rejected, 1);
}

TEST_F(Limits, ClockThatIsOverAMinuteBehindIsSaid) {
    (void)of_cut_file_aged(-60'000);
    EXPECT_EQ(messages.str().find("this machine's clock says"), std::string::npos) << messages.str();
    (void)of_cut_file_aged(-60'001);
    EXPECT_NE(messages.str().find("this machine's clock says"), std::string::npos) << messages.str();
}

TEST_F(Limits, FolderIsRememberedOnceItHasNotChangedForTwoSeconds) {
    ReportBuilder(kFirstS, 1).write(base());
    test::set_mtime(folder(), kDated_ms / 1000);
    const auto is_remembered = [this](std::int64_t age_ms) {
        clock.set_ms(kDated_ms + age_ms);
        temporary.database().execute("DELETE FROM source_folder");
        (void)ingest();
        return number("SELECT mtime_ns FROM source_folder") != 0;
    };
    EXPECT_FALSE(is_remembered(1'999));
    EXPECT_TRUE(is_remembered(2'000));
    EXPECT_TRUE(is_remembered(2'001));
}

}  // namespace
}  // namespace tixdb::ingest::limits
