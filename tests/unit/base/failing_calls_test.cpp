// SPDX-License-Identifier: MIT
// What file systems and machines refuse: full disks, file systems without renameat2, too few descriptors.
#include "support/failing_calls.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "base/file_owner.hpp"
#include "base/folders.hpp"
#include "base/shortage.hpp"
#include "base/staged_file.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCalls;

std::string whole_text(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

template <typename Function>
Error error_of(const Function& function) {
    try {
        function();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::failed, "", ""};
}

class StagedFileOnOddDisks : public testing::Test {
  protected:
    [[nodiscard]] fs::path target() const { return folder_ / "target"; }
    [[nodiscard]] std::string partial() const {
        return target().string() + ".partial-" + std::to_string(getpid());
    }
    [[nodiscard]] long files() const { return std::distance(fs::directory_iterator(folder_.path()), {}); }

    const test::TemporaryFolder folder_;
};

// Without RENAME_NOREPLACE, as on some network file systems.
TEST_F(StagedFileOnOddDisks, WithoutRenameat2ATargetThatIsThereIsStillKept) {
    for (const int error : {EINVAL, ENOSYS}) {
        {
            StagedFile staged(target());
            std::ofstream(staged.path()) << "first";
            const FailingCalls failing(Call::rename, error);
            staged.place(StagedFile::Existing::keep);
            EXPECT_EQ(FailingCalls::failed(), 1);
        }
        EXPECT_EQ(whole_text(target()), "first");
        EXPECT_EQ(files(), 1) << "the partial name is gone";
        StagedFile second(target());
        std::ofstream(second.path()) << "second";
        const FailingCalls failing(Call::rename, error);
        const Error refused = error_of([&] { second.place(StagedFile::Existing::keep); });
        EXPECT_EQ(std::string(refused.what()), "cannot put in place " + target().string() + ": File exists");
        EXPECT_EQ(whole_text(target()), "first");
        fs::remove(target());
    }
}

// A short text goes to the disk only when the file is closed.
TEST_F(StagedFileOnOddDisks, ShortTextThatFindsNoRoomIsNotWritten) {
    for (const std::size_t size : {1U, 100U}) {
        const StagedFile staged(target());
        const FailingCalls failing(Call::write, ENOSPC, partial());
        EXPECT_FALSE(staged.write(std::string(size, 'x'))) << size;
        EXPECT_GE(FailingCalls::failed(), 1) << size;
    }
}

TEST_F(StagedFileOnOddDisks, RenameThatFailsOtherwiseIsNotTriedByALink) {
    StagedFile staged(target());
    const FailingCalls failing(Call::rename, EIO);
    const Error error = error_of([&] { staged.place(StagedFile::Existing::keep); });
    EXPECT_EQ(std::string(error.what()), "cannot put in place " + target().string() + ": Input/output error");
    EXPECT_EQ(error.hint(), "check that you may write to the folder");
    EXPECT_FALSE(fs::exists(target()));
}

TEST_F(StagedFileOnOddDisks, WithoutRenameat2FilesAreExchangedByThreeNames) {
    std::ofstream(folder_ / "a") << "one";
    std::ofstream(folder_ / "b") << "two";
    {
        const FailingCalls failing(Call::rename, ENOSYS);
        exchange_files(folder_ / "a", folder_ / "b");
    }
    EXPECT_EQ(whole_text(folder_ / "a"), "two");
    EXPECT_EQ(whole_text(folder_ / "b"), "one");
    EXPECT_EQ(files(), 2);
}

TEST_F(StagedFileOnOddDisks, ExchangeThatFailsChangesNothing) {
    std::ofstream(folder_ / "a") << "one";
    const FailingCalls failing(Call::rename, EIO);
    const Error error = error_of([&] { exchange_files(folder_ / "a", folder_ / "b"); });
    EXPECT_EQ(std::string(error.what()),
              "cannot put in place " + (folder_ / "a").string() + ": Input/output error");
    EXPECT_EQ(whole_text(folder_ / "a"), "one");
}

TEST_F(StagedFileOnOddDisks, ExchangeByThreeNamesThatCannotBeginChangesNothing) {
    std::ofstream(folder_ / "a") << "one";
    std::ofstream(folder_ / "b") << "two";
    std::ofstream(folder_ / "b.old") << "of somebody else";
    const FailingCalls failing(Call::rename, EINVAL);
    const Error error = error_of([&] { exchange_files(folder_ / "a", folder_ / "b"); });
    EXPECT_EQ(std::string(error.what()), "cannot put in place " + (folder_ / "a").string() + ": File exists");
    EXPECT_EQ(whole_text(folder_ / "a"), "one");
    EXPECT_EQ(whole_text(folder_ / "b"), "two");
    EXPECT_EQ(whole_text(folder_ / "b.old"), "of somebody else");
}

TEST_F(StagedFileOnOddDisks, FullDiskIsNamedWithItsRemedyAndNothingIsLeft) {
    for (const int full : {ENOSPC, EDQUOT}) {
        {
            StagedFile staged(target());
            const FailingCalls failing(Call::sync, full, 1, 1);
            const Error error = error_of([&] { staged.place(StagedFile::Existing::replace); });
            EXPECT_EQ(error.kind(), ErrorKind::failed);
            EXPECT_EQ(std::string(error.what()), "cannot write " + partial() + ": " + strerror(full));
            EXPECT_EQ(error.hint(), "free some space there, or name a file on another disk");
        }
        EXPECT_EQ(files(), 0);
    }
}

TEST_F(StagedFileOnOddDisks, TooFewDescriptorsAreForALaterRun) {
    const FailingCalls failing(Call::open, EMFILE, 2);  // the first one lists the folder
    const Error error = error_of([&] { const StagedFile staged(target()); });
    EXPECT_EQ(error.kind(), ErrorKind::try_again);
    EXPECT_EQ(std::string(error.what()), "cannot create " + partial() + ": Too many open files");
    EXPECT_EQ(error.hint(), "run again when the machine has more of them, or raise the limit (ulimit -n)");
}

// Some file systems cannot, and have nothing to lose; others failed to.
TEST_F(StagedFileOnOddDisks, FolderThatCannotBeSyncedIsAnErrorOnlyWhereItCould) {
    for (const int error : {EINVAL, EROFS}) {
        const FailingCalls failing(Call::sync, error);
        EXPECT_NO_THROW(sync_folder(folder_.path())) << strerror(error);
    }
    const FailingCalls failing(Call::sync, EIO);
    const Error error = error_of([&] { sync_folder(folder_.path()); });
    EXPECT_EQ(std::string(error.what()), "cannot write " + folder_.path().string() + ": Input/output error");
    EXPECT_EQ(std::string(error_of([&] { sync_folder(folder_ / "none"); }).what()),
              "cannot write " + (folder_ / "none").string() + ": No such file or directory");
    EXPECT_EQ(std::string(error_of([&] { sync_file(folder_ / "none"); }).what()),
              "cannot write " + (folder_ / "none").string() + ": No such file or directory");
}

TEST_F(StagedFileOnOddDisks, IsGivenToTheOwnerOfAnotherFile) {
    if (geteuid() != 0) GTEST_SKIP() << "only root may give a file away";
    std::ofstream(folder_ / "other") << "x";
    ASSERT_EQ(chown((folder_ / "other").c_str(), 4'000'001, 4'000'002), 0);
    const StagedFile staged(target());
    staged.give_to_owner_of(folder_ / "none");
    staged.give_to_owner_of(folder_ / "other");
    struct stat status = {};
    ASSERT_EQ(stat(staged.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, 4'000'001U);
    EXPECT_EQ(status.st_gid, 4'000'002U);
    const FailingCalls failing(Call::owner, EPERM);
    const Error error = error_of([&] { staged.give_to_owner_of(folder_ / "other"); });
    EXPECT_EQ(std::string(error.what()), "cannot give away " + partial() + ": Operation not permitted");
}

TEST_F(StagedFileOnOddDisks, TextThatCannotBeWrittenIsSaid) {
    const StagedFile staged(target());
    EXPECT_TRUE(staged.write("text"));
    EXPECT_EQ(whole_text(staged.path()), "text");
    fs::remove(staged.path());
    fs::create_directory(staged.path());
    EXPECT_FALSE(staged.write("text"));
    fs::remove(staged.path());
}

TEST(FoldersOnOddDisks, NameThatMayNotLastIsAnError) {
    const test::TemporaryFolder folder;
    {
        const FailingCalls failing(Call::sync, EINVAL);
        EXPECT_TRUE(make_folders(folder / "a")) << "it cannot sync folders at all";
    }
    const FailingCalls failing(Call::sync, EIO);
    EXPECT_FALSE(make_folders(folder / "b"));
    EXPECT_EQ(errno, EIO);
}

TEST(FoldersOnOddDisks, FolderThatCannotBeMadeOrLookedIntoIsAnError) {
    const test::TemporaryFolder folder;
    for (const Call call : {Call::mkdir, Call::open}) {
        const FailingCalls failing(call, EACCES);
        EXPECT_FALSE(make_folders(folder / "a"));
        EXPECT_EQ(errno, EACCES);
    }
    EXPECT_FALSE(fs::exists(folder / "a"));
    EXPECT_TRUE(make_folders(folder / "a/..")) << "is there already";
    EXPECT_TRUE(make_folders(folder / "b/..")) << "what it is above is made first";
    EXPECT_TRUE(fs::is_directory(folder / "b"));
}

// As relative paths have no parent that could be made.
TEST(FoldersOnOddDisks, RelativePathsAreMadeWhereTheProgramIs) {
    const test::TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    const bool is_made = make_folders("a/b");
    fs::current_path(before);
    EXPECT_TRUE(is_made);
    EXPECT_TRUE(fs::is_directory(folder / "a/b"));
}

TEST(FileLockOnOddDisks, WhatCannotBeOpenedIsExplained) {
    const test::TemporaryFolder folder;
    test::FakeClock clock;
    const auto lock = [&] { const FileLock held(folder / "x.lock", std::chrono::milliseconds(0), clock); };
    {
        const FailingCalls failing(Call::open, ENFILE);
        const Error error = error_of(lock);
        EXPECT_EQ(error.kind(), ErrorKind::try_again);
        EXPECT_EQ(std::string(error.what()), "cannot open the lock file " + (folder / "x.lock").string() +
                                                 ": Too many open files in system");
    }
    const FailingCalls failing(Call::open, EIO);
    const Error error = error_of(lock);
    EXPECT_EQ(error.kind(), ErrorKind::failed);
    EXPECT_EQ(error.hint(), "check the disk");
}

TEST(FileLockOnOddDisks, HolderWhosePidCouldNotBeWrittenIsAnotherProcess) {
    const test::TemporaryFolder folder;
    test::FakeClock clock;
    const FailingCalls failing(Call::write, ENOSPC);
    const FileLock first(folder / "x.lock", std::chrono::milliseconds(0), clock);
    const Error error =
        error_of([&] { const FileLock second(folder / "x.lock", std::chrono::milliseconds(0), clock); });
    EXPECT_EQ(std::string(error.what()), "x.lock is locked by another process");
}

TEST(FileLockOnOddDisks, NoteThatCannotBeWrittenIsAnError) {
    const test::TemporaryFolder folder;
    test::FakeClock clock;
    FileLock lock(folder / "x.lock", std::chrono::milliseconds(0), clock);
    EXPECT_EQ(lock.note(), "");
    lock.write_note("one");
    EXPECT_EQ(lock.note(), "one");
    for (const Call call : {Call::write, Call::truncate}) {
        const FailingCalls failing(call, ENOSPC);
        const Error error = error_of([&] { lock.write_note("longer than one"); });
        EXPECT_EQ(std::string(error.what()),
                  "cannot write the lock file " + (folder / "x.lock").string() + ": No space left on device");
        EXPECT_EQ(error.hint(), "check the disk, and who may write the file");
    }
}

TEST(FileOwnerOnOddDisks, CausesThatOwnershipDoesNotExplain) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "own") << "x";
    EXPECT_EQ(cannot_write("the lock file", folder / "own", EPERM).hint(),
              "check its permissions and those of its folder");
    EXPECT_EQ(cannot_write("the lock file", "own", EIO).hint(), "check the disk");
    EXPECT_EQ(cannot_write("the lock file", "none", ENOENT).hint(), "create the folder .");
    const Error error = cannot_write("the lock file", "own", ENOMEM);
    EXPECT_EQ(error.kind(), ErrorKind::try_again);
    EXPECT_EQ(error.hint(), "run again when the machine has more of it");
}

TEST(FileOwnerOnOddDisks, FolderOfAnotherIsGivenToUs) {
    if (geteuid() != 0) GTEST_SKIP() << "only root may give a folder away";
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "theirs");
    ASSERT_EQ(chmod((folder / "theirs").c_str(), 0755), 0);
    ASSERT_EQ(chown((folder / "theirs").c_str(), 4'000'001, 4'000'001), 0);
    const Error error = cannot_write("the lock file", folder / "theirs/x.lock", EACCES);
    EXPECT_EQ(std::string(error.what()),
              "cannot open the lock file " + (folder / "theirs/x.lock").string() +
                  ": Permission denied: it belongs to 4000001 (0755) and this is user root");
    EXPECT_EQ(error.hint(), "chown root " + (folder / "theirs").string());
}

TEST(Shortage, DescriptorsAreCountedByOpeningSome) {
    EXPECT_FALSE(is_short_of_descriptors(3));
    for (const int error : {EMFILE, ENFILE}) {
        const FailingCalls failing(Call::open, error, 3);
        EXPECT_FALSE(is_short_of_descriptors(2)) << "two are left";
        EXPECT_TRUE(is_short_of_descriptors(1));
    }
    const FailingCalls failing(Call::open, EACCES);
    EXPECT_FALSE(is_short_of_descriptors(3));
}

TEST(Shortage, IsForALaterRunWhateverIsShort) {
    EXPECT_NO_THROW(throw_if_short("cannot read x", EACCES));
    for (const int error : {EMFILE, ENFILE, ENOMEM, ENOBUFS}) {
        const Error told = error_of([&] { throw_if_short("cannot read x", error); });
        EXPECT_EQ(told.kind(), ErrorKind::try_again);
        EXPECT_EQ(std::string(told.what()), "cannot read x: " + std::string(strerror(error)));
    }
}

TEST(Shortage, SaysWhichLimitIsToBeRaisedOnlyWhereOneIs) {
    for (const int error : {EMFILE, ENFILE, ENOMEM, ENOBUFS}) {
        ASSERT_TRUE(is_shortage(error)) << error;
        const Error told = shortage_error("cannot read x", error);
        EXPECT_EQ(told.kind(), ErrorKind::try_again);
        EXPECT_EQ(std::string(told.what()), std::string("cannot read x: ") + std::strerror(error));
        EXPECT_EQ(told.hint().find("ulimit -n") != std::string::npos, error == EMFILE || error == ENFILE)
            << told.hint();
    }
    for (const int error : {EIO, ENOSPC, EACCES, ENOENT}) EXPECT_FALSE(is_shortage(error)) << error;
}

}  // namespace
}  // namespace tixdb
