// SPDX-License-Identifier: MIT
// One test, or a few, for each row of the table in docs/man/tixdb-publish.md.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "store/outbox_store.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish {
namespace {

using model::HeldFor;
using model::OutboxState;
using test::Answer;
using test::Route;
using test::TestItem;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;

class PublishingTable : public test::PublishTest {
  protected:
    // Sends one item that gets this answer.
    std::int64_t send_one(Answer answer) {
        api_.answer_next(Route::post_report, std::move(answer));
        const auto id = add();
        report_ = publish();
        return id;
    }
    PublishReport report_;
};

TEST_F(PublishingTable, AnswerWithOurTimestampIsSent) {
    const auto id = add();
    report_ = publish();
    EXPECT_EQ(item(id).state, OutboxState::sent);
    EXPECT_EQ(item(id).sent_ms, clock_.now_ms());
    EXPECT_EQ(item(id).last_status, 200);
    EXPECT_EQ(report_.counts.sent, 1);
    EXPECT_FALSE(report_.ended_by);
    EXPECT_EQ(stored(), std::vector{test::stored_form_of({})});
}

struct Case {
    const char* name;
    Answer answer;
};

class NotTixApi : public PublishingTable, public testing::WithParamInterface<int> {};

TEST_P(NotTixApi, EndsTheRunAndLeavesTheItemPending) {
    const auto id = send_one(
        Answer::with_status(GetParam(), "<html>Welcome</html>", {{"Location", "http://127.0.0.1:1/"}}));
    EXPECT_EQ(state(id), OutboxState::pending);
    ASSERT_TRUE(report_.ended_by);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    EXPECT_EQ(item(id).last_status, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Statuses, NotTixApi,
                         testing::Values(200, 201, 204, 301, 302, 307, 308, 403, 404, 405));

TEST_F(PublishingTable, AnswerWithAnotherTimestampIsNotTixApi) {
    const auto id = send_one(Answer::json(200, R"({"timestamp":"2017-09-10T22:44:36.000Z"})"));
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
}

TEST_F(PublishingTable, AnswerThatDoesNotEndWithinTheLimitIsNotTixApi) {
    const auto id = send_one(Answer::json(200, std::string(70'000, ' ')));
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
}

TEST_F(PublishingTable, RefusedCredentialsEndTheRun) {
    http_settings_.password = "wrong";
    const auto first = add();
    const auto second = add({.installation = {2, 22}});
    report_ = publish();
    EXPECT_EQ(state(first), OutboxState::pending);
    EXPECT_EQ(state(second), OutboxState::pending);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
    EXPECT_NE(report_.ended_by->hint().find("--api-user"), std::string::npos);
    EXPECT_LE(api_.requests().size(), 4U);
}

TEST_F(PublishingTable, RefusedCredentialsOfAPostLeaveItPending) {
    const auto id = send_one(Answer::unauthorized_text());
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).attempts, 1);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
}

TEST_F(PublishingTable, RefusedConnectionIsRetried) {
    const auto id = add();
    port_ = 1;  // nobody listens there
    report_ = publish();
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_GT(*item(id).next_attempt_ms, clock_.now_ms());
    EXPECT_LE(*item(id).next_attempt_ms, clock_.now_ms() + 5'000);
    EXPECT_FALSE(report_.ended_by) << "one failure does not end a run";

    port_.reset();
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
}

// A listener that accepts nothing and whose queue is full: what asks for a connection gets no answer.
class FullListener {
  public:
    FullListener() {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (bind(listener_, generic, size) != 0 || listen(listener_, 0) != 0 ||
            getsockname(listener_, generic, &size) != 0) {
            throw std::runtime_error("cannot listen on loopback");
        }
        port_ = ntohs(address.sin_port);
        for (const int waiting : waiting_) static_cast<void>(connect(waiting, generic, size));
    }
    ~FullListener() {
        for (const int waiting : waiting_) close(waiting);
        close(listener_);
    }
    FullListener(const FullListener&) = delete;
    FullListener& operator=(const FullListener&) = delete;
    [[nodiscard]] int port() const { return port_; }

  private:
    static int new_socket() { return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

    int listener_ = new_socket();
    std::array<int, 4> waiting_{new_socket(), new_socket(), new_socket(), new_socket()};
    int port_ = 0;
};

TEST_F(PublishingTable, ConnectionThatIsNotMadeInTimeIsRetried) {
    const FullListener listener;
    const auto id = add();
    port_ = listener.port();
    http_settings_.connect_timeout = std::chrono::milliseconds(300);
    report_ = publish();
    EXPECT_EQ(state(id), OutboxState::retry) << "nothing was sent: it need not settle";
    EXPECT_NE(item(id).last_error->find("no connection"), std::string::npos) << *item(id).last_error;
}

TEST_F(PublishingTable, DelayOfRetriesGrowsUpToItsCap) {
    const auto id = add();
    port_ = 1;
    std::int64_t longest_ms = 0;
    for (int i = 0; i < 40; ++i) {
        settings_.seed = static_cast<std::uint64_t>(i);
        publish_after(settings_.retry_cap);
        longest_ms = std::max(longest_ms, *item(id).next_attempt_ms - clock_.now_ms());
    }
    EXPECT_EQ(item(id).attempts, 40);
    EXPECT_GT(longest_ms, 10 * 60'000) << "full jitter";
    EXPECT_LE(longest_ms, 15 * 60'000);
}

TEST_F(PublishingTable, FiveRefusedConnectionsInARowEndTheRun) {
    for (int i = 0; i < 9; ++i) add({.installation = {1, 11 + i}, .ip = "200.0.2." + std::to_string(i)});
    settings_.in_flight = 1;
    port_ = 1;
    report_ = publish();
    ASSERT_TRUE(report_.ended_by);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::try_again);
    EXPECT_EQ(report_.counts.retry, 5);
    EXPECT_EQ(report_.open[OutboxState::pending], 4);
}

TEST_F(PublishingTable, FiveTimesTooManyRequestsInARowEndTheRun) {
    settings_.in_flight = 1;
    api_.answer_always(Route::post_report, Answer::with_status(429));
    for (int i = 0; i < 9; ++i) add({.last_s = test::kReportTime_s + i});
    report_ = publish();
    ASSERT_TRUE(report_.ended_by);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::try_again);
    EXPECT_EQ(api_.count(Route::post_report), 5U);
    EXPECT_EQ(report_.counts.retry, 5);
    EXPECT_EQ(report_.open[OutboxState::pending], 4);
}

TEST_F(PublishingTable, FiveRefusedPostsInARowEndTheRunWhateverThePreflightsBetweenThem) {
    settings_.in_flight = 1;
    api_.answer_always(Route::post_report, Answer::with_status(429));
    for (int i = 0; i < 9; ++i) add({.installation = {1, 11 + i}, .last_s = test::kReportTime_s + i});
    report_ = publish();
    ASSERT_TRUE(report_.ended_by);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::try_again);
    EXPECT_EQ(api_.count(Route::post_report), 5U);
}

TEST_F(PublishingTable, DelayThatAClockAheadHasSetIsCut) {
    clock_.advance(24h * 400);
    const auto id = send_one(Answer::of(Answer::Kind::cut));
    ASSERT_EQ(state(id), OutboxState::uncertain);
    clock_.advance(-24h * 400);
    publish();
    EXPECT_NE(logged_.find("1 item due later than any delay asks for"), std::string::npos) << logged_;
    EXPECT_EQ(state(id), OutboxState::uncertain);
    publish_after(24h);
    EXPECT_EQ(state(id), OutboxState::sent) << "asked about, not found, and sent";
}

TEST_F(PublishingTable, FourFailuresAndAnAnswerDoNotEndTheRun) {
    settings_.in_flight = 1;
    for (int i = 0; i < 9; ++i) {
        add({.last_s = test::kReportTime_s + i});
        api_.answer_next(Route::post_report, i == 4 ? Answer::normal() : Answer::with_status(429));
    }
    report_ = publish();
    EXPECT_FALSE(report_.ended_by);
    EXPECT_EQ(report_.counts.retry, 8);
    EXPECT_EQ(report_.counts.sent, 1);
}

TEST_F(PublishingTable, UnknownHostNameIsRetried) {
    const auto id = add();
    http_settings_.proxy = "http://no-such-host.invalid:3128";
    report_ = publish();
    EXPECT_EQ(state(id), OutboxState::retry);
}

TEST_F(PublishingTable, RetryAfterIsHonoured) {
    const auto id = send_one(Answer::with_status(429, "", {{"Retry-After", "3600"}}));
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_EQ(*item(id).next_attempt_ms, clock_.now_ms() + 3'600'000);
}

TEST_F(PublishingTable, RetryAfterIsHonouredForADayAtMost) {
    const auto id = send_one(Answer::with_status(429, "", {{"Retry-After", "9999999999"}}));
    EXPECT_EQ(*item(id).next_attempt_ms, clock_.now_ms() + 86'400'000);
}

class AddressRefused : public PublishingTable, public testing::WithParamInterface<const char*> {};

TEST_P(AddressRefused, HoldsAllResultsOfTheAddress) {
    api_.answer_next(Route::post_report, Answer::lookup_failed(GetParam()));
    const auto first = add();
    const auto same_ip = add({.installation = {2, 22}, .last_s = test::kReportTime_s + 1});
    const auto other_ip = add({.last_s = test::kReportTime_s + 2, .ip = "200.0.2.2"});
    report_ = publish();
    EXPECT_EQ(state(first), OutboxState::held);
    EXPECT_EQ(item(first).held_for, HeldFor::address);
    EXPECT_EQ(state(same_ip), OutboxState::held);
    EXPECT_EQ(item(same_ip).next_attempt_ms, clock_.now_ms() + 86'400'000);
    EXPECT_EQ(state(other_ip), OutboxState::sent);
    EXPECT_EQ(report_.counts.held, 2);
    EXPECT_EQ(api_.count(Route::post_report), 2U);

    // What is queued meanwhile waits too.
    const auto later = add({.last_s = test::kReportTime_s + 3});
    publish_after(23h);
    EXPECT_EQ(state(later), OutboxState::held);
    EXPECT_EQ(api_.count(Route::post_report), 2U);

    // Then one is tried; refused, all wait again.
    api_.answer_next(Route::post_report, Answer::lookup_failed(GetParam()));
    publish_after(1h);
    EXPECT_EQ(api_.count(Route::post_report), 3U);
    EXPECT_EQ(state(first), OutboxState::held);
    EXPECT_EQ(state(same_ip), OutboxState::held);

    // Taken, all go.
    publish_after(24h);
    for (const auto id : {first, same_ip, later}) EXPECT_EQ(state(id), OutboxState::sent);
}

INSTANTIATE_TEST_SUITE_P(
    Errors, AddressRefused,
    testing::Values("ValueError: need more than 1 value to unpack",
                    "UnboundLocalError: local variable 'nic' referenced before assignment"));

TEST_F(PublishingTable, OtherFailureOfTheAddressLookupIsRetried) {
    const auto id = send_one(Answer::lookup_failed("OperationalError: (2002, 'no server')"));
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_EQ(item(id).last_status, 500);
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(PublishingTable, RefusedUserIsHeldAndOthersGoOn) {
    api_.answer_next(Route::post_report, Answer::unauthorized_json());
    const auto first = add();
    const auto same_user =
        add({.installation = {1, 12}, .last_s = test::kReportTime_s + 1, .ip = "200.0.2.2"});
    const auto other_user =
        add({.installation = {2, 22}, .last_s = test::kReportTime_s + 2, .ip = "200.0.2.3"});
    report_ = publish();
    EXPECT_EQ(state(first), OutboxState::held);
    EXPECT_EQ(item(first).held_for, HeldFor::user);
    EXPECT_EQ(state(same_user), OutboxState::held);
    EXPECT_EQ(state(other_user), OutboxState::sent);
    EXPECT_FALSE(report_.ended_by);

    publish_after(24h);
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(same_user), OutboxState::sent);
}

TEST_F(PublishingTable, UnknownInstallationIsHeldWithoutAPost) {
    api_.forget({1, 11});
    const auto first = add();
    const auto second = add({.last_s = test::kReportTime_s + 1});
    const auto other = add({.installation = {1, 12}, .last_s = test::kReportTime_s + 2});
    report_ = publish();
    EXPECT_EQ(state(first), OutboxState::held);
    EXPECT_EQ(item(first).held_for, HeldFor::installation);
    EXPECT_EQ(item(first).last_status, 404);
    EXPECT_EQ(state(second), OutboxState::held);
    EXPECT_EQ(state(other), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    EXPECT_EQ(api_.count(Route::get_installation), 2U);
}

TEST_F(PublishingTable, UserRefusedBeforeItsFirstReportIsHeldWithoutAPost) {
    api_.answer_next(Route::get_installation, Answer::unauthorized_json());
    const auto first = add();
    const auto second = add({.last_s = test::kReportTime_s + 1});
    report_ = publish();
    EXPECT_EQ(state(first), OutboxState::held);
    EXPECT_EQ(item(first).held_for, HeldFor::user);
    EXPECT_EQ(state(second), OutboxState::held);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
    EXPECT_FALSE(report_.ended_by);
}

TEST_F(PublishingTable, HeldInstallationIsAskedForAgainAfterADay) {
    api_.forget({1, 11});
    const auto first = add();
    const auto second = add({.last_s = test::kReportTime_s + 1});
    publish();
    publish_after(23h);
    EXPECT_EQ(api_.count(Route::get_installation), 1U);
    publish_after(1h);
    EXPECT_EQ(api_.count(Route::get_installation), 2U) << "one is tried";
    EXPECT_EQ(state(second), OutboxState::held);
    api_.remember({1, 11});
    publish_after(24h);
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent);
}

TEST_F(PublishingTable, HeldInstallationIsTriedAgainByOutboxRetry) {
    api_.forget({1, 11});
    const auto first = add();
    const auto second = add({.last_s = test::kReportTime_s + 1});
    publish();
    api_.remember({1, 11});
    publish();
    EXPECT_EQ(state(first), OutboxState::held) << "not before its time";
    ASSERT_TRUE(store::OutboxStore(database_.database()).retry(first, clock_.now_ms()));
    publish();
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent);
}

class ReportRefused : public PublishingTable, public testing::WithParamInterface<int> {};

TEST_P(ReportRefused, IsDead) {
    const auto id = send_one(Answer::with_status(GetParam(), "<html>Error</html>"));
    EXPECT_EQ(state(id), OutboxState::dead);
    EXPECT_EQ(report_.counts.dead, 1);
    EXPECT_FALSE(report_.ended_by);
    publish_after(48h);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

INSTANTIATE_TEST_SUITE_P(Statuses, ReportRefused, testing::Values(400, 413, 415, 422));

class Uncertain : public PublishingTable, public testing::WithParamInterface<Case> {};

TEST_P(Uncertain, WaitsForTheSettleDelayAndIsThenAskedAbout) {
    if (GetParam().answer.kind == Answer::Kind::hang) http_settings_.request_timeout = kShortTimeout;
    const auto id = send_one(GetParam().answer);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 300'000);
    EXPECT_EQ(report_.counts.uncertain, 1);
    EXPECT_EQ(report_.next_uncertain_ms, clock_.now_ms() + 300'000);
    EXPECT_FALSE(report_.ended_by);

    publish_after(299s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);

    report_ = publish_after(1s);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored(), std::vector{test::stored_form_of({})});
}

INSTANTIATE_TEST_SUITE_P(
    Ends, Uncertain,
    testing::Values(Case{"hang", Answer::of(Answer::Kind::hang)}, Case{"cut", Answer::of(Answer::Kind::cut)},
                    Case{"cut_at_once", Answer::of(Answer::Kind::cut_at_once)},
                    Case{"cut_in_answer", Answer::of(Answer::Kind::cut_in_answer)},
                    Case{"store_and_cut", Answer::of(Answer::Kind::store_and_cut)},
                    Case{"500", Answer::with_status(500, "Internal Server Error")},
                    Case{"502", Answer::with_status(502)}, Case{"503", Answer::with_status(503)},
                    Case{"504", Answer::with_status(504)}, Case{"599", Answer::with_status(599)},
                    Case{"408", Answer::with_status(408)}),
    [](const auto& each) { return std::string(each.param.name); });

TEST_F(PublishingTable, FiveTimesUnansweredWhileTheServerAnswersIsDead) {
    const auto id = send_one(Answer::of(Answer::Kind::store_and_cut));
    api_.answer_always(Route::get_reports, Answer::of(Answer::Kind::cut));
    for (int i = 1; i <= 5; ++i) {
        EXPECT_EQ(state(id), OutboxState::uncertain);
        report_ = publish_after(15min);
        EXPECT_EQ(item(id).unresolved, i);
    }
    EXPECT_EQ(state(id), OutboxState::dead);
    EXPECT_EQ(report_.counts.dead, 1);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

TEST_F(PublishingTable, UnansweredWhileNothingIsAnsweredStaysUncertain) {
    const auto id = send_one(Answer::of(Answer::Kind::store_and_cut));
    api_.answer_always(Route::get_reports, Answer::of(Answer::Kind::cut));
    api_.answer_always(Route::get_current_user, Answer::of(Answer::Kind::cut));
    for (int i = 0; i < 10; ++i) publish_after(15min);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).unresolved, 0);
}

TEST_F(PublishingTable, FiveTimesSentWithoutAnAnswerAndNotStoredIsDead) {
    api_.answer_always(Route::post_report, Answer::of(Answer::Kind::cut));
    const auto id = add();
    for (int i = 0; i < 10; ++i) publish_after(10min);
    EXPECT_EQ(state(id), OutboxState::dead);
    EXPECT_EQ(api_.count(Route::post_report), 5U);
    EXPECT_TRUE(stored().empty());
}

TEST_F(PublishingTable, SupersededItemIsNeverSent) {
    const auto id = add();
    const auto successor = add({.up_usage = 0.5});
    ASSERT_TRUE(store::OutboxStore(database_.database()).supersede(id));
    publish();
    EXPECT_EQ(state(id), OutboxState::superseded);
    EXPECT_EQ(state(successor), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

TEST_F(PublishingTable, DroppedItemIsNeverSent) {
    const auto id = add();
    ASSERT_TRUE(store::OutboxStore(database_.database()).drop(id, "made by a test client"));
    publish();
    EXPECT_EQ(state(id), OutboxState::dropped);
    EXPECT_EQ(item(id).drop_reason, "made by a test client");
    EXPECT_EQ(api_.count(Route::post_report), 0U);
}

}  // namespace
}  // namespace tixdb::publish
