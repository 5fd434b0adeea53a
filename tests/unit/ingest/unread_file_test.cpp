// SPDX-License-Identifier: MIT
// Files that are there and cannot be read for a reason that may pass.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <utility>

#include "base/signals.hpp"
#include "store/report_reader.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

template <ReadOutcome kOutcome>
ReadOutcome fail_on_b(int folder, const ReportFile& file, std::string& bytes, Reject& problem) {
    if (file.name != "b.json") return read_report_file(folder, file, bytes, problem);
    problem.detail = kOutcome == ReadOutcome::failed ? "Input/output error" : "Too many open files";
    return kOutcome;
}

ReadOutcome stop_the_run(int /*folder*/, const ReportFile& /*file*/, std::string& /*bytes*/,
                         Reject& /*problem*/) {
    static_cast<void>(std::raise(SIGTERM));
    return ReadOutcome::gone;
}

class UnreadFileTest : public testing::Test, protected test::IngestFixture {
  protected:
    UnreadFileTest() {
        ReportBuilder(kFirstS, 1).write(base(), "a.json");
        ReportBuilder(kFirstS + 60, 1).write(base(), "b.json");
        ReportBuilder(kFirstS, 1).of({4, 1}).write(base(), "a.json");
        test::set_mtime(folder(), kFirstS);
    }
    // The files that -n says would be refused.
    std::int64_t would_refuse() {
        Log log(messages, Verbosity::verbose, LogFormat::text);
        return dry_run(temporary.path(), options, clock, log).rejected;
    }
    // In a process of its own, which ends with it.
    bool is_held_up_after_a_stopped_run() {
        install_signal_handlers();
        options.parse.read_file = &stop_the_run;
        static_cast<void>(ingest());
        return stop_requested() == SIGTERM && processable() == "4/1 ";
    }
    // The installations that process would take on, as "3/5 4/1 ".
    std::string processable() {
        store::ReportReader reader(temporary.database());
        std::string all;
        for (auto key = reader.next_unprocessed({}); key; key = reader.next_unprocessed(*key))
            all += key->text() + " ";
        return all;
    }
};

TEST_F(UnreadFileTest, LeavesItsInstallationOutOfProcessUntilItIsRead) {
    options.parse.read_file = &fail_on_b<ReadOutcome::failed_short>;
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 2);
    EXPECT_EQ(counts.unfinished, 1);
    EXPECT_EQ(counts.unread, 1);
    EXPECT_NE(messages.str().find("cannot read 3/5/b.json: Too many open files"), std::string::npos);
    EXPECT_EQ(processable(), "4/1 ");
    EXPECT_EQ(text("SELECT reason || ' ' || detail FROM v_gap WHERE reason = 'unread_files'"),
              "unread_files 1 file: Too many open files");
    clock.advance(std::chrono::hours(30));
    EXPECT_EQ(ingest().rejected, 0) << "want of descriptors passes";
    options.parse.read_file = &read_report_file;
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(processable(), "3/5 4/1 ");
}

TEST_F(UnreadFileTest, IsRefusedOnceItsMediumHasFailedForOverAnHour) {
    options.parse.read_file = &fail_on_b<ReadOutcome::failed>;
    EXPECT_EQ(ingest().unread, 1);
    clock.advance(std::chrono::minutes(60));
    EXPECT_EQ(ingest().unread, 1);
    EXPECT_EQ(would_refuse(), 0);
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(would_refuse(), 1);
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.unread, 0);
    EXPECT_EQ(counts.rejected, 1);
    EXPECT_EQ(reason() + ": " + detail(), "cannot_read: Input/output error");
    EXPECT_EQ(processable(), "3/5 4/1 ");
    EXPECT_EQ(ingest().rejected_known, 1);
    options.parse.read_file = &read_report_file;
    EXPECT_EQ(ingest().stored, 1) << "it is looked at again";
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(UnreadFileTest, HoldsItsInstallationUpThroughRunsThatDoNotLookAtIt) {
    options.parse.read_file = &fail_on_b<ReadOutcome::failed>;
    EXPECT_EQ(ingest().unread, 1);
    options.listed = [listed = false]() mutable -> std::optional<std::string> {
        return std::exchange(listed, true) ? std::nullopt : std::optional<std::string>("4/1/a.json");
    };
    EXPECT_EQ(ingest().known, 1);
    EXPECT_EQ(processable(), "4/1 ");
    options.listed = nullptr;
    EXPECT_EXIT(std::_Exit(is_held_up_after_a_stopped_run() ? 7 : 1), testing::ExitedWithCode(7), "");
}

TEST_F(UnreadFileTest, IsToldWithWhatKeptItFromBeingReadTheLastTime) {
    options.parse.read_file = &fail_on_b<ReadOutcome::failed_short>;
    EXPECT_EQ(ingest().unread, 1);
    options.parse.read_file = &fail_on_b<ReadOutcome::failed>;
    EXPECT_EQ(ingest().unread, 1);
    EXPECT_EQ(text("SELECT detail FROM v_gap WHERE reason = 'unread_files'"), "1 file: Input/output error");
}

TEST_F(UnreadFileTest, ThatIsGoneHoldsNobodyUp) {
    options.parse.read_file = &fail_on_b<ReadOutcome::failed>;
    EXPECT_EQ(ingest().unread, 1);
    std::filesystem::remove_all(folder());
    EXPECT_EQ(ingest().unread, 0);
    EXPECT_EQ(processable(), "3/5 4/1 ");
}

}  // namespace
}  // namespace tixdb::ingest
