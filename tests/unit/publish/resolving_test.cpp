// SPDX-License-Identifier: MIT
// What becomes of an item whose request had no answer, over the wire.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "store/outbox_store.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""s;
using test::Answer;
using test::Route;
using test::TestItem;

// Whose look-ups take so long: the time goes by before the first answer is read.
class SlowLookUp final : public PublishObserver {
  public:
    SlowLookUp(test::FakeClock& clock, std::chrono::seconds duration) : clock_(clock), duration_(duration) {}
    void reached(PublishPoint point, std::int64_t) override {
        if (point == PublishPoint::resolve_answered) clock_.advance(std::exchange(duration_, 0s));
    }

  private:
    test::FakeClock& clock_;
    std::chrono::seconds duration_;
};

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
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_EQ(report.counts.not_stored, 1);
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
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
    publish_after(5s);
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
    publish_after(5s);
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

// What was sent before has other figures: the one that is listed with ours can only be this one.
TEST_F(Resolving, OtherFiguresThatWeSentBeforeDoNotHideThisOne) {
    add({.up_usage = 0.75});
    publish();
    const auto second = send_without_answer({}, Answer::Kind::store_and_cut);
    const auto report = publish_after(301s);
    EXPECT_EQ(state(second), OutboxState::sent);
    EXPECT_EQ(report.counts.found_stored, 1);
    EXPECT_EQ(api_.count(Route::post_report), 2U);
}

TEST_F(Resolving, OtherFiguresAtTheSameTimeAreNotedAndOursIsSent) {
    api_.store(test::stored_form_of({.up_usage = 0.75}));
    const auto id = send_without_answer({}, Answer::Kind::cut);
    publish_after(301s);
    publish_after(5s);
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
    EXPECT_TRUE(store::OutboxStore(database_.database()).retry(id));
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
    publish_after(5s);
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(same_key), OutboxState::sent);
}

TEST_F(Resolving, RunThatWaitsSettlesAndSends) {
    settings_.wait = std::chrono::minutes(10);
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    api_.answer_next(Route::post_report, Answer::with_status(429));
    const auto first = add();
    const auto second = add({.last_s = test::kReportTime_s + 600});
    const auto started_ms = clock_.now_ms();
    const auto report = publish();
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent);
    EXPECT_EQ(report.counts.sent, 2);
    EXPECT_GE(clock_.now_ms(), started_ms + 300'000);
    EXPECT_LE(clock_.now_ms(), started_ms + 306'000) << "as long as needed";
}

TEST_F(Resolving, RunThatWaitsDoesNotWaitForWhatComesDueTooLate) {
    settings_.wait = std::chrono::minutes(4);
    send_without_answer({}, Answer::Kind::cut);
    EXPECT_EQ(clock_.now_ms(), (test::kReportTime_s + 600) * 1000) << "it did not sleep at all";
}

TEST_F(Resolving, ListThatIsNoListEndsTheRunIfThisIsNotTixApi) {
    const auto id = send_without_answer({}, Answer::Kind::cut);
    for (const Answer& answer : {Answer::json(200, R"({"hello":"world"})"),
                                 Answer::with_status(404, "Not Found"), Answer::with_status(302)}) {
        api_.answer_next(Route::get_reports, answer);
        api_.answer_next(Route::get_current_user, Answer::with_status(404, "<html>nginx</html>"));
        const auto before = api_.requests().size();
        const auto report = publish_after(301s);
        EXPECT_EQ(state(id), OutboxState::uncertain);
        ASSERT_TRUE(report.ended_by);
        EXPECT_EQ(report.ended_by->kind(), ErrorKind::configuration);
        EXPECT_EQ(api_.requests().size(), before + 2) << "asked for the list and who we are, once each";
        EXPECT_LT(item(id).next_attempt_ms, clock_.now_ms() + 1) << "nothing is touched";
    }
}

TEST_F(Resolving, ListThatIsNoListLetsOnlyThisOneWaitIfThisIsTixApi) {
    const auto id = send_without_answer({}, Answer::Kind::cut);
    api_.answer_next(Route::get_reports, Answer::with_status(404, "Not Found"));
    const auto other = add({.last_s = test::kReportTime_s + 60});
    const auto report = publish_after(301s);
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 86'400'000);
    EXPECT_EQ(state(other), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::get_current_user), 1U);
}

TEST_F(Resolving, RefusedUserLeavesItUncertainForADay) {
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    api_.answer_next(Route::get_reports, Answer::unauthorized_json());
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 86'400'000);
    publish_after(std::chrono::hours(24));
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(Resolving, TimeThatCannotBeReadLeavesItUncertainForADay) {
    const auto id = send_without_answer({}, Answer::Kind::store_and_cut);
    api_.answer_next(Route::get_reports, Answer::json(200, R"([{"timestamp":"the day before yesterday"}])"));
    publish_after(301s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 86'400'000);
    EXPECT_NE(item(id).note->find("cannot be read"), std::string::npos);
}

TEST_F(Resolving, OneListAnswersAllOfItsInstallationAndDay) {
    settings_.in_flight = 1;
    for (int i = 0; i < 4; ++i) {
        api_.answer_next(Route::post_report,
                         Answer::of(i % 2 == 0 ? Answer::Kind::store_and_cut : Answer::Kind::cut));
        add({.last_s = test::kReportTime_s + 60 * i});
    }
    publish();
    const auto report = publish_after(301s);
    EXPECT_EQ(report.counts.found_stored, 2);
    EXPECT_EQ(report.counts.not_stored, 2);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
    EXPECT_EQ(api_.requests().back().headers.at("Cache-Control"), "no-cache");
}

// The list may be older than what tix-api has stored since, as long as the item had still to settle.
TEST_F(Resolving, ListDecidesNothingOfWhatHadStillToSettleWhenItWasAskedFor) {
    const auto first = send_without_answer({}, Answer::Kind::cut);
    clock_.advance(60s);
    const auto second =
        send_without_answer({.last_s = test::kReportTime_s + 60}, Answer::Kind::store_and_cut);
    api_.answer_next(Route::get_reports, Answer::json(200, "[]"));  // made before the second one was stored
    clock_.advance(245s);
    SlowLookUp observer(clock_, 60s);
    const auto report = publish(observer);
    EXPECT_EQ(state(first), OutboxState::retry);
    EXPECT_EQ(state(second), OutboxState::sent) << "the next list has it";
    EXPECT_EQ(report.counts.found_stored, 1);
    EXPECT_EQ(report.counts.not_stored, 1);
    EXPECT_EQ(api_.count(Route::get_reports), 2U);
}

TEST_F(Resolving, ListDoesNotDecideBesideAnEqualItemAnHourOffThatHadStillToSettle) {
    const auto first = send_without_answer({}, Answer::Kind::store_and_cut);
    clock_.advance(60s);
    const auto second =
        send_without_answer({.last_s = test::kReportTime_s + 3'600}, Answer::Kind::store_and_cut);
    clock_.advance(245s);
    SlowLookUp observer(clock_, 60s);
    const auto report = publish(observer);
    EXPECT_EQ(state(first), OutboxState::uncertain) << "asked about again with the other one";
    publish_after(1s);
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent);
    EXPECT_EQ(stored().size(), 2U);
}

// Of an idle link, an hour apart and with equal figures: each is what it is.
TEST_F(Resolving, EqualItemsAnHourApartDoNotHideEachOther) {
    settings_.in_flight = 1;
    for (const auto& stored_first : {true, false}) {
        const std::int64_t user = stored_first ? 5 : 6;
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 2; ++i) {
            const bool is_stored = (i == 0) == stored_first;
            api_.answer_next(Route::post_report,
                             Answer::of(is_stored ? Answer::Kind::store_and_cut : Answer::Kind::cut));
            ids.push_back(
                add({.installation = {user, 51}, .last_s = test::kReportTime_s - 7'200 + 3'600 * i}));
        }
        publish();
        publish_after(301s);
        EXPECT_EQ(state(ids[stored_first ? 0 : 1]), OutboxState::sent);
        EXPECT_EQ(state(ids[stored_first ? 1 : 0]), OutboxState::retry);
    }
}

TEST_F(Resolving, ItemWaitsForAnEqualOneAnHourOffThatHasStillToSettle) {
    const auto first = send_without_answer({}, Answer::Kind::cut);
    clock_.advance(std::chrono::minutes(3));
    const auto second =
        send_without_answer({.last_s = test::kReportTime_s + 3'600}, Answer::Kind::store_and_cut);
    publish_after(std::chrono::minutes(2) + 1s);
    EXPECT_EQ(state(first), OutboxState::uncertain) << "the row an hour later may be the other one's";
    publish_after(std::chrono::minutes(3));
    EXPECT_EQ(state(first), OutboxState::retry);
    EXPECT_EQ(state(second), OutboxState::sent);
}

TEST_F(Resolving, ItemDoesNotWaitForAnotherOneAnHourOffWithOtherFigures) {
    const auto first = send_without_answer({}, Answer::Kind::cut);
    clock_.advance(std::chrono::minutes(3));
    const auto second = send_without_answer({.last_s = test::kReportTime_s + 3'600, .up_usage = 0.75},
                                            Answer::Kind::store_and_cut);
    publish_after(std::chrono::minutes(2) + 1s);
    EXPECT_EQ(state(first), OutboxState::retry) << "what is listed an hour later cannot be taken for it";
    EXPECT_EQ(state(second), OutboxState::uncertain);
}

TEST_F(Resolving, OneWithoutAnAnswerKeepsOnlyItsOwnKeyWaiting) {
    http_settings_.request_timeout = kShortTimeout;
    const auto first = send_without_answer({}, Answer::Kind::cut);
    api_.answer_next(Route::get_reports, Answer::of(Answer::Kind::hang));
    const auto same_key = add({.up_usage = 0.75});
    const auto other = add({.last_s = test::kReportTime_s + 60});
    publish_after(301s);
    EXPECT_EQ(state(first), OutboxState::uncertain);
    EXPECT_EQ(state(same_key), OutboxState::pending);
    EXPECT_EQ(state(other), OutboxState::sent);
}

TEST_F(Resolving, DueLookUpsStartBeforeTheFirstPost) {
    send_without_answer({}, Answer::Kind::cut);
    send_without_answer({.installation = {2, 22}}, Answer::Kind::cut);
    add({.installation = {3, 33}, .last_s = test::kReportTime_s - 600});
    const auto before = api_.requests().size();
    publish_after(301s);
    std::vector<Route> routes;
    for (const auto& request : api_.requests()) routes.push_back(request.route);
    routes.erase(routes.begin(), routes.begin() + static_cast<std::ptrdiff_t>(before));
    const auto post = std::find(routes.begin(), routes.end(), Route::post_report);
    EXPECT_EQ(std::count(routes.begin(), post, Route::get_reports), 2);
}

// The time of day says nothing of how long it was.
TEST_F(Resolving, ClockSetForwardShortensNoSettleDelay) {
    const auto id = send_without_answer({}, Answer::Kind::cut);
    clock_.step(std::chrono::hours(24 * 365));
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);
    clock_.step(-std::chrono::hours(24 * 400));
    publish_after(299s);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);
    publish_after(1s);
    EXPECT_EQ(api_.count(Route::get_reports), 1U) << "nor does one set back lengthen it";
}

TEST_F(Resolving, SettleDelayBeginsAnewAfterAReboot) {
    const auto id = send_without_answer({}, Answer::Kind::cut);
    clock_.reboot();
    clock_.step(std::chrono::hours(5));
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);
    publish_after(299s);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);
    publish_after(1s);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
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
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 86'400'000);
    EXPECT_NE(item(id).note->find("too long"), std::string::npos);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

}  // namespace
}  // namespace tixdb::publish
