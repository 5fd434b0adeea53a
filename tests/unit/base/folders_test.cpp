// SPDX-License-Identifier: MIT

#include "base/folders.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

TEST(Folders, AreMadeForOwnerAndGroupWhateverTheUmask) {
    const test::TemporaryFolder folder;
    const mode_t before = umask(0);
    EXPECT_TRUE(make_folders(folder / "a/b/c"));
    umask(before);
    EXPECT_TRUE(make_folders(folder / "a/b/c/"));
    for (const char* name : {"a", "a/b", "a/b/c"}) {
        struct stat status = {};
        ASSERT_EQ(stat((folder / name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 07777U, 0750U) << name;
    }
}

TEST(Folders, FileInTheWayIsAnError) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "file") << "x";
    EXPECT_FALSE(make_folders(folder / "file"));
    EXPECT_EQ(errno, ENOTDIR);
    EXPECT_FALSE(make_folders(folder / "file/below"));
}

}  // namespace
}  // namespace tixdb
