// SPDX-License-Identifier: MIT
// What ingest makes of calls that fail: media that cannot be read, file systems that know less, too few
// descriptors.
#include "support/failing_calls.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.hpp"
#include "ingest/file_move.hpp"
#include "ingest/report_file.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace failing {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCalls;
using test::kFirstS;
using test::ReportBuilder;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

FileStamp stamp_of_file(const fs::path& path) {
    struct stat status = {};
    EXPECT_EQ(lstat(path.c_str(), &status), 0);
    return stamp_of(status);
}

class MovedFile : public testing::Test {
  protected:
    MovedFile() { test::write_file(source_ / "a.json", "content", kFirstS); }
    bool move() { return move_file(from_.get(), to_.get(), "a.json", stamp_of_file(source_ / "a.json")); }
    bool copy() { return move_by_copy(from_.get(), to_.get(), "a.json", stamp_of_file(source_ / "a.json")); }
    [[nodiscard]] bool is_where_it_was() const {
        return bytes_of(source_ / "a.json") == "content" && fs::is_empty(target_.path());
    }

    const test::TemporaryFolder source_;
    const test::TemporaryFolder target_;
    const FileDescriptor from_{::open(source_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    const FileDescriptor to_{::open(target_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
};

TEST_F(MovedFile, GoesByASecondNameWhereRenameat2IsNotKnown) {
    for (const int error : {EINVAL, ENOSYS}) {
        test::write_file(source_ / "a.json", "content", kFirstS);
        test::write_file(target_ / "a.json", "taken", kFirstS);
        const FailingCalls failing(Call::rename, error);
        EXPECT_TRUE(move());
        EXPECT_FALSE(fs::exists(source_ / "a.json"));
        EXPECT_EQ(bytes_of(target_ / "a.json"), "taken");
        EXPECT_EQ(bytes_of(target_ / "a.json.1"), "content");
        fs::remove(target_ / "a.json.1");
    }
}

TEST_F(MovedFile, StaysWhereNeitherRenameNorLinkWorks) {
    {
        const FailingCalls failing(Call::rename, EPERM);
        EXPECT_FALSE(move());
        EXPECT_EQ(errno, EPERM);
    }
    EXPECT_TRUE(is_where_it_was());
}

// As across file systems.
TEST_F(MovedFile, IsCopiedWhereRenameSaysSo) {
    const FailingCalls failing(Call::rename, EXDEV, 1, 1);
    EXPECT_TRUE(move());
    EXPECT_FALSE(fs::exists(source_ / "a.json"));
    EXPECT_EQ(bytes_of(target_ / "a.json"), "content");
}

TEST_F(MovedFile, CopyThatFailsAnywhereLeavesTheFileAndNothingElse) {
    for (const Call call : {Call::open, Call::read, Call::write, Call::sync, Call::rename, Call::mode,
                            Call::times, Call::stat}) {
        const FileStamp stamp = stamp_of_file(source_ / "a.json");
        {
            const FailingCalls failing(call, EIO);
            EXPECT_FALSE(move_by_copy(from_.get(), to_.get(), "a.json", stamp)) << static_cast<int>(call);
            EXPECT_EQ(errno, EIO) << static_cast<int>(call);
            EXPECT_GT(FailingCalls::failed(), 0) << static_cast<int>(call);
        }
        EXPECT_TRUE(is_where_it_was()) << static_cast<int>(call);
    }
}

// The copy's own sync, then that of its folder: only what is on the disk lets the file go.
TEST_F(MovedFile, StaysUntilTheCopyAndItsNameAreOnTheDisk) {
    {
        const FailingCalls failing(Call::sync, EIO, 2);
        EXPECT_FALSE(copy());
    }
    EXPECT_EQ(bytes_of(source_ / "a.json"), "content");
    EXPECT_EQ(bytes_of(target_ / "a.json"), "content");
    EXPECT_TRUE(copy()) << "the next run finds the copy";
    EXPECT_FALSE(fs::exists(source_ / "a.json"));
    EXPECT_FALSE(fs::exists(target_ / "a.json.1"));
}

TEST_F(MovedFile, InterruptedReadsAndWritesGoOn) {
    for (const Call call : {Call::read, Call::write}) {
        test::write_file(source_ / "a.json", "content", kFirstS);
        const FailingCalls failing(call, EINTR, 1, 1);
        EXPECT_TRUE(copy());
        EXPECT_EQ(FailingCalls::failed(), 1);
        EXPECT_EQ(bytes_of(target_ / "a.json"), "content");
        fs::remove(target_ / "a.json");
    }
}

// A file of that name whose bytes cannot be compared is another one.
TEST_F(MovedFile, GetsAnotherNameWhereTheOneThatIsThereCannotBeCompared) {
    for (const Call call : {Call::open, Call::read, Call::sync, Call::stat}) {
        test::write_file(source_ / "a.json", "content", kFirstS);
        test::write_file(target_ / "a.json", "content", kFirstS);
        const FileStamp stamp = stamp_of_file(source_ / "a.json");
        {
            const FailingCalls failing(call, EIO);
            EXPECT_TRUE(move_file(from_.get(), to_.get(), "a.json", stamp)) << static_cast<int>(call);
        }
        EXPECT_TRUE(fs::exists(target_ / "a.json.1")) << static_cast<int>(call);
        fs::remove(target_ / "a.json.1");
    }
}

TEST_F(MovedFile, DiffersFromOneOfTheSameLengthByItsBytes) {
    test::write_file(target_ / "a.json", "tnetnoc", kFirstS);
    fs::create_directory(target_ / "a.json.1");
    EXPECT_TRUE(move());
    EXPECT_EQ(bytes_of(target_ / "a.json"), "tnetnoc");
    EXPECT_EQ(bytes_of(target_ / "a.json.2"), "content");
}

TEST_F(MovedFile, LeftoversThatCannotBeListedAreLeft) {
    test::write_file(target_ / ".tixdb-999999999", "x", kFirstS);
    for (const Call call : {Call::open, Call::list}) {
        const FailingCalls failing(call, EIO);
        remove_leftovers(to_.get());
    }
    EXPECT_TRUE(fs::exists(target_ / ".tixdb-999999999"));
    remove_leftovers(to_.get());
    EXPECT_TRUE(fs::is_empty(target_.path())) << "no process has that number";
}

class ReadFile : public MovedFile {
  protected:
    ReadFile() {
        file_.name = "a.json";
        file_.stamp = stamp_of_file(source_ / "a.json");
    }
    ReadOutcome read() { return read_report_file(from_.get(), file_, bytes_, problem_); }

    ReportFile file_;
    std::string bytes_;
    Reject problem_;
};

// EIO and too few descriptors may pass; what else keeps a file from being read is the file's.
TEST_F(ReadFile, ErrorsThatMayPassAreToldFromThoseOfTheFile) {
    struct Case {
        int error;
        ReadOutcome outcome;
    };
    for (const Call call : {Call::open, Call::read, Call::stat}) {
        for (const auto [error, outcome] :
             {Case{EIO, ReadOutcome::failed}, Case{EMFILE, ReadOutcome::failed_short},
              Case{ENFILE, ReadOutcome::failed_short}, Case{ENOMEM, ReadOutcome::failed_short},
              Case{EACCES, ReadOutcome::refused}}) {
            const FailingCalls failing(call, error);
            EXPECT_EQ(read(), outcome) << strerror(error);
            EXPECT_EQ(problem_.reason, Reason::unreadable);
            EXPECT_EQ(problem_.detail, strerror(error));
        }
    }
}

TEST_F(ReadFile, WhatIsGoneOrWasReplacedIsNoError) {
    struct Case {
        int error;
        ReadOutcome outcome;
    };
    for (const auto [error, outcome] : {Case{ENOENT, ReadOutcome::gone}, Case{ELOOP, ReadOutcome::changed},
                                        Case{ENXIO, ReadOutcome::changed}}) {
        const FailingCalls failing(Call::open, error);
        EXPECT_EQ(read(), outcome) << strerror(error);
    }
    const FailingCalls failing(Call::stat, EIO, 2);
    EXPECT_EQ(read(), ReadOutcome::changed) << "nobody can say that it did not change meanwhile";
}

TEST_F(ReadFile, InterruptedReadGoesOn) {
    const FailingCalls failing(Call::read, EINTR, 1, 2);
    EXPECT_EQ(read(), ReadOutcome::read);
    EXPECT_EQ(FailingCalls::failed(), 2);
    EXPECT_EQ(bytes_, "content");
}

class IngestOfFailingDisks : public testing::Test, protected test::IngestFixture {
  protected:
    IngestOfFailingDisks() {
        path_ = ReportBuilder(kFirstS, 1).write(base(), "a.json");
        ReportBuilder(kFirstS, 1).of({4, 1}).write(base(), "b.json");
    }
    fs::path path_;
};

TEST_F(IngestOfFailingDisks, FileThatCannotBeDeletedIsSaidAndCounted) {
    options.after = {AfterIngest::Action::remove, {}};
    {
        const FailingCalls failing(Call::unlink, EACCES, "a.json");
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.stored, 2);
        EXPECT_EQ(counts.removed, 1);
        EXPECT_EQ(counts.not_removed, 1);
    }
    EXPECT_NE(messages.str().find("cannot delete 3/5/a.json: Permission denied\n"), std::string::npos)
        << messages.str();
    EXPECT_TRUE(fs::exists(path_));
    EXPECT_EQ(ingest().removed, 1) << "the next run deletes it";
}

TEST_F(IngestOfFailingDisks, MediumWithoutRoomEndsAllAttempts) {
    for (const int error : {EROFS, EDQUOT}) {
        test::IngestFixture fixture;
        ReportBuilder(kFirstS, 1).write(fixture.base(), "a.json");
        ReportBuilder(kFirstS, 1).of({4, 1}).write(fixture.base(), "b.json");
        fixture.options.after = {AfterIngest::Action::remove, {}};
        const FailingCalls failing(Call::unlink, error, ".json");
        EXPECT_EQ(fixture.ingest().not_removed, 2);
        EXPECT_EQ(FailingCalls::failed(), 1);
        EXPECT_NE(fixture.messages.str().find("; no more files are tried\n"), std::string::npos);
    }
}

TEST_F(IngestOfFailingDisks, TargetThatCannotBeMadeKeepsEveryFile) {
    const fs::path target = temporary.folder() / "done";
    options.after = {AfterIngest::Action::move, target};
    for (const char* folder : {"done", "3", "5"}) {
        const FailingCalls failing(Call::mkdir, EACCES, folder);
        const IngestCounts counts = ingest();
        EXPECT_GE(counts.not_removed, 1) << folder;
        EXPECT_NE(
            messages.str().find("cannot move the files of 3/5 to " + target.string() + ": Permission denied"),
            std::string::npos)
            << messages.str();
        EXPECT_TRUE(fs::exists(path_));
    }
    const FailingCalls failing(Call::open, EIO, "done");
    EXPECT_EQ(ingest().not_removed, 1);
    EXPECT_TRUE(fs::exists(path_));
}

TEST_F(IngestOfFailingDisks, FileThatCannotBeLookedAtIsSaidAndComesLater) {
    {
        const FailingCalls failing(Call::stat, EIO, "a.json");
        EXPECT_EQ(ingest().stored, 1);
    }
    EXPECT_NE(messages.str().find("cannot look at 3/5/a.json: Input/output error\n"), std::string::npos)
        << messages.str();
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(IngestOfFailingDisks, FileThatWentSinceItsFolderWasListedIsNoFault) {
    {
        const FailingCalls failing(Call::stat, ENOENT, "a.json");
        EXPECT_EQ(ingest().stored, 1);
    }
    EXPECT_EQ(messages.str(), "");
}

TEST_F(IngestOfFailingDisks, FolderOfAnotherShardIsNotRefused) {
    options.shard = model::Shard{0, 2};
    if (!options.shard->holds({4, 1})) options.shard->index = 1;
    for (const int folder_of : {5, 3}) {
        const bool is_of_this_one = options.shard->holds(folder_of == 5 ? model::InstallationKey{3, 5}
                                                                        : model::InstallationKey{3, 0});
        const FailingCalls failing(Call::open, EACCES, std::to_string(folder_of));
        EXPECT_EQ(ingest().rejected, is_of_this_one ? 1 : 0) << folder_of;
    }
}

TEST_F(IngestOfFailingDisks, FolderThatCannotBeReadIsRefusedUntilItCanBe) {
    {
        const FailingCalls failing(Call::open, EACCES, "5");
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.stored, 1);
    }
    EXPECT_EQ(text("SELECT path || ' ' || reason FROM rejected"), "3/5/ unreadable_folder");
    EXPECT_EQ(detail().find("Permission denied; owned by "), 0U) << detail();
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestOfFailingDisks, FolderThatIsAsItWasOnceItCanBeReadIsRefusedNoLonger) {
    test::set_mtime(base() / "3/5", test::kFirstS);
    ASSERT_EQ(ingest().stored, 2);
    {
        const FailingCalls failing(Call::open, EACCES, "5");
        EXPECT_EQ(ingest().rejected, 1);
    }
    EXPECT_EQ(ingest().known, 2);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestOfFailingDisks, FolderOfAUserThatCannotBeReadIsRefusedUntilItCanBe) {
    {
        const FailingCalls failing(Call::open, EIO, "3");
        EXPECT_EQ(ingest().stored, 1);
    }
    EXPECT_EQ(text("SELECT path || ': ' || detail FROM rejected"), "3/: Input/output error");
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestOfFailingDisks, TooFewDescriptorsEndTheRunForALaterOne) {
    const FailingCalls failing(Call::open, EMFILE, "5");
    try {
        static_cast<void>(ingest());
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::try_again);
        EXPECT_EQ(std::string(error.what()), "cannot list a folder of reports: Too many open files");
    }
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

TEST_F(IngestOfFailingDisks, ReportsFolderThatCannotBeListedIsAFaultOfConfiguration) {
    {
        const FailingCalls failing(Call::list, EIO);
        try {
            static_cast<void>(ingest());
            FAIL() << "no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::configuration);
            EXPECT_EQ(std::string(error.what()),
                      "cannot list the reports folder " + base().string() + ": Input/output error");
        }
    }
    const FailingCalls failing(Call::open, EACCES, "reports");
    try {
        static_cast<void>(ingest());
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(
            std::string(error.what())
                .find("cannot list the reports folder " + base().string() + ": Permission denied; owned by "),
            0U)
            << error.what();
        EXPECT_NE(error.hint().find(", who runs tixdb, read it"), std::string::npos);
    }
}

// Their folders are listed by the path list alone.
TEST_F(IngestOfFailingDisks, ListedFilesOfAFolderThatIsGoneOrNotReadableAreSaid) {
    const auto ingest_listed = [&](const std::vector<std::string>& paths) {
        auto at = paths.begin();
        options.listed = [&]() -> std::optional<std::string> {
            if (at == paths.end()) return std::nullopt;
            return *at++;
        };
        return ingest();
    };
    EXPECT_EQ(ingest_listed({"9/9/a.json", "4/1/b.json"}).stored, 1);
    EXPECT_NE(messages.str().find("cannot list 9/9: No such file or directory\n"), std::string::npos)
        << messages.str();
    const FailingCalls failing(Call::open, EACCES, "5");
    EXPECT_EQ(ingest_listed({"3/5/a.json"}).stored, 0);
    EXPECT_EQ(text("SELECT path || ' ' || reason FROM rejected"), "3/5/ unreadable_folder");
}

}  // namespace
}  // namespace failing
}  // namespace tixdb::ingest
