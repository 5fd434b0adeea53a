// SPDX-License-Identifier: MIT
#include "publish/lookup_desk.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "support/fake_clock.hpp"
#include "support/outbox_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;

constexpr std::int64_t kDeskNow_ms = (test::kReportTime_s + 600) * 1000;
constexpr std::int64_t kSettleDelay_ms = 300'000;

class LookupDeskTest : public testing::Test {
  protected:
    // The equal one an hour later settles until the first millisecond after a boot of this id.
    void make_first_due_and_later_settle_by(const std::string& boot_id) {
        auto& database = temporary_.database();
        database.execute("UPDATE outbox SET state = 'uncertain', next_attempt_ms = " +
                         std::to_string(kDeskNow_ms));
        database.execute("UPDATE outbox SET settle_boot_id = '" + boot_id +
                         "', settle_until_boot_ms = 1, next_attempt_ms = " +
                         std::to_string(kDeskNow_ms + kSettleDelay_ms) +
                         " WHERE outbox_id = " + std::to_string(later_));
    }

    test::TemporaryDatabase temporary_;
    test::FakeClock clock_{kDeskNow_ms};
    test::OutboxBuilder builder_{temporary_.database()};
    std::int64_t first_ = builder_.add({});
    std::int64_t later_ = builder_.add({.last_s = test::kReportTime_s + 3'600});
    std::ostringstream sink_;
    Log log_{sink_, Verbosity::normal, LogFormat::text};
    PublishObserver observer_;
    ServerMemory server_{temporary_.database(), {"http", "127.0.0.1", 8080, "/api"}};
    store::OutboxStore outbox_{temporary_.database()};
    OutcomeRecorder recorder_{temporary_.database(), outbox_, clock_, log_, {}, observer_, server_};
    LookupDesk desk_{outbox_, recorder_};
};

// How long that boot lasted is not known: its milliseconds are not to be compared with those of this one.
TEST_F(LookupDeskTest, ItemWaitsForAnEqualOneAnHourOffWhoseSettleDelayIsOfAnotherBoot) {
    const store::LookupGroup group{{1, 11}, test::kReportTime_s / 86'400};
    make_first_due_and_later_settle_by("another boot");
    ASSERT_TRUE(desk_.resolve_by(group, recorder_.now(), "[]"));
    EXPECT_EQ(builder_.state(first_), OutboxState::uncertain);
    EXPECT_EQ(builder_.item(first_).next_attempt_ms, kDeskNow_ms + kSettleDelay_ms);
    EXPECT_EQ(builder_.state(later_), OutboxState::uncertain);

    make_first_due_and_later_settle_by(clock_.boot_time().boot_id);
    ASSERT_TRUE(desk_.resolve_by(group, recorder_.now(), "[]"));
    EXPECT_EQ(builder_.state(first_), OutboxState::retry) << "that of this boot has settled";
}

TEST_F(LookupDeskTest, ItemWaitsForTheLastToSettleOfSeveralEqualOnesAnHourOff) {
    const auto last = builder_.add({.last_s = test::kReportTime_s + 3'600});
    const std::string now = std::to_string(kDeskNow_ms);
    temporary_.database().execute("UPDATE outbox SET state = 'uncertain', next_attempt_ms = " + now);
    for (const auto still_settling : {later_, last}) {
        temporary_.database().execute("UPDATE outbox SET next_attempt_ms = " + now +
                                      " + 300000 * (outbox_id = " + std::to_string(still_settling) + ")");
        ASSERT_TRUE(desk_.resolve_by({{1, 11}, test::kReportTime_s / 86'400}, recorder_.now(), "[]"));
        EXPECT_EQ(builder_.state(first_), OutboxState::uncertain);
        EXPECT_EQ(builder_.item(first_).next_attempt_ms, kDeskNow_ms + kSettleDelay_ms);
    }
}

TEST_F(LookupDeskTest, EqualOneAnHourOffHasSettledAtItsVeryMillisecond) {
    const auto boot = clock_.boot_time();
    for (const std::int64_t left_ms : {0, 1}) {
        for (const bool is_by_boot : {false, true}) {
            SCOPED_TRACE(std::to_string(left_ms) + (is_by_boot ? " ms by the time since boot" : " ms"));
            const std::string of_later = " WHERE outbox_id = " + std::to_string(later_);
            temporary_.database().execute(
                "UPDATE outbox SET state = 'uncertain', settle_boot_id = NULL, settle_until_boot_ms = NULL,"
                " next_attempt_ms = " +
                std::to_string(kDeskNow_ms));
            temporary_.database().execute(
                is_by_boot ? "UPDATE outbox SET settle_boot_id = '" + boot.boot_id +
                                 "', settle_until_boot_ms = " + std::to_string(boot.ms + left_ms) + of_later
                           : "UPDATE outbox SET next_attempt_ms = " + std::to_string(kDeskNow_ms + left_ms) +
                                 of_later);
            ASSERT_TRUE(desk_.resolve_by({{1, 11}, test::kReportTime_s / 86'400}, recorder_.now(), "[]"));
            EXPECT_EQ(builder_.state(first_), left_ms == 0 ? OutboxState::retry : OutboxState::uncertain);
        }
    }
}

// Nobody will ask about that one, and what is listed there is its own.
TEST_F(LookupDeskTest, ItemDoesNotWaitForAnEqualOneAnHourOffThatIsLeftToTheOperator) {
    temporary_.database().execute(
        "UPDATE outbox SET state = 'uncertain', next_attempt_ms = iif(outbox_id = " + std::to_string(first_) +
        ", " + std::to_string(kDeskNow_ms) + ", NULL)");
    ASSERT_TRUE(desk_.resolve_by({{1, 11}, test::kReportTime_s / 86'400}, recorder_.now(), "[]"));
    EXPECT_EQ(builder_.state(first_), OutboxState::retry);
    EXPECT_EQ(builder_.state(later_), OutboxState::uncertain);
}

// As many as are read at once, and one more.
TEST_F(LookupDeskTest, EachOfManyGroupsComesOnce) {
    temporary_.database().execute(
        "INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, next_attempt_ms, "
        "queued_ms)"
        " WITH RECURSIVE day (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM day WHERE number < 4097)"
        " SELECT 1, 11, 86400 * number, '200.0.2.1', '{}', 'imported', 'uncertain', 1, 1 FROM day");
    for (std::int64_t day = 1; day <= 4'097; ++day) {
        const auto group = desk_.next();
        ASSERT_TRUE(group) << day;
        ASSERT_EQ(group->day, day);
    }
    EXPECT_FALSE(desk_.next());
    desk_.restart();
    EXPECT_EQ(desk_.next().value().day, 1);
}

}  // namespace
}  // namespace tixdb::publish
