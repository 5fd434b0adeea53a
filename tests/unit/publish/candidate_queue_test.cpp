// SPDX-License-Identifier: MIT
#include "publish/candidate_queue.hpp"

#include <gtest/gtest.h>

#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::publish {
namespace {

constexpr std::int64_t kNow_ms = (test::kReportTime_s + 600) * 1000;

TEST(CandidateQueue, OthersOfAUserWaitForTheOneThatTriesWhetherItsHoldIsOver) {
    test::TemporaryDatabase temporary;
    test::OutboxBuilder builder(temporary.database());
    store::OutboxStore outbox(temporary.database());
    AdmissionRule admission(outbox, {});
    for (const char* ip : {"200.0.2.1", "200.0.2.2", "200.0.2.3"}) admission.note_sent(ip, kNow_ms);
    const auto held = builder.add({.installation = {1, 11}});
    temporary.database().execute("UPDATE outbox SET state = 'held', held_for = 'user', next_attempt_ms = " +
                                 std::to_string(kNow_ms));
    const auto of_the_user =
        builder.add({.installation = {1, 12}, .last_s = test::kReportTime_s + 1, .ip = "200.0.2.2"});
    const auto of_another =
        builder.add({.installation = {2, 21}, .last_s = test::kReportTime_s + 2, .ip = "200.0.2.3"});

    CandidateQueue queue(temporary.database(), outbox, admission);
    const auto trial = queue.next(kNow_ms, kNow_ms, {}, false);
    ASSERT_TRUE(trial);
    EXPECT_EQ(trial->candidate.outbox_id, held);
    EXPECT_EQ(trial->trial, model::HeldFor::user);
    const auto beside = queue.next(kNow_ms, kNow_ms, {&*trial}, true);
    ASSERT_TRUE(beside);
    EXPECT_EQ(beside->candidate.outbox_id, of_another) << "it may go beside";
    EXPECT_FALSE(queue.next(kNow_ms, kNow_ms, {&*trial, &*beside}, true));
    const auto then = queue.next(kNow_ms, kNow_ms, {}, false);
    ASSERT_TRUE(then);
    EXPECT_EQ(then->candidate.outbox_id, of_the_user);
}

}  // namespace
}  // namespace tixdb::publish
