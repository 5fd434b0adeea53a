// SPDX-License-Identifier: MIT
// What a run does when it doubts whether this is tix-api, or who it is, and cannot find out.
#include <gtest/gtest.h>

#include "support/publish_fixture.hpp"

namespace tixdb::publish::doubts {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""s;
using test::Answer;
using test::Route;
using test::TestItem;

constexpr std::int64_t kDayMs = 86'400'000;

class Doubts : public test::PublishTest {
  protected:
    std::int64_t send_without_answer(const TestItem& item = {}) {
        api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
        const auto id = add(item);
        publish();
        EXPECT_EQ(state(id), OutboxState::uncertain);
        return id;
    }
    std::int64_t waits_ms(std::int64_t id) {
        return item(id).next_attempt_ms.value_or(clock_.now_ms()) - clock_.now_ms();
    }
};

TEST_F(Doubts, OfALookUpStayOpenWhileNobodyTellsWhoThisIs) {
    for (const int status : {500, 503, 429}) {
        const auto id = send_without_answer({.installation = {status, 1}});
        api_.answer_next(Route::get_reports, Answer::with_status(404, "Not Found"));
        api_.answer_next(Route::get_current_user, Answer::with_status(status, "busy"));
        publish_after(301s);
        EXPECT_EQ(state(id), OutboxState::uncertain) << status;
        EXPECT_GT(waits_ms(id), 0) << status;
        EXPECT_LT(waits_ms(id), kDayMs) << status << ": it is asked again soon";
        publish_after(std::chrono::hours(2));
        EXPECT_NE(state(id), OutboxState::uncertain) << status << ": the next list is one";
        publish_after(10s);
        EXPECT_EQ(state(id), OutboxState::sent) << status;
    }
}

TEST_F(Doubts, OfAPreflightStayOpenWhileNobodyTellsWhoThisIs) {
    api_.answer_next(Route::get_installation, Answer::json(200, R"({"hello":"world"})"));
    api_.answer_next(Route::get_current_user, Answer::with_status(503));
    const auto id = add();
    const auto report = publish();
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
    EXPECT_NE(state(id), OutboxState::sent);
    EXPECT_GT(waits_ms(id), 0);
    EXPECT_LT(waits_ms(id), kDayMs);
    publish_after(std::chrono::hours(2));
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(Doubts, OfAPreflightThatIsOddAtTixApiLetTheItemWaitForADay) {
    api_.answer_next(Route::get_installation, Answer::json(200, R"({"hello":"world"})"));
    const auto id = add();
    const auto report = publish();
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(api_.count(Route::get_current_user), 1U);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
    EXPECT_EQ(waits_ms(id), kDayMs);
}

// What it was found to be holds for every later doubt of the run.
TEST_F(Doubts, AreSettledByOneQuestionPerRun) {
    settings_.in_flight = 1;
    std::vector<std::int64_t> ids;
    for (const std::int64_t user : {5, 6, 7}) ids.push_back(send_without_answer({.installation = {user, 1}}));
    api_.answer_always(Route::get_reports, Answer::with_status(404, "Not Found"));
    const auto report = publish_after(301s);
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(api_.count(Route::get_current_user), 1U);
    for (const auto id : ids) {
        EXPECT_EQ(state(id), OutboxState::uncertain);
        EXPECT_EQ(waits_ms(id), kDayMs);
    }
}

TEST_F(Doubts, EndTheRunWithoutATraceWhereCredentialsAreRefusedMeanwhile) {
    const auto id = send_without_answer();
    api_.answer_next(Route::get_reports, Answer::with_status(404, "Not Found"));
    api_.answer_next(Route::get_current_user, Answer::unauthorized_text());
    const auto report = publish_after(301s);
    ASSERT_TRUE(report.ended_by);
    EXPECT_EQ(report.ended_by->kind(), ErrorKind::configuration);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_LE(waits_ms(id), 0) << "nothing is touched";
}

TEST_F(Doubts, ItemWhoseBodyIsNoReportIsNotLookedUpForADay) {
    const auto id = send_without_answer();
    database_.database().execute("UPDATE outbox SET body = '{}'");
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(waits_ms(id), kDayMs);
    EXPECT_EQ(item(id).last_error, "its body is not a report");
}

// An item that was looked up once waits by the clock, not by the settle delay.
TEST_F(Doubts, EqualItemAnHourOffIsWaitedForByEitherOfItsTimes) {
    const auto first = send_without_answer();
    const auto second = send_without_answer({.last_s = test::kReportTime_s + 3'600});
    database_.database().execute(
        "UPDATE outbox SET settle_boot_id = NULL, settle_until_boot_ms = NULL,"
        " next_attempt_ms = " +
        std::to_string(clock_.now_ms() + 900'000) + " WHERE outbox_id = " + std::to_string(second));
    publish_after(301s);
    EXPECT_EQ(state(first), OutboxState::uncertain) << "the row an hour later may be the other one's";
    EXPECT_EQ(waits_ms(first), 599'000);
    publish_after(600s);
    EXPECT_EQ(state(first), OutboxState::retry);
    EXPECT_EQ(state(second), OutboxState::retry);
}

}  // namespace
}  // namespace tixdb::publish::doubts
