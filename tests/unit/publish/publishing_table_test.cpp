// SPDX-License-Identifier: MIT
// One test, or a few, for each row of the table in docs/man/tixdb-publish.md.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

#include "store/outbox_store.hpp"
#include "support/loopback.hpp"
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

class OddAnswer : public PublishingTable, public testing::WithParamInterface<Case> {};

TEST_P(OddAnswer, MayBeStoredAndEndsTheRun) {
    const auto id = send_one(GetParam().answer);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 300'000);
    ASSERT_TRUE(report_.ended_by);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    EXPECT_EQ(item(id).last_status, GetParam().answer.status);
    EXPECT_EQ(item(id).unclear_ends, 1);
}

Answer welcome(int status) {
    return Answer::with_status(status, "<html>Welcome</html>", {{"Location", "http://127.0.0.1:1/"}});
}

INSTANTIATE_TEST_SUITE_P(
    Answers, OddAnswer,
    testing::Values(Case{"200", welcome(200)}, Case{"201", welcome(201)}, Case{"202", welcome(202)},
                    Case{"204", welcome(204)}, Case{"299", welcome(299)}, Case{"301", welcome(301)},
                    Case{"302", welcome(302)}, Case{"307", welcome(307)}, Case{"308", welcome(308)},
                    Case{"404", welcome(404)},
                    Case{"other_time", Answer::json(200, R"({"timestamp":"2017-09-10T22:44:36.000Z"})")},
                    Case{"trailing_bytes", Answer::json(200, R"({"timestamp":1505083475}x)")},
                    Case{"too_long", Answer::json(200, std::string(70'000, ' '))}),
    [](const auto& each) { return std::string(each.param.name); });

class OddForm : public PublishingTable, public testing::WithParamInterface<test::EchoForm> {};

TEST_P(OddForm, OfOurTimestampIsSent) {
    Answer answer = Answer::normal();
    answer.form = GetParam();
    const auto id = send_one(answer);
    EXPECT_EQ(state(id), OutboxState::sent) << item(id).last_error.value_or("");
    EXPECT_FALSE(report_.ended_by);
    EXPECT_EQ(stored().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Forms, OddForm,
                         testing::Values(test::EchoForm::unix_s, test::EchoForm::unix_ms,
                                         test::EchoForm::created, test::EchoForm::gzip,
                                         test::EchoForm::white_space));

// The 45 rows of 45 runs: whatever the server says, what it stores is looked up before it is sent again.
TEST_F(PublishingTable, ServerThatStoresAndAnswersOtherwiseGetsEachReportOnce) {
    std::vector<std::int64_t> ids;
    std::vector<test::StoredReport> expected;
    for (int i = 0; i < 12; ++i) {
        ids.push_back(add({.last_s = test::kReportTime_s + i}));
        expected.push_back(test::stored_form_of({.last_s = test::kReportTime_s + i}));
    }
    Answer odd = Answer::of(Answer::Kind::store_and_answer);
    odd.status = 204;
    api_.answer_always(Route::post_report, odd);
    report_ = publish();
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration) << "once";
    EXPECT_LE(api_.count(Route::post_report), 4U);
    int told = 0;
    for (int run = 0; run < 8; ++run) {
        report_ = publish_after(5min);
        EXPECT_FALSE(report_.ended_by) << "it is known now";
        told += logged_.find("found to store what it answers so") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(stored(), expected);
    for (const auto id : ids) EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(told, 1) << "in the one run that sent, once";
}

TEST_F(PublishingTable, ServerThatNoLongerStoresWhatItAnswersSoEndsTheRunAgain) {
    Answer stores = Answer::of(Answer::Kind::store_and_answer);
    stores.status = 204;
    api_.answer_next(Route::post_report, stores);
    add();
    publish();
    api_.answer_next(Route::post_report, Answer::with_status(204));
    const auto lost = add({.last_s = test::kReportTime_s + 1});
    report_ = publish_after(5min);
    EXPECT_FALSE(report_.ended_by);
    EXPECT_EQ(state(lost), OutboxState::uncertain);
    publish_after(5min);
    EXPECT_EQ(state(lost), OutboxState::retry) << "it was not stored";
    api_.answer_always(Route::post_report, Answer::with_status(204));
    report_ = publish_after(15min);
    ASSERT_TRUE(report_.ended_by);
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
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
}

TEST_F(PublishingTable, RefusedCredentialsOfAPostLeaveTheItemAsItWasBefore) {
    const auto id = add();
    store::OutboxStore outbox(database_.database());
    store::OutboxMove move(item(id));
    move.state = OutboxState::held;
    move.held_for = HeldFor::address;
    move.next_attempt_ms = clock_.now_ms() - 5;
    ASSERT_TRUE(outbox.move(id, OutboxState::pending, move));
    for (const Answer& answer : {Answer::unauthorized_text(), Answer::with_status(407)}) {
        api_.answer_next(Route::post_report, answer);
        report_ = publish();
        EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
        EXPECT_EQ(state(id), OutboxState::held);
        EXPECT_EQ(item(id).held_for, HeldFor::address);
        EXPECT_EQ(item(id).next_attempt_ms, move.next_attempt_ms);
    }
}

TEST_F(PublishingTable, RefusedConnectionLeavesTheItemAsItIsForAWhile) {
    const auto id = add();
    port_ = 1;  // nobody listens there
    report_ = publish();
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).attempts, 0);
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
        const sockaddr_in address = test::listen_on_loopback(listener_, 0);
        port_ = ntohs(address.sin_port);
        for (const int waiting : waiting_)
            static_cast<void>(connect(waiting, reinterpret_cast<const sockaddr*>(&address), sizeof address));
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

TEST_F(PublishingTable, ConnectionThatIsNotMadeInTimeIsTriedAgain) {
    const FullListener listener;
    const auto id = add();
    port_ = listener.port();
    http_settings_.connect_timeout = std::chrono::milliseconds(300);
    const auto started = std::chrono::steady_clock::now();
    report_ = publish();
    EXPECT_LT(std::chrono::steady_clock::now() - started, http_settings_.request_timeout / 2)
        << "a request as a whole may take longer";
    EXPECT_EQ(state(id), OutboxState::pending) << "nothing was sent: it need not settle";
    EXPECT_NE(item(id).last_error->find("no connection"), std::string::npos) << *item(id).last_error;
}

// The pre-flight is let through, and then nobody is there any more.
TEST_F(PublishingTable, ConnectionRefusedToAPostIsRetried) {
    const auto id = add();
    class StopTheServer final : public PublishObserver {
      public:
        explicit StopTheServer(test::FakeTixApi& api) : api_(api) {}
        void reached(PublishPoint point, std::int64_t) override {
            if (point == PublishPoint::preflight_answered) api_.stop();
        }

      private:
        test::FakeTixApi& api_;
    } observer(api_);
    report_ = publish(observer);
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_EQ(item(id).attempts, 1);
    EXPECT_GT(*item(id).next_attempt_ms, clock_.now_ms());
    EXPECT_LE(*item(id).next_attempt_ms, clock_.now_ms() + 5'000);
}

TEST_F(PublishingTable, DelayOfRetriesGrowsUpToItsCap) {
    const auto id = add();
    api_.answer_always(Route::post_report, Answer::lookup_failed("OperationalError"));
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
    EXPECT_EQ(report_.open[OutboxState::pending], 9);
    EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE next_attempt_ms IS NOT NULL"), 5);
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
    clock_.step(24h * 400);
    const auto id = send_one(Answer::lookup_failed("ValueError"));
    ASSERT_EQ(state(id), OutboxState::held);
    clock_.step(-24h * 400);
    publish();
    EXPECT_NE(logged_.find("1 item due later than any delay asks for"), std::string::npos) << logged_;
    EXPECT_EQ(state(id), OutboxState::held);
    publish_after(24h);
    EXPECT_EQ(state(id), OutboxState::sent);
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
    ASSERT_TRUE(store::OutboxStore(database_.database()).retry(first));
    publish();
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent);
}

class ReportRefused : public PublishingTable, public testing::WithParamInterface<int> {};

TEST_P(ReportRefused, IsDeadIfAnotherWasTakenBefore) {
    settings_.in_flight = 1;
    api_.answer_next(Route::post_report, Answer::normal());
    add({.last_s = test::kReportTime_s - 1});
    const auto id = send_one(Answer::with_status(GetParam(), "<html>Error</html>"));
    EXPECT_EQ(state(id), OutboxState::dead);
    EXPECT_EQ(report_.counts.dead, 1);
    EXPECT_FALSE(report_.ended_by);
    publish_after(48h);
    EXPECT_EQ(api_.count(Route::post_report), 2U);
}

TEST_P(ReportRefused, IsDeadOnceAnotherIsTakenAfterIt) {
    settings_.in_flight = 1;
    const auto other = add({.last_s = test::kReportTime_s + 1});
    const auto id = send_one(Answer::with_status(GetParam(), "<html>Error</html>"));
    EXPECT_EQ(state(other), OutboxState::sent);
    EXPECT_EQ(state(id), OutboxState::dead);
    EXPECT_EQ(report_.counts.dead, 1);
    EXPECT_EQ(report_.counts.retry, 0);
}

TEST_P(ReportRefused, IsRetriedIfNoOtherIsTaken) {
    const auto id = send_one(Answer::with_status(GetParam(), "<html>Error</html>"));
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_FALSE(report_.ended_by);
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_P(ReportRefused, ThreeInARowWithNothingTakenEndTheRun) {
    settings_.in_flight = 1;
    api_.answer_always(Route::post_report, Answer::with_status(GetParam(), "<html>Error</html>"));
    for (int i = 0; i < 9; ++i) add({.last_s = test::kReportTime_s + i});
    for (int run = 1; run <= 6; ++run) {
        report_ = publish_after(15min);
        ASSERT_TRUE(report_.ended_by);
        EXPECT_EQ(report_.ended_by->kind(), ErrorKind::configuration);
        EXPECT_NE(std::string(report_.ended_by->what()).find("refuses every report"), std::string::npos);
        EXPECT_EQ(api_.count(Route::post_report), 3U * static_cast<unsigned>(run));
    }
    EXPECT_EQ(report_.open[OutboxState::dead], 0) << "never for what a server does";
}

INSTANTIATE_TEST_SUITE_P(Statuses, ReportRefused, testing::Values(400, 413, 415, 422));

class Uncertain : public PublishingTable, public testing::WithParamInterface<Case> {};

TEST_P(Uncertain, WaitsForTheSettleDelayAndIsThenAskedAbout) {
    if (GetParam().answer.kind == Answer::Kind::hang) http_settings_.request_timeout = kShortTimeout;
    const auto id = send_one(GetParam().answer);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(item(id).next_attempt_ms, clock_.now_ms() + 300'000);
    EXPECT_EQ(item(id).unclear_ends, GetParam().answer.status == 503 ? 0 : 1);
    EXPECT_EQ(report_.counts.uncertain, 1);
    EXPECT_EQ(report_.next_uncertain_ms, clock_.now_ms() + 300'000);
    EXPECT_FALSE(report_.ended_by);

    publish_after(299s);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(api_.count(Route::get_reports), 0U);

    report_ = publish_after(1s);
    EXPECT_EQ(api_.count(Route::get_reports), 1U);
    publish_after(5s);
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
                    Case{"403", Answer::with_status(403)}, Case{"405", Answer::with_status(405)},
                    Case{"404_not_found", Answer::with_status(404, "Not Found")},
                    Case{"504", Answer::with_status(504)}, Case{"599", Answer::with_status(599)},
                    Case{"408", Answer::with_status(408)}),
    [](const auto& each) { return std::string(each.param.name); });

TEST_F(PublishingTable, UncertainItemStaysSoHoweverOftenItsLookUpIsNotAnswered) {
    const auto id = send_one(Answer::of(Answer::Kind::store_and_cut));
    api_.answer_always(Route::get_reports, Answer::of(Answer::Kind::cut));
    for (int i = 1; i <= 12; ++i) publish_after(15min);
    EXPECT_EQ(state(id), OutboxState::uncertain);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    api_.answer_always(Route::get_reports, Answer::normal());
    publish_after(15min);
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(PublishingTable, FivePostsWithoutAnAnswerInARowEndTheRunWhateverTheirAddresses) {
    settings_.in_flight = 1;
    api_.answer_always(Route::post_report, Answer::of(Answer::Kind::cut));
    for (int i = 0; i < 20; ++i)
        add({.installation = {1 + i, 11 + i},
             .last_s = test::kReportTime_s + i,
             .ip = "200.0.2." + std::to_string(i)});
    report_ = publish();
    ASSERT_TRUE(report_.ended_by);
    EXPECT_EQ(report_.ended_by->kind(), ErrorKind::try_again);
    EXPECT_EQ(api_.count(Route::post_report), 5U) << "though the questions between them are answered";
}

// A server that fails for a while, as a whole: nothing is lost, and nothing dies.
TEST_F(PublishingTable, HourOf500sLosesNothing) {
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 30; ++i) ids.push_back(add({.last_s = test::kReportTime_s + i}));
    api_.answer_always(Route::post_report, Answer::with_status(500, "Internal Server Error"));
    for (int run = 0; run < 6; ++run) publish_after(10min);
    EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE state = 'dead'"), 0);
    api_.answer_always(Route::post_report, Answer::normal());
    for (int run = 0; run < 4; ++run) publish_after(15min);
    for (const auto id : ids) EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 30U);
}

// The one report that makes the server fail, among others that it takes.
TEST_F(PublishingTable, ReportThatEndsUnclearFiveTimesWhileOthersAreTakenIsHeldForItself) {
    const auto id = add();
    api_.choose_answers([](const test::ReceivedRequest& request) -> std::optional<Answer> {
        const bool is_it = request.body.find("1505083475") != std::string::npos;
        return is_it ? std::optional(Answer::of(Answer::Kind::cut)) : std::nullopt;
    });
    int runs = 0;
    for (; runs < 30 && state(id) != OutboxState::held; ++runs) {
        add({.installation = {2, 22}, .last_s = test::kReportTime_s + 10 + runs});
        publish_after(15min);
    }
    EXPECT_EQ(state(id), OutboxState::held);
    EXPECT_EQ(item(id).held_for, HeldFor::report);
    EXPECT_EQ(item(id).unclear_ends, 5);
    const auto same_ip = add({.last_s = test::kReportTime_s + 500});
    publish_after(1h);
    EXPECT_EQ(state(same_ip), OutboxState::sent) << "it waits alone";
    EXPECT_EQ(item(id).unclear_ends, 5);
    publish_after(24h);
    EXPECT_EQ(item(id).unclear_ends, 6) << "one try a day";
    api_.choose_answers(nullptr);
    publish_after(6min);
    EXPECT_EQ(state(id), OutboxState::held) << "it was not stored";
    publish_after(24h);
    EXPECT_EQ(state(id), OutboxState::sent);
}

TEST_F(PublishingTable, ReportThatEndsUnclearWhileNothingIsTakenIsNotHeld) {
    const auto id = add();
    api_.answer_always(Route::post_report, Answer::of(Answer::Kind::cut));
    for (int i = 0; i < 30; ++i) publish_after(15min);
    EXPECT_GT(item(id).unclear_ends, 5);
    EXPECT_NE(state(id), OutboxState::held);
    EXPECT_NE(state(id), OutboxState::dead);
    api_.answer_always(Route::post_report, Answer::normal());
    for (int i = 0; i < 2; ++i) publish_after(15min);
    EXPECT_EQ(state(id), OutboxState::sent);
}

// The server may have failed since, and not for this report.
TEST_F(PublishingTable, WhatWasTakenBeforeAReportFirstEndedUnclearDoesNotHoldIt) {
    add({.last_s = test::kReportTime_s - 60});
    publish();
    ASSERT_EQ(stored().size(), 1U);
    clock_.advance(15min);
    const auto id = add();
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    publish();
    ASSERT_EQ(item(id).unclear_ends, 1);
    database_.database().execute("UPDATE outbox SET unclear_ends = 5 WHERE outbox_id = " +
                                 std::to_string(id));
    publish_after(6min);
    EXPECT_EQ(state(id), OutboxState::retry) << "it was not stored";
}

TEST_F(PublishingTable, WhatHasEndedUnclearGoesAfterTheOthersAndAlone) {
    settings_.in_flight = 4;
    add({.installation = {9, 99}, .last_s = test::kReportTime_s - 50});
    publish();  // its address is known from now on
    std::vector<std::int64_t> suspects;
    for (int i = 0; i < 3; ++i) {
        api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
        suspects.push_back(add({.installation = {1, 11 + i}, .last_s = test::kReportTime_s + i}));
    }
    publish();
    publish_after(5min);  // looked up, not stored
    for (const auto id : suspects) ASSERT_EQ(state(id), OutboxState::retry);
    for (int i = 0; i < 6; ++i) add({.installation = {2, 21 + i}, .last_s = test::kReportTime_s + 100 + i});
    std::atomic<int> at_once = 0;
    std::atomic<int> beside_a_suspect = 0;
    api_.choose_answers([&](const test::ReceivedRequest& request) -> std::optional<Answer> {
        if (request.route != Route::post_report) return std::nullopt;
        if (request.target.starts_with("/api/user/1/") && at_once > 0) ++beside_a_suspect;
        ++at_once;
        return Answer::normal(std::chrono::milliseconds(30));
    });
    api_.on_stored([&at_once](const test::StoredReport&) { --at_once; });
    publish_after(15s);
    EXPECT_EQ(beside_a_suspect, 0);
    const auto rows = api_.reports();
    ASSERT_EQ(rows.size(), 10U);
    for (std::size_t i = 7; i < 10; ++i) {
        EXPECT_EQ(rows[i].installation.user_id, 1) << "the older ones last";
        EXPECT_EQ(rows[i].timestamp_s, test::kReportTime_s + static_cast<std::int64_t>(i) - 7);
    }
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
