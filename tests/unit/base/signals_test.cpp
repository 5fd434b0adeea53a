// SPDX-License-Identifier: MIT

#include "base/signals.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "base/core_dump.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

void sleep_ms(long milliseconds) {
    timespec left{milliseconds / 1000, milliseconds % 1000 * 1'000'000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

// In processes of their own: the request to stop cannot be taken back.
void be_asked_twice(long after_ms) {
    install_signal_handlers();
    (void)raise(SIGTERM);
    sleep_ms(after_ms);
    (void)raise(SIGTERM);
    std::_Exit(stop_requested() == SIGTERM ? 7 : 8);
}

TEST(SignalsDeathTest, AnotherSignalOverASecondLaterEndsTheProcessAtOnce) {
    EXPECT_EXIT(be_asked_twice(1100), testing::KilledBySignal(SIGTERM), "");
}

TEST(SignalsDeathTest, AnotherSignalWithinTheSecondIsTheSameRequest) {
    EXPECT_EXIT(be_asked_twice(300), testing::ExitedWithCode(7), "");
}

void write_beyond_the_limit(const std::string& path) {
    install_signal_handlers();
    const rlimit limit{4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::ofstream file(path);
    file << std::string(10'000, 'x') << std::flush;
    std::_Exit(file ? 8 : 7);
}

TEST(SignalsDeathTest, FileBeyondItsLargestSizeIsAnErrorAndNotTheEnd) {
    const test::TemporaryFolder folder;
    EXPECT_EXIT(write_beyond_the_limit((folder / "file").string()), testing::ExitedWithCode(7), "");
}

void forbid_and_look() {
    forbid_core_dumps();
    std::_Exit(prctl(PR_GET_DUMPABLE) == 0 ? 7 : 8);
}

TEST(CoreDumpDeathTest, ProcessThatHoldsASecretLeavesNone) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the leak checker could not work then";
#endif
    EXPECT_EXIT(forbid_and_look(), testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace tixdb
