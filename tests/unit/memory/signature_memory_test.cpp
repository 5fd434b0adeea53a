// SPDX-License-Identifier: MIT
// A program of its own: OpenSSL takes its memory from functions given to it before it first takes any.

#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <new>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "ingest/signature.hpp"
#include "support/report_builder.hpp"

namespace tixdb::ingest {
namespace {

// The allocation that is to fail, counted from now; none below 1.
constinit long left_until_failure = 0;
// So do all after it.
constinit bool fails_on = false;
constinit bool has_failed = false;

bool fails() {
    const bool is_due = left_until_failure > 0 && --left_until_failure == 0;
    has_failed = has_failed || is_due;
    return is_due || (fails_on && has_failed);
}

void* allocate(std::size_t size, const char*, int) {
    return fails() ? nullptr : std::malloc(size);
}

void* reallocate(void* memory, std::size_t size, const char*, int) {
    return fails() ? nullptr : std::realloc(memory, size);
}

void release(void* memory, const char*, int) {
    std::free(memory);
}

const bool is_counted = CRYPTO_set_mem_functions(&allocate, &reallocate, &release) == 1;

const std::vector<std::uint8_t> kMessage(90, 7);

model::Report signed_report() {
    model::Report report;
    report.public_key = test::public_key_of(0);
    report.key_digest = sha256(report.public_key);
    report.signature = test::signature_of(kMessage, 0);
    return report;
}

enum class End { verified, refused, no_memory };

// What comes of checking a true signature while an allocation fails, and all after it if it goes on.
End end_of_check(const model::Report& report, long failing, bool goes_on) {
    SignatureVerifier verifier;
    has_failed = false;
    fails_on = goes_on;
    left_until_failure = failing;
    End end = End::no_memory;
    try {
        end = verifier.check(report, kMessage) ? End::refused : End::verified;
    } catch (const std::bad_alloc&) {
        // As is right: the file is read again by the next run.
    } catch (const Error&) {
        // So it is then.
    }
    left_until_failure = 0;
    fails_on = false;
    return end;
}

class SignatureMemory : public testing::TestWithParam<bool> {};

TEST_P(SignatureMemory, WhicheverAllocationFailsNoTrueSignatureIsRefused) {
    ASSERT_TRUE(is_counted);
    const model::Report report = signed_report();
    ASSERT_EQ(end_of_check(report, 0, false), End::verified);
    long failing = 0;
    do {
        ++failing;
        EXPECT_NE(end_of_check(report, failing, GetParam()), End::refused) << "allocation " << failing;
    } while (has_failed);
    EXPECT_GT(failing, 100);
}

INSTANTIATE_TEST_SUITE_P(OnceAndFromThenOn, SignatureMemory, testing::Bool(),
                         [](const auto& goes_on) { return goes_on.param ? "FromThenOn" : "Once"; });

}  // namespace
}  // namespace tixdb::ingest
