// SPDX-License-Identifier: MIT
// What becomes of an item whose request had no answer, over the wire.
#include <gtest/gtest.h>

#include "store/outbox_store.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""s;
using test::Answer;
using test::Route;
using test::TestItem;

class Resolving : public test::PublishTest {
  protected:
    // Sends one item that ends without an answer.
    std::int64_t send_without_answer(const TestItem& item, Answer::Kind kind) {
        api_.answer_next(Route::post_report, Answer::of(kind));
        const auto id = add(item);
        publish();
        EXPECT_EQ(state(id), OutboxState::uncertain);
        return id;
    }
};

TEST_F(Resolving, StoredItemIsNotSentAgain) {
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    const auto report = publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(report.counts.found_stored, 1);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(Resolving, ItemThatWasNotStoredIsSentAgainAfterAPreflight) {
    const auto id = send_without_answer({}, Answer::Kind::cut);
    const auto report = publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(report.counts.not_stored, 1);
    EXPECT_EQ(stored().size(), 1U);
    EXPECT_EQ(api_.count(Route::get_installation), 2U);
}

TEST_F(Resolving, AskedIsForTheDaysAroundAndThatInstallation) {
    send_without_answer({}, Answer::Kind::cut);
    publish_after(301s);
    std::vector<std::string> asked;
    for (const auto& request : api_.requests()) {
        if (request.route == Route::get_reports) asked.push_back(request.target);
    }
    EXPECT_EQ(asked, std::vector<std::string>{
                         "/api/user/1/reports?startDate=2017-09-09&endDate=2017-09-11&installationId=11"});
}

TEST_F(Resolving, ItemStoredLateWithinTheSettleDelayIsStoredOnce) {
    http_settings_.request_timeout = kShortTimeout;
    const auto id = send_without_answer({}, Answer::Kind::hang_and_store_later);
    clock_.advance(299s);
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain);
    api_.store_late_reports();
    publish_after(2s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(Resolving, ItemStoredLaterThanTheSettleDelayIsStoredAtLeastOnce) {
    http_settings_.request_timeout = kShortTimeout;
    const auto id = send_without_answer({}, Answer::Kind::hang_and_store_later);
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::sent) << "not found, sent again";
    api_.store_late_reports();
    EXPECT_EQ(stored().size(), 2U) << "what tix-api does after the settle delay cannot be undone";
}

TEST_F(Resolving, LongerSettleDelayCoversALaterServer) {
    settings_.settle_delay = std::chrono::hours(1);
    http_settings_.request_timeout = kShortTimeout;
    const auto id = send_without_answer({}, Answer::Kind::hang_and_store_later);
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    api_.store_late_reports();
    publish_after(std::chrono::hours(1));
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(Resolving, EqualReportThatWeSentBeforeIsNotTakenForThisOne) {
    const auto first = add();
    publish();
    ASSERT_EQ(state(first), OutboxState::sent);
    const auto second = send_without_answer({}, Answer::Kind::cut);
    publish_after(301s);
    EXPECT_EQ(state(second), OutboxState::sent);
    EXPECT_EQ(stored().size(), 2U) << "both were to be sent, so both are there";
}

TEST_F(Resolving, EqualReportThatWeSentBeforeDoesNotHideThisOne) {
    add();
    publish();
    const auto second = send_without_answer({}, Answer::Kind::store_and_cut);
    publish_after(301s);
    EXPECT_EQ(state(second), OutboxState::sent);
    EXPECT_EQ(stored().size(), 2U);
}

TEST_F(Resolving, OtherFiguresAtTheSameTimeAreNotedAndOursIsSent) {
    api_.store(test::stored_form_of({.up_usage = 0.75}));
    const auto id = send_without_answer({}, Answer::Kind::cut);
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_NE(item(id).note->find("other figures"), std::string::npos);
    EXPECT_EQ(stored().size(), 2U);
}

TEST_F(Resolving, EqualFiguresOneHourOffAreLeftToTheOperator) {
    api_.show_times_as([](std::int64_t time_s) { return time_s - 3'600; });
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    auto report = publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_FALSE(item(id).next_attempt_ms);
    EXPECT_NE(item(id).note->find("one hour off"), std::string::npos);
    EXPECT_FALSE(report.next_uncertain_ms);
    EXPECT_NE(logged_.find("one hour off"), std::string::npos);

    publish_after(std::chrono::hours(48));
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    EXPECT_TRUE(store::OutboxStore(database_.database()).drop(id, "it is there"));
}

TEST_F(Resolving, OperatorMaySendWhatWasLeftToHim) {
    api_.show_times_as([](std::int64_t time_s) { return time_s + 3'600; });
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    publish_after(301s);
    ASSERT_EQ(state(id), OutboxState::uncertain);
    EXPECT_TRUE(store::OutboxStore(database_.database()).retry(id, clock_.now_ms()));
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(Resolving, HourThatComesTwiceIsLeftToTheOperator) {
    // 2017-11-05 in New York: 05:30Z and 06:30Z both come back as 05:30Z.
    constexpr std::int64_t kFirst_s = 1'509'859'800;
    api_.show_times_as([](std::int64_t time_s) { return time_s == kFirst_s + 3'600 ? kFirst_s : time_s; });
    clock_.set_ms((kFirst_s + 7'200) * 1000);
    const auto second_hour = add({.last_s = kFirst_s + 3'600});
    publish();
    ASSERT_EQ(state(second_hour), OutboxState::sent);
    const auto first_hour = send_without_answer({.last_s = kFirst_s}, Answer::Kind::cut);
    publish_after(301s);
    EXPECT_EQ(state(first_hour), OutboxState::uncertain) << "the one that is listed is the other hour's";
    EXPECT_FALSE(item(first_hour).next_attempt_ms);
}

TEST_F(Resolving, NothingElseOfTheSameKeyIsSentMeanwhile) {
    const auto first = send_without_answer({}, Answer::Kind::cut);
    const auto same_key = add({.up_usage = 0.75});
    const auto other_time = add({.last_s = test::kReportTime_s + 600});
    const auto other_installation = add({.installation = {1, 12}});
    publish();
    EXPECT_EQ(state(first), OutboxState::uncertain);
    EXPECT_EQ(state(same_key), OutboxState::pending);
    EXPECT_EQ(state(other_time), OutboxState::sent);
    EXPECT_EQ(state(other_installation), OutboxState::sent);
    publish_after(301s);
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(same_key), OutboxState::sent);
}

TEST_F(Resolving, RunThatWaitsSettlesAndSends) {
    settings_.wait = std::chrono::minutes(10);
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", "30"}}));
    const auto first = add();
    const auto second = add({.last_s = test::kReportTime_s + 600});
    const auto started_ms = clock_.now_ms();
    const auto report = publish();
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent);
    EXPECT_EQ(report.counts.sent, 2);
    EXPECT_EQ(clock_.now_ms(), started_ms + 300'000) << "as long as needed";
}

TEST_F(Resolving, RunThatWaitsDoesNotWaitForWhatComesDueTooLate) {
    settings_.wait = std::chrono::minutes(4);
    send_without_answer({}, Answer::Kind::cut);
    EXPECT_EQ(clock_.now_ms(), (test::kReportTime_s + 600) * 1000) << "it did not sleep at all";
}

TEST_F(Resolving, ListThatIsNoListEndsTheRun) {
    const auto id = send_without_answer({}, Answer::Kind::cut);
    api_.answer_next(Route::get_reports, Answer::json(200, R"({"hello":"world"})"));
    const auto report = publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(report.ended_by->kind(), ErrorKind::configuration);
}

TEST_F(Resolving, RefusedCredentialsLeaveItUncertain) {
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    const auto good = http_settings_.password;
    http_settings_.password = "changed";
    const auto report = publish_after(301s);
    EXPECT_EQ(report.ended_by->kind(), ErrorKind::configuration);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    http_settings_.password = good;
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(Resolving, ListLongerThanTheLimitIsNotRead) {
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    api_.answer_next(Route::get_reports, Answer::json(200, "[" + std::string(5'000'000, ' ') + "]"));
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).unresolved, 1);
    EXPECT_NE(item(id).last_error->find("too long"), std::string::npos);
}

}  // namespace
}  // namespace tixdb::publish
