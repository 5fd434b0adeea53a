// SPDX-License-Identifier: MIT

#include "base/file_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>

#include "base/error.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

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

}  // namespace
}  // namespace tixdb
