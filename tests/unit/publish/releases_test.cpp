// SPDX-License-Identifier: MIT
// What was put under another item's hold waits no longer than that one, and delays are as long as they are
// set, whatever else a run does.
#include <gtest/gtest.h>

#include "support/publish_fixture.hpp"

namespace tixdb::publish::releases {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;
using test::Answer;
using test::kReportTime_s;
using test::Route;

constexpr std::int64_t kHourMs = 3'600'000;

class Releases : public test::PublishTest {
  protected:
    // Both are held, for whatever the first of them was refused for; a day later a run that sends one of them
    // sends the first.
    void expect_released_with_the_first(std::int64_t first, std::int64_t second) {
        publish();
        ASSERT_EQ(state(first), OutboxState::held);
        ASSERT_EQ(state(second), OutboxState::held);
        api_.remember({1, 11});
        settings_.limit = 1;
        const auto report = publish_after(24h);
        EXPECT_EQ(state(first), OutboxState::sent);
        EXPECT_EQ(state(second), OutboxState::pending);
        EXPECT_FALSE(item(second).held_for);
        EXPECT_FALSE(item(second).next_attempt_ms);
        EXPECT_EQ(report.open.at(OutboxState::held), 0);
    }
};

TEST_F(Releases, ResultsOfAnAddressWithTheOneThatIsTaken) {
    api_.answer_next(Route::post_report, Answer::lookup_failed("ValueError: need more"));
    const auto first = add();
    expect_released_with_the_first(first, add({.installation = {2, 22}, .last_s = kReportTime_s + 1}));
}

TEST_F(Releases, ResultsOfAUserWithTheOneThatIsTaken) {
    api_.answer_next(Route::post_report, Answer::unauthorized_json());
    const auto first = add();
    expect_released_with_the_first(
        first, add({.installation = {1, 12}, .last_s = kReportTime_s + 1, .ip = "200.0.2.2"}));
}

TEST_F(Releases, ResultsOfAnInstallationWithTheOneThatIsTaken) {
    api_.forget({1, 11});
    const auto first = add();
    expect_released_with_the_first(first, add({.last_s = kReportTime_s + 1, .ip = "200.0.2.2"}));
}

// Five new addresses in a row, of which one was taken before: it is tix-api's table.
TEST_F(Releases, OthersOfAnAddressThatWasRefusedByATableThatIsWrong) {
    settings_.in_flight = 1;
    add();
    publish();
    clock_.advance(21h);
    api_.answer_always(Route::post_report, Answer::lookup_failed("ValueError: need more"));
    add({.last_s = kReportTime_s + 1});
    const auto other = add({.last_s = kReportTime_s + 2});
    for (const char* ip : {"200.0.2.2", "200.0.2.3", "200.0.2.4", "200.0.2.5"})
        add({.last_s = kReportTime_s + 3, .ip = ip});
    const auto report = publish();
    ASSERT_TRUE(report.ended_by);
    EXPECT_NE(std::string(report.ended_by->what()).find("table of networks"), std::string::npos);
    EXPECT_EQ(state(other), OutboxState::pending);
    EXPECT_EQ(report.open.at(OutboxState::held), 0);
    EXPECT_EQ(report.open.at(OutboxState::retry), 5);
}

TEST_F(Releases, HoldDelayOfMoreThanADayIsKept) {
    settings_.hold_delay = 72h;
    api_.answer_next(Route::post_report, Answer::lookup_failed("ValueError: need more"));
    const auto id = add();
    publish();
    const std::int64_t due_ms = clock_.now_ms() + 72 * kHourMs;
    ASSERT_EQ(item(id).next_attempt_ms, due_ms);
    publish_after(1s);
    EXPECT_EQ(item(id).next_attempt_ms, due_ms);
    EXPECT_EQ(logged_.find("due later than"), std::string::npos) << logged_;
}

TEST_F(Releases, SettleDelayOfMoreThanADayIsKept) {
    settings_.settle_delay = 72h;
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    const auto id = add();
    publish();
    const std::int64_t due_ms = clock_.now_ms() + 72 * kHourMs;
    ASSERT_EQ(item(id).next_attempt_ms, due_ms);
    const auto report = publish_after(1s);
    EXPECT_EQ(item(id).next_attempt_ms, due_ms);
    EXPECT_EQ(report.next_uncertain_ms, due_ms);
    EXPECT_EQ(logged_.find("due later than"), std::string::npos) << logged_;
}

TEST_F(Releases, RetryDelayOfMoreThanADayIsKept) {
    settings_.retry_base = settings_.retry_cap = std::chrono::hours(24 * 1000);
    api_.answer_next(Route::post_report, Answer::with_status(429));
    const auto id = add();
    publish();
    const auto due_ms = item(id).next_attempt_ms;
    ASSERT_TRUE(due_ms);
    ASSERT_GT(*due_ms, clock_.now_ms() + 25 * kHourMs) << "or this test shows nothing: take another seed";
    publish_after(1s);
    EXPECT_EQ(item(id).next_attempt_ms, due_ms);
}

TEST_F(Releases, WhatIsSentKeepsNoErrorOfTheAttemptBefore) {
    api_.answer_next(Route::post_report, Answer::with_status(429));
    const auto id = add();
    publish();
    ASSERT_TRUE(item(id).last_error);
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(item(id).last_error, std::nullopt);
    EXPECT_EQ(item(id).last_status, 200);
}

TEST_F(Releases, DelayAfterALookUpGrowsWithTheAttempts) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    const auto id = add();
    publish();
    database_.database().execute("UPDATE outbox SET attempts = 9");
    publish_after(301s);
    ASSERT_EQ(state(id), OutboxState::retry);
    EXPECT_GT(item(id).next_attempt_ms, clock_.now_ms() + 5'000) << "more than after the first attempt";
}

// The third is claimed ahead of its request, which is not made when the second one fails.
TEST_F(Releases, WhatWasClaimedAheadAndTakenBackDoesNotCountForTheLimit) {
    settings_.in_flight = 1;
    settings_.limit = 4;
    for (int i = 0; i < 6; ++i) add({.last_s = kReportTime_s + i});
    api_.answer_next(Route::post_report, Answer::normal());
    api_.answer_next(Route::post_report, Answer::with_status(429));
    const auto report = publish();
    EXPECT_EQ(api_.count(Route::post_report), 4U);
    EXPECT_EQ(report.counts.sent, 3);
    EXPECT_EQ(report.counts.retry, 1);
}

// With --wait it would.
TEST_F(Releases, RunThatDoesNotWaitTriesNothingThatComesDueMeanwhile) {
    class SlowRecording final : public PublishObserver {
      public:
        explicit SlowRecording(test::FakeClock& clock) : clock_(clock) {}
        void reached(PublishPoint point, std::int64_t) override {
            if (point == PublishPoint::recorded) clock_.advance(10s);
        }

      private:
        test::FakeClock& clock_;
    };
    api_.answer_next(Route::post_report, Answer::with_status(429));
    const auto id = add();
    SlowRecording observer(clock_);
    (void)publish(observer);
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_LT(item(id).next_attempt_ms, clock_.now_ms());
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

}  // namespace
}  // namespace tixdb::publish::releases
