// SPDX-License-Identifier: MIT
// A file is taken as the scan saw it, or not at all.
#include "ingest/report_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "base/file_descriptor.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::ingest {
namespace {

class ReportFileTest : public testing::Test {
  protected:
    ReportFileTest() : folder_fd_(open(folder_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

    void write(const std::string& content) const {
        const FileDescriptor out(open((folder_ / "a.json").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        ASSERT_EQ(pwrite(out.get(), content.data(), content.size(), 0), std::ssize(content));
    }
    // As a scan sees it that comes long after it was written.
    [[nodiscard]] ReportFile listed() const {
        const timespec times[2] = {{1'500'000'000, 0}, {1'500'000'000, 0}};
        utimensat(folder_fd_.get(), "a.json", times, 0);
        struct stat status = {};
        fstatat(folder_fd_.get(), "a.json", &status, 0);
        ReportFile file;
        file.name = "a.json";
        file.stamp = stamp_of(status);
        return file;
    }
    [[nodiscard]] ReadOutcome outcome(const ReportFile& file) {
        return read_report_file(folder_fd_.get(), file, bytes_, problem_);
    }

    test::TemporaryFolder folder_;
    FileDescriptor folder_fd_;
    std::string bytes_;
    Reject problem_;
};

TEST_F(ReportFileTest, ThatWasWrittenSinceItWasListedIsNotTaken) {
    write("before");
    const ReportFile file = listed();
    EXPECT_EQ(outcome(file), ReadOutcome::read);
    EXPECT_EQ(bytes_, "before");
    write("after!");
    EXPECT_EQ(outcome(file), ReadOutcome::changed);
}

TEST_F(ReportFileTest, ThatHasBecomeALinkSinceItWasListedIsNotTakenEvenIfItLeadsToTheSameFile) {
    write("content");
    const ReportFile file = listed();
    ASSERT_EQ(outcome(file), ReadOutcome::read);
    std::filesystem::rename(folder_ / "a.json", folder_ / "b.json");
    std::filesystem::create_symlink("b.json", folder_ / "a.json");
    EXPECT_EQ(outcome(file), ReadOutcome::changed);
}

// Also with as many bytes.
TEST_F(ReportFileTest, ThatIsWrittenWhileItIsReadIsNotTaken) {
    for (const char* content : {"after!", "and more than before"}) {
        write("before");
        const ReportFile file = listed();
        test::before_next_read([this, content] { write(content); });
        EXPECT_EQ(outcome(file), ReadOutcome::changed) << content;
        EXPECT_FALSE(test::next_read_is_awaited()) << "it was not read";
        std::filesystem::remove(folder_ / "a.json");
    }
}

}  // namespace
}  // namespace tixdb::ingest
