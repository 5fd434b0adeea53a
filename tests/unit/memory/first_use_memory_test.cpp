// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "ingest/known_signature.hpp"
#include "ingest/signature.hpp"
#include "unit/memory/failing_memory.hpp"

namespace tixdb::ingest {
namespace {

constexpr int kNoneRefused = 0;
constexpr int kRefused = 1;
constexpr int kNoneFailed = 2;
constexpr int kCrashed = 3;

bool is_refused(SignatureVerifier& verifier, const model::Report& report,
                std::span<const std::uint8_t> message) {
    try {
        return verifier.check(report, message).has_value();
    } catch (const std::bad_alloc&) {
    } catch (const Error&) {
    }
    return false;  // the file is read again by the next run
}

// In a process that has not used OpenSSL. What fails is of the first use; what is asked afterwards has all
// memory.
int first_use(const model::Report& report, std::span<const std::uint8_t> message, long failing) {
    test::fail_allocation(failing, false);
    bool refuses = false;
    try {
        prepare_openssl();
    } catch (const std::bad_alloc&) {
        return kNoneRefused;  // the command ends
    }
    try {
        SignatureVerifier verifier;
        refuses = is_refused(verifier, report, message);
        if (!test::end_failing()) return refuses ? kRefused : kNoneFailed;
        refuses = is_refused(verifier, report, message) || refuses;
    } catch (const std::bad_alloc&) {
    } catch (const Error&) {
    }
    (void)test::end_failing();
    try {
        SignatureVerifier next;
        refuses = is_refused(next, report, message) || refuses;
    } catch (const Error&) {
    }
    return refuses ? kRefused : kNoneRefused;
}

int ended_first_use(const model::Report& report, std::span<const std::uint8_t> message, long failing) {
    const pid_t child = fork();
    if (child == 0) _exit(first_use(report, message, failing));
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return kCrashed;
    return WEXITSTATUS(status);
}

[[noreturn]] void fail_each_allocation_of_the_first_use(long step) {
    // Made elsewhere: to sign one here would be the first use.
    const std::string_view text = "tixdb";
    const std::vector<std::uint8_t> message(text.begin(), text.end());
    model::Report report;
    report.public_key.assign(kKnownKeyDer.begin(), kKnownKeyDer.end());
    report.key_digest = {1};  // any: it only tells keys apart
    report.signature.assign(kKnownSignature.begin(), kKnownSignature.end());
    long failing = 1;
    for (;; failing += step) {
        const int end = ended_first_use(report, message, failing);
        if (end == kNoneFailed) break;
        if (end != kNoneRefused) {
            std::fprintf(stderr, "allocation %ld: %s\n", failing,
                         end == kRefused ? "refused" : "ended by a signal");
            std::_Exit(1);
        }
    }
    std::fprintf(stderr, "%ld allocations\n", failing);
    std::_Exit(failing > 1'000 ? 0 : 2);
}

TEST(FirstUseMemoryDeathTest, WhicheverAllocationOfTheFirstUseFailsNoTrueSignatureIsRefusedThenOrLater) {
    ASSERT_TRUE(test::openssl_memory_is_counted());
    // A process in which nothing has used OpenSSL yet; each attempt is a copy of it.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const long step = std::getenv("TIXDB_SLOW_TESTS") == nullptr ? 29 : 1;
    EXPECT_EXIT(fail_each_allocation_of_the_first_use(step), testing::ExitedWithCode(0), "allocations");
}

}  // namespace
}  // namespace tixdb::ingest
