// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <new>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "ingest/signature.hpp"
#include "support/report_builder.hpp"
#include "unit/memory/failing_memory.hpp"

namespace tixdb::ingest {
namespace {

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
struct Checked {
    End end;
    bool has_failed;
};

Checked check_with_failure(const model::Report& report, long failing, bool goes_on) {
    SignatureVerifier verifier;
    test::fail_allocation(failing, goes_on);
    End end = End::no_memory;
    try {
        end = verifier.check(report, kMessage) ? End::refused : End::verified;
    } catch (const std::bad_alloc&) {
        // As is right: the file is read again by the next run.
    } catch (const Error&) {
        // So it is then.
    }
    return {end, test::end_failing()};
}

class SignatureMemory : public testing::TestWithParam<bool> {};

TEST_P(SignatureMemory, WhicheverAllocationFailsNoTrueSignatureIsRefused) {
    ASSERT_TRUE(test::openssl_memory_is_counted());
    const model::Report report = signed_report();
    ASSERT_EQ(check_with_failure(report, 0, false).end, End::verified);
    long failing = 0;
    for (bool has_failed = true; has_failed;) {
        const Checked checked = check_with_failure(report, ++failing, GetParam());
        EXPECT_NE(checked.end, End::refused) << "allocation " << failing;
        has_failed = checked.has_failed;
    }
    EXPECT_GT(failing, 20);
}

INSTANTIATE_TEST_SUITE_P(OnceAndFromThenOn, SignatureMemory, testing::Bool(),
                         [](const auto& goes_on) { return goes_on.param ? "FromThenOn" : "Once"; });

}  // namespace
}  // namespace tixdb::ingest
