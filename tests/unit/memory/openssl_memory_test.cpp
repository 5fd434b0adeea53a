// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <new>

#include "base/digest.hpp"
#include "unit/memory/failing_memory.hpp"

namespace tixdb {
namespace {

constexpr int kNoMemory = 1;

[[noreturn]] void use_openssl(long failing) {
    test::fail_allocation(failing, false);
    try {
        prepare_openssl();
        test::end_failing();
        (void)sha256({});
    } catch (const std::bad_alloc&) {
        std::_Exit(kNoMemory);
    }
    std::_Exit(0);
}

bool has_ended_by_itself(int status) {
    return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kNoMemory);
}

TEST(OpensslMemoryDeathTest, WhicheverAllocationOfItsPreparationFailsTheProcessIsNotEndedByASignal) {
    ASSERT_TRUE(test::openssl_memory_is_counted());
    // Each in a new process: OpenSSL is prepared once.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    constexpr long kAllocationsOfPreparation = 25;
    for (long failing = 1; failing <= kAllocationsOfPreparation; ++failing) {
        SCOPED_TRACE(failing);
        EXPECT_EXIT(use_openssl(failing), has_ended_by_itself, "");
    }
    EXPECT_EXIT(use_openssl(1), testing::ExitedWithCode(kNoMemory), "");
}

}  // namespace
}  // namespace tixdb
