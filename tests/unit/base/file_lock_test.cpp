// SPDX-License-Identifier: MIT

#include "base/file_lock.hpp"

#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/error.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace {
constinit int error_of_flock = 0;
}  // namespace

// In place of the C library's: for the errors of file systems that a test does not have.
extern "C" int flock(int descriptor, int operation) noexcept {
    if (error_of_flock == 0) return static_cast<int>(syscall(SYS_flock, descriptor, operation));
    errno = error_of_flock;
    return -1;
}

namespace tixdb {
namespace {

TEST(FileLock, SecondHolderIsRefusedAndToldThePid) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    const FileLock first(folder / "x.lock", std::chrono::milliseconds(0), clock);
    try {
        const FileLock second(folder / "x.lock", std::chrono::milliseconds(0), clock);
        FAIL() << "two holders";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::try_again);
        EXPECT_NE(std::string(error.what()).find(std::to_string(getpid())), std::string::npos)
            << error.what();
    }
}

TEST(FileLock, WaitsAsLongAsItIsTold) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    const std::int64_t start_ms = clock.now_ms();
    const FileLock first(folder / "x.lock", std::chrono::milliseconds(0), clock);
    EXPECT_THROW(FileLock(folder / "x.lock", std::chrono::seconds(3), clock), Error);
    EXPECT_EQ(clock.now_ms() - start_ms, 3000);
}

TEST(FileLock, IsFreeAgainWhenItsHolderIsGone) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    std::optional<FileLock> first(std::in_place, folder / "x.lock", std::chrono::milliseconds(0), clock);
    first.reset();
    EXPECT_NO_THROW(FileLock(folder / "x.lock", std::chrono::milliseconds(0), clock));
}

// NFS without its lock daemon, a file system of FUSE: no later run gets such a lock either.
TEST(FileLock, FileSystemWithoutLocksIsAFaultOfConfiguration) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    for (const int error : {ENOLCK, EOPNOTSUPP, ENOSYS}) {
        error_of_flock = error;
        const std::int64_t start_ms = clock.now_ms();
        try {
            const FileLock lock(folder / "x.lock", std::chrono::seconds(3), clock);
            ADD_FAILURE() << "a lock that nobody holds";
        } catch (const Error& caught) {
            EXPECT_EQ(caught.kind(), ErrorKind::configuration) << caught.what();
            EXPECT_NE(std::string(caught.what()).find("x.lock: " + std::string(strerror(error))),
                      std::string::npos)
                << caught.what();
            EXPECT_NE(caught.hint().find("flock"), std::string::npos) << caught.hint();
        }
        EXPECT_EQ(clock.now_ms(), start_ms) << "nothing to wait for";
    }
    error_of_flock = EWOULDBLOCK;
    EXPECT_THROW(FileLock(folder / "x.lock", std::chrono::milliseconds(0), clock), Error);
    error_of_flock = 0;
}

}  // namespace
}  // namespace tixdb
