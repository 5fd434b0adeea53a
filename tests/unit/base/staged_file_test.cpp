// SPDX-License-Identifier: MIT

#include "base/staged_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

std::string text_in(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

pid_t ended_process() {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, nullptr, 0);
    return child;
}

TEST(StagedFile, TargetAppearsOnlyWhenItIsPlaced) {
    const test::TemporaryFolder folder;
    const auto target = folder / "target";
    {
        StagedFile staged(target);
        std::ofstream(staged.path()) << "whole";
        EXPECT_FALSE(std::filesystem::exists(target));
        staged.place(StagedFile::Existing::keep);
    }
    EXPECT_EQ(text_in(target), "whole");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(StagedFile, IsForOwnerAndGroupWhateverTheMask) {
    const test::TemporaryFolder folder;
    for (const mode_t mask : {0000U, 0077U}) {
        const mode_t old = umask(mask);
        const StagedFile staged(folder / "target");
        umask(old);
        struct stat status = {};
        ASSERT_EQ(stat(staged.path().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0640U);
    }
}

TEST(StagedFile, NothingIsLeftOfWhatWasNotPlaced) {
    const test::TemporaryFolder folder;
    {
        const StagedFile staged(folder / "target");
        std::ofstream(staged.path().string() + "-journal") << "half";
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// In a container each run may have the same number.
TEST(StagedFile, LeftoverOfAnEarlierProcessOfTheSameNumberIsRemoved) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / ("target.partial-" + std::to_string(getpid()))) << "half";
    StagedFile staged(folder / "target");
    EXPECT_TRUE(staged.write("whole"));
    staged.place(StagedFile::Existing::keep);
    EXPECT_EQ(text_in(folder / "target"), "whole");
}

TEST(StagedFile, LeftoversOfEndedProcessesAreRemoved) {
    const test::TemporaryFolder folder;
    const std::string of_ended = "target.partial-" + std::to_string(ended_process());
    const std::string of_living = "target.partial-" + std::to_string(getppid());
    for (const std::string& name :
         {of_ended, of_ended + "-journal", of_living, std::string("target.partial-me"),
          "other.partial-" + std::to_string(ended_process())}) {
        std::ofstream(folder / name) << "half";
    }
    const StagedFile staged(folder / "target");
    EXPECT_FALSE(std::filesystem::exists(folder / of_ended));
    EXPECT_FALSE(std::filesystem::exists(folder / (of_ended + "-journal")));
    EXPECT_TRUE(std::filesystem::exists(folder / of_living));
    EXPECT_TRUE(std::filesystem::exists(folder / "target.partial-me"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 4);
}

TEST(StagedFile, ExistingTargetIsKeptOrReplacedAsAsked) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "target") << "old";
    StagedFile staged(folder / "target");
    std::ofstream(staged.path()) << "new";
    EXPECT_THROW(staged.place(StagedFile::Existing::keep), Error);
    EXPECT_EQ(text_in(folder / "target"), "old");
    staged.place(StagedFile::Existing::replace);
    EXPECT_EQ(text_in(folder / "target"), "new");
}

TEST(StagedFile, FolderThatIsNotThereIsNamed) {
    const test::TemporaryFolder folder;
    try {
        const StagedFile staged(folder / "none/target");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("none/target"), std::string::npos);
        EXPECT_NE(error.hint().find("create the folder"), std::string::npos);
    }
}

TEST(ExchangedFiles, ChangeNames) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "a") << "one";
    std::ofstream(folder / "b") << "two";
    exchange_files(folder / "a", folder / "b");
    EXPECT_EQ(text_in(folder / "a"), "two");
    EXPECT_EQ(text_in(folder / "b"), "one");
}

}  // namespace
}  // namespace tixdb
