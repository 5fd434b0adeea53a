// SPDX-License-Identifier: MIT

#include "base/file_lock.hpp"

#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
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

// One that only its maker's group or nobody else could open would lock out whoever runs tixdb next.
TEST(FileLock, NewFileIsForOwnerAndGroupWhateverTheMaskAndOneThatIsThereIsLeft) {
    const test::TemporaryFolder folder;
    test::FakeClock clock;
    const auto path = folder / "x.lock";
    const auto mode_after_lock = [&](mode_t mask) {
        const mode_t old = umask(mask);
        const FileLock lock(path, std::chrono::milliseconds(0), clock);
        umask(old);
        struct stat status = {};
        EXPECT_EQ(stat(path.c_str(), &status), 0);
        return status.st_mode & 07777U;
    };
    for (const mode_t mask : {0000U, 0077U}) {
        EXPECT_EQ(mode_after_lock(mask), 0640U);
        ASSERT_EQ(chmod(path.c_str(), 0660), 0);
        EXPECT_EQ(mode_after_lock(mask), 0660U) << "the operator's";
        std::filesystem::remove(path);
    }
}

TEST(FileLock, NoteOfTheHolderBeforeStays) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    FileLock(folder / "x.lock", std::chrono::milliseconds(0), clock).write_note("claim 5 id");
    EXPECT_EQ(FileLock::note_at(folder / "x.lock"), "claim 5 id");
    EXPECT_EQ(FileLock(folder / "x.lock", std::chrono::milliseconds(0), clock).note(), "claim 5 id");
    EXPECT_EQ(FileLock::note_at(folder / "x.lock"), "claim 5 id");
}

TEST(FileLock, WaitsAsLongAsItIsTold) {
    test::TemporaryFolder folder;
    test::FakeClock clock;
    const std::int64_t start_ms = clock.now_ms();
    const FileLock first(folder / "x.lock", std::chrono::milliseconds(0), clock);
    EXPECT_THROW(FileLock(folder / "x.lock", std::chrono::seconds(3), clock), Error);
    EXPECT_EQ(clock.now_ms() - start_ms, 3000);
}

// Another process ends while this one waits: at a moment of the clock that only a wait moves.
class FreeingClock final : public Clock {
  public:
    FreeingClock(std::optional<FileLock>& lock, std::chrono::milliseconds free_after)
        : lock_(lock), free_at_(clock_.monotonic() + free_after) {}
    [[nodiscard]] std::int64_t now_ms() const override { return clock_.now_ms(); }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return clock_.monotonic(); }
    [[nodiscard]] BootTime boot_time() const override { return clock_.boot_time(); }
    void sleep_for(std::chrono::milliseconds duration) override {
        clock_.advance(duration);
        if (clock_.monotonic() >= free_at_) lock_.reset();
    }

  private:
    test::FakeClock clock_;
    std::optional<FileLock>& lock_;
    std::chrono::nanoseconds free_at_;
};

TEST(FileLock, ThatIsFreeAtTheLastMomentIsTaken) {
    test::TemporaryFolder folder;
    test::FakeClock other_clock;
    for (const int free_after_ms : {1, 50, 2'999, 3'000, 3'001}) {
        std::optional<FileLock> first(std::in_place, folder / "x.lock", std::chrono::milliseconds(0),
                                      other_clock);
        FreeingClock clock(first, std::chrono::milliseconds(free_after_ms));
        const std::int64_t start_ms = clock.now_ms();
        if (free_after_ms <= 3'000) {
            EXPECT_NO_THROW(FileLock(folder / "x.lock", std::chrono::seconds(3), clock)) << free_after_ms;
            EXPECT_LT(clock.now_ms() - start_ms, free_after_ms + 50) << free_after_ms;
        } else {
            EXPECT_THROW(FileLock(folder / "x.lock", std::chrono::seconds(3), clock), Error);
            EXPECT_EQ(clock.now_ms() - start_ms, 3'000);
        }
    }
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
