// SPDX-License-Identifier: MIT
// When an address is new, and when a hold is over: to the millisecond.
#include "publish/admission.hpp"

#include <gtest/gtest.h>

#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::publish::admission_test {
namespace {

constexpr std::int64_t kHour_ms = 3'600'000;
constexpr std::int64_t kNow_ms = (test::kReportTime_s + 600) * 1000;

class AdmissionTest : public testing::Test {
  protected:
    [[nodiscard]] store::OutboxCandidate candidate(const test::TestItem& item) {
        store::OutboxCandidate made;
        made.outbox_id = builder_.add(item);
        made.installation = item.installation;
        made.last_s = item.last_s;
        made.ip = item.ip;
        return made;
    }

    test::TemporaryDatabase temporary_;
    test::OutboxBuilder builder_{temporary_.database()};
    store::OutboxStore outbox_{temporary_.database()};
    PublishSettings settings_;
};

TEST_F(AdmissionTest, AddressIsKnownForTwentyHoursAfterItsLastReport) {
    AdmissionRule rule(outbox_, settings_);
    EXPECT_TRUE(rule.is_new("200.0.2.1", kNow_ms));
    EXPECT_FALSE(rule.was_ever_sent("200.0.2.1"));
    rule.note_sent("200.0.2.1", kNow_ms);
    EXPECT_FALSE(rule.is_new("200.0.2.1", kNow_ms + 20 * kHour_ms - 1));
    EXPECT_TRUE(rule.is_new("200.0.2.1", kNow_ms + 20 * kHour_ms));
    EXPECT_TRUE(rule.was_ever_sent("200.0.2.1"));
    EXPECT_TRUE(rule.is_new("200.0.2.2", kNow_ms));
}

TEST_F(AdmissionTest, HoldIsOverAtItsTimeAndTheNextItemIsATrial) {
    const auto held = candidate({});
    temporary_.database().execute("UPDATE outbox SET state = 'held', held_for = 'user', next_attempt_ms = " +
                                  std::to_string(kNow_ms));
    const auto other = candidate({.installation = {1, 12}, .ip = "200.0.2.2"});
    AdmissionRule rule(outbox_, settings_);
    const auto before = rule.ask(other, kNow_ms - 1);
    EXPECT_EQ(before.admission, Admission::held);
    ASSERT_TRUE(before.hold);
    EXPECT_EQ(before.hold->until_ms, kNow_ms);
    EXPECT_FALSE(before.trial);
    const auto then = rule.ask(other, kNow_ms);
    EXPECT_EQ(then.admission, Admission::goes);
    EXPECT_EQ(then.trial, model::HeldFor::user);
}

TEST_F(AdmissionTest, PauseIsOfNewAddressesAndEndsAtItsTime) {
    const auto one = candidate({});
    AdmissionRule rule(outbox_, settings_);
    rule.pause_address("200.0.2.1", kNow_ms);
    EXPECT_EQ(rule.ask(one, kNow_ms - 1).admission, Admission::address_paused);
    EXPECT_EQ(rule.ask(one, kNow_ms).admission, Admission::goes);
    rule.pause_new_addresses();
    EXPECT_EQ(rule.ask(one, kNow_ms).admission, Admission::address_paused);
    rule.note_sent("200.0.2.1", kNow_ms);
    EXPECT_EQ(rule.ask(one, kNow_ms).admission, Admission::goes) << "it is known now";
}

}  // namespace
}  // namespace tixdb::publish::admission_test
