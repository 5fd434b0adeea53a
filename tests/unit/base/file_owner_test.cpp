// SPDX-License-Identifier: MIT

#include "base/file_owner.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <utility>

#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

TEST(FileOwner, OwnFileNeedsNoExplanation) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "file") << "x";
    EXPECT_EQ(ownership_text(folder / "file"), "");
    EXPECT_EQ(ownership_text(folder / "none"), "");
}

TEST(FileOwner, AnothersFileIsNamedWithItsModeAndWhoAsks) {
    if (geteuid() != 0) GTEST_SKIP() << "only root may give a file away";
    const test::TemporaryFolder folder;
    const auto lock = folder / "tixdb.sqlite.data.lock";
    std::ofstream(lock) << "x";
    ASSERT_EQ(chmod(lock.c_str(), 0640), 0);
    ASSERT_EQ(chown(lock.c_str(), 4'000'001, 4'000'001), 0);
    EXPECT_EQ(ownership_text(lock), "it belongs to 4000001 (0640) and this is user root");
    const Error error = cannot_write("the lock file", lock, EACCES);
    EXPECT_EQ(std::string(error.what()),
              "cannot open the lock file " + lock.string() +
                  ": Permission denied: it belongs to 4000001 (0640) and this is user root");
    EXPECT_EQ(error.hint(), "a run as that user made it: chown root: " + folder.path().string() + "/*");
}

TEST(FileOwner, ModeIsShownWithTheBitsInFrontOfThePermissions) {
    const test::TemporaryFolder folder;
    for (const auto& [mode, shown] :
         {std::pair{02770U, "2770"}, {01777U, "1777"}, {04755U, "4755"}, {0640U, "0640"}}) {
        ASSERT_EQ(chmod(folder.path().c_str(), mode), 0);
        EXPECT_EQ(owner_of(folder.path()).value().mode, shown);
    }
    ASSERT_EQ(chmod(folder.path().c_str(), 0700), 0);
}

TEST(FileOwner, EachCauseHasItsRemedy) {
    EXPECT_EQ(cannot_write("the lock file", "/srv/none/a", ENOENT).hint(), "create the folder /srv/none");
    EXPECT_EQ(cannot_write("the lock file", "/mnt/full/a", EROFS).hint(), "/mnt/full is mounted read-only");
}

}  // namespace
}  // namespace tixdb
