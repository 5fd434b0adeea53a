// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <new>
#include <optional>
#include <vector>

#include "base/digest.hpp"
#include "base/error.hpp"
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

TEST(OpensslMemory, WhicheverAllocationFailsASumIsTheRightOneOrThereIsNone) {
    ASSERT_TRUE(test::openssl_memory_is_counted());
    const std::vector<std::uint8_t> bytes(1'000, 7);
    const auto right = sha256(bytes);
    long failing = 0;
    for (bool has_failed = true; has_failed;) {
        SCOPED_TRACE(++failing);
        std::optional<std::array<std::uint8_t, 32>> sum;
        test::fail_allocation(failing, false);
        try {
            Sha256 parts;
            parts.update(bytes);
            sum = parts.finish();
        } catch (const std::bad_alloc&) {
        } catch (const Error&) {
        }
        has_failed = test::end_failing();
        EXPECT_EQ(sum.value_or(right), right);
        EXPECT_TRUE(sum || has_failed);
    }
    EXPECT_GT(failing, 1);
}

}  // namespace
}  // namespace tixdb
