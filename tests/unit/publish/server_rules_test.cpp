// SPDX-License-Identifier: MIT
// What counts for the server as a whole, over items, addresses and runs.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/outbox_item.hpp"
#include "store/api_server_store.hpp"
#include "store/outbox_store.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish::server_rules {
namespace {

using model::HeldFor;
using model::OutboxState;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;
using test::Answer;
using test::Route;

class ServerRules : public test::PublishTest {
  protected:
    void expect_ended(const PublishReport& report, ErrorKind kind, const std::string& text) {
        ASSERT_TRUE(report.ended_by);
        EXPECT_EQ(report.ended_by->kind(), kind);
        const std::string said = std::string(report.ended_by->what()) + "; " + report.ended_by->hint();
        EXPECT_NE(said.find(text), std::string::npos) << said;
    }
    void add_addresses(int count, int first = 0) {
        for (int i = first; i < first + count; ++i) {
            add({.installation = {1 + i, 11 + i},
                 .last_s = test::kReportTime_s + i,
                 .ip = "200.0.2." + std::to_string(i)});
        }
    }
    [[nodiscard]] std::int64_t in_state(const std::string& state) {
        return database_.number("SELECT count(*) FROM outbox WHERE state = '" + state + "'");
    }
};

struct Wait {
    const char* name;
    Route route;
    int status;
    OutboxState state;
};

class RetryAfter : public ServerRules, public testing::WithParamInterface<Wait> {};

TEST_P(RetryAfter, KeepsEveryRunFromAskingUntilThen) {
    settings_.in_flight = 1;
    add_addresses(6);
    api_.answer_next(GetParam().route, Answer::with_status(GetParam().status, "", {{"Retry-After", "3600"}}));
    auto report = publish();
    expect_ended(report, ErrorKind::try_again, "2017-09-10T23:54:35Z");
    EXPECT_EQ(state(1), GetParam().state);
    EXPECT_EQ(in_state("pending"), GetParam().state == OutboxState::pending ? 6 : 5);
    const auto asked = api_.requests().size();
    for (int i = 0; i < 5; ++i) {
        report = publish_after(10min);
        expect_ended(report, ErrorKind::try_again, "2017-09-10T23:54:35Z");
    }
    EXPECT_EQ(api_.requests().size(), asked);
    publish_after(10min);
    publish_after(10min);
    publish_after(10min);
    EXPECT_EQ(stored().size(), 6U);
}

INSTANTIATE_TEST_SUITE_P(Requests, RetryAfter,
                         testing::Values(Wait{"post_429", Route::post_report, 429, OutboxState::retry},
                                         Wait{"post_503", Route::post_report, 503, OutboxState::uncertain},
                                         Wait{"get_429", Route::get_installation, 429, OutboxState::pending},
                                         Wait{"get_503", Route::get_installation, 503, OutboxState::pending}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_F(ServerRules, RetryAfterIsHonouredForADayAtMost) {
    add();
    api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", "9999999999"}}));
    publish();
    EXPECT_EQ(database_.number("SELECT wait_until_ms FROM api_server"), clock_.now_ms() + 86'400'000);
    clock_.step(-24h * 30);
    publish();
    EXPECT_EQ(database_.number("SELECT wait_until_ms FROM api_server"), clock_.now_ms() + 86'400'000)
        << "also after a clock that was ahead";
}

TEST_F(ServerRules, RetryAfterMayBeADate) {
    add();
    api_.answer_next(Route::post_report,
                     Answer::with_status(503, "", {{"Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"}}));
    publish();
    EXPECT_EQ(database_.number("SELECT wait_until_ms FROM api_server"), clock_.now_ms() + 86'400'000);
}

TEST_F(ServerRules, WaitWithNothingToSendIsNoError) {
    const auto id = add();
    api_.answer_next(Route::post_report, Answer::with_status(429, "", {{"Retry-After", "3600"}}));
    publish();
    ASSERT_TRUE(store::OutboxStore(database_.database()).drop(id, "no longer wanted"));
    EXPECT_FALSE(publish().ended_by);
}

TEST_F(ServerRules, ServiceUnavailableWithoutATimeCountsInTheRowAndNotForTheReport) {
    settings_.in_flight = 1;
    add_addresses(9);
    api_.answer_always(Route::post_report, Answer::with_status(503));
    const auto report = publish();
    expect_ended(report, ErrorKind::try_again, "5 reports in a row");
    EXPECT_EQ(in_state("uncertain"), 5);
    EXPECT_EQ(database_.number("SELECT sum(unclear_ends) FROM outbox"), 0);
}

TEST_F(ServerRules, FiveQuestionsWithoutAnAnswerInARowEndTheRun) {
    settings_.in_flight = 1;
    add_addresses(9);
    api_.answer_always(Route::get_installation, Answer::with_status(504));
    expect_ended(publish(), ErrorKind::try_again, "5 questions in a row");
    EXPECT_EQ(api_.requests().size(), 5U);
    EXPECT_EQ(in_state("pending"), 9);
}

// --- addresses

TEST_F(ServerRules, FiveNewAddressesOfWhichOneWasTakenBeforeAreTheTable) {
    settings_.in_flight = 1;
    add_addresses(1, 2);
    publish();
    clock_.advance(21h);
    const auto known =
        add({.installation = {90, 91}, .last_s = test::kReportTime_s + 500, .ip = "200.0.9.9"});
    publish();
    ASSERT_EQ(state(known), OutboxState::sent);
    api_.choose_answers([](const test::ReceivedRequest& request) -> std::optional<Answer> {
        const bool is_refused =
            request.route == Route::post_report && request.body.find("200.0.9.9") == std::string::npos;
        return is_refused ? std::optional(Answer::lookup_failed("ValueError: need more")) : std::nullopt;
    });
    add_addresses(9);
    add({.installation = {1, 11}, .last_s = test::kReportTime_s + 300, .ip = "200.0.2.0"});
    const auto known_later =
        add({.installation = {90, 91}, .last_s = test::kReportTime_s + 600, .ip = "200.0.9.9"});
    const auto posts = api_.count(Route::post_report);
    const auto report = publish();
    expect_ended(report, ErrorKind::try_again, "table of networks");
    EXPECT_EQ(api_.count(Route::post_report) - posts, 6U) << "five, and the known one";
    EXPECT_EQ(state(known_later), OutboxState::sent);
    EXPECT_EQ(in_state("held"), 0);
    EXPECT_EQ(in_state("retry"), 5);
    EXPECT_EQ(report.counts.held, 0);
    EXPECT_EQ(report.counts.retry, 5);
    api_.choose_answers(nullptr);
    publish_after(15s);
    EXPECT_EQ(in_state("sent"), 13);
}

// Of the five addresses that come back there are two results each, and each second one was held along with
// the first.
TEST_F(ServerRules, WhatWasHeldWithAnAddressIsNotCountedOnceTheTableIsAtFault) {
    settings_.in_flight = 1;
    add_addresses(1, 0);
    publish();
    clock_.advance(21h);
    for (int i = 0; i < 18; ++i) {
        add({.installation = {1 + i / 2, 11 + i / 2},
             .last_s = test::kReportTime_s + 100 + i,
             .ip = "200.0.2." + std::to_string(i / 2)});
    }
    api_.answer_always(Route::post_report, Answer::lookup_failed("ValueError: need more"));
    const auto report = publish();
    expect_ended(report, ErrorKind::try_again, "table of networks");
    EXPECT_EQ(in_state("held"), 0);
    EXPECT_EQ(in_state("retry"), 5);
    EXPECT_EQ(in_state("pending"), 13);
    EXPECT_EQ(report.counts.held, 0);
    EXPECT_EQ(report.counts.retry, 5);
}

TEST_F(ServerRules, NewAddressesThatWereNeverTakenAreHeldAndTheRunGoesOn) {
    settings_.in_flight = 1;
    api_.choose_answers([](const test::ReceivedRequest& request) -> std::optional<Answer> {
        const bool is_refused =
            request.route == Route::post_report && request.body.find("200.0.2.7\"") == std::string::npos;
        return is_refused ? std::optional(Answer::lookup_failed("UnboundLocalError: nic")) : std::nullopt;
    });
    add_addresses(8);
    const auto report = publish();
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(in_state("held"), 7);
    EXPECT_EQ(in_state("sent"), 1);
}

// tix-api had them in its table this day: what it says of them now is each one's own.
TEST_F(ServerRules, AddressesThatWereSentLatelyNeverCount) {
    settings_.in_flight = 1;
    add_addresses(7);
    publish();
    ASSERT_EQ(in_state("sent"), 7);
    clock_.advance(19h);
    for (int i = 0; i < 7; ++i) {
        add({.installation = {1 + i, 11 + i},
             .last_s = test::kReportTime_s + 100 + i,
             .ip = "200.0.2." + std::to_string(i)});
    }
    api_.answer_always(Route::post_report, Answer::lookup_failed("ValueError: need more"));
    const auto report = publish();
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(in_state("held"), 7);
    EXPECT_EQ(report.counts.held, 7);
}

TEST_F(ServerRules, AddressLookupThatFailsOtherwiseIsCountedLikewise) {
    settings_.in_flight = 1;
    add_addresses(1);
    publish();
    clock_.advance(21h);
    api_.answer_always(Route::post_report, Answer::lookup_failed("OperationalError: (2002, 'no server')"));
    for (int i = 0; i < 12; ++i) {
        add({.installation = {1 + i, 11 + i},
             .last_s = test::kReportTime_s + 100 + i,
             .ip = "200.0.2." + std::to_string(i)});
    }
    const auto posts = api_.count(Route::post_report);
    expect_ended(publish(), ErrorKind::try_again, "OperationalError");
    EXPECT_EQ(api_.count(Route::post_report) - posts, 5U);
    EXPECT_EQ(in_state("retry"), 5);
}

TEST_F(ServerRules, Ipv6AddressesNeverCount) {
    settings_.in_flight = 1;
    for (int i = 0; i < 7; ++i) {
        add({.installation = {1 + i, 11 + i},
             .last_s = test::kReportTime_s + i,
             .ip = "2001:db8::" + std::to_string(i)});
    }
    add_addresses(1, 50);
    const auto report = publish();
    EXPECT_FALSE(report.ended_by);
    EXPECT_EQ(in_state("held"), 7);
    EXPECT_EQ(in_state("sent"), 1);
}

TEST_F(ServerRules, Ipv6AddressIsHeldWhateverTheLookUpFailsWith) {
    api_.answer_always(Route::post_report, Answer::lookup_failed("OperationalError: (2002, 'no server')"));
    const auto id = add({.ip = "2001:db8::1"});
    const auto other = add({.last_s = test::kReportTime_s + 60, .ip = "2001:db8::1"});
    const auto report = publish();
    EXPECT_EQ(state(id), OutboxState::held);
    EXPECT_EQ(state(other), OutboxState::held);
    EXPECT_EQ(report.counts.held, 2);
    EXPECT_EQ(report.counts.retry, 0);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

TEST_F(ServerRules, OthersOfANewAddressWhoseLookUpFailedAreNotTriedAtOnce) {
    api_.answer_always(Route::post_report, Answer::lookup_failed("OperationalError: (2002, 'no server')"));
    for (int i = 0; i < 9; ++i) add({.last_s = test::kReportTime_s + 60 * i});
    EXPECT_FALSE(publish().ended_by) << "one address is not a table";
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    EXPECT_EQ(in_state("retry"), 1);
    EXPECT_EQ(in_state("pending"), 8);
    api_.answer_always(Route::post_report, Answer::normal());
    publish_after(15s);
    EXPECT_EQ(in_state("sent"), 9);
}

TEST_F(ServerRules, RunThatWaitsTriesAnAddressWhoseLookUpFailedAgain) {
    api_.answer_next(Route::post_report, Answer::lookup_failed("OperationalError: (2002, 'no server')"));
    for (int i = 0; i < 3; ++i) add({.last_s = test::kReportTime_s + 60 * i});
    settings_.wait = 60s;
    publish();
    EXPECT_EQ(in_state("sent"), 3);
}

// --- is this tix-api at all?

TEST_F(ServerRules, FiveUnknownInstallationsInARowAreTheServerIfItIsNotTixApi) {
    settings_.in_flight = 1;
    add_addresses(9);
    api_.answer_always(Route::get_installation, Answer::with_status(404, "Not Found"));
    api_.answer_always(Route::get_current_user, Answer::with_status(404, "Not Found"));
    const auto report = publish();
    ASSERT_TRUE(report.ended_by);
    EXPECT_EQ(report.ended_by->kind(), ErrorKind::configuration);
    EXPECT_EQ(in_state("pending"), 9) << "the five go back";
    EXPECT_EQ(report.counts.held, 0);
    EXPECT_EQ(api_.requests().size(), 6U);
}

TEST_F(ServerRules, WhatIsGivenBackByAnotherServerIsWhatItWas) {
    settings_.in_flight = 1;
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 12; ++i) {
        ids.push_back(add({.installation = {1 + i / 2, 11 + i / 2},
                           .last_s = test::kReportTime_s + i,
                           .ip = "200.0.2." + std::to_string(i)}));
    }
    store::OutboxStore outbox(database_.database());
    store::OutboxMove tried(item(ids[2]));
    tried.state = OutboxState::retry;
    tried.attempts = 3;
    tried.next_attempt_ms = clock_.now_ms() - 1'000;
    tried.last_status = 429;
    tried.last_error = "asked to slow down: 429";
    ASSERT_TRUE(outbox.move(ids[2], OutboxState::pending, tried));
    const auto as_they_are = [&] {
        std::vector<std::string> texts;
        for (const std::int64_t id : ids) {
            const auto each = item(id);
            texts.push_back(fmt::format("{} {} {} {} {} {}", id, model::name_of(each.state), each.attempts,
                                        each.next_attempt_ms.value_or(-1), each.last_status.value_or(-1),
                                        each.last_error.value_or("-")));
        }
        return texts;
    };
    const auto before = as_they_are();
    for (const Route route : {Route::get_installation, Route::get_current_user})
        api_.answer_always(route, Answer::with_status(404, "Not Found"));
    const auto report = publish();
    expect_ended(report, ErrorKind::configuration, "unknown to tix-api");
    EXPECT_EQ(api_.count(Route::get_installation), 5U);
    EXPECT_EQ(as_they_are(), before);
    EXPECT_EQ(report.counts.held, 0) << "those that were held along with the five included";
}

TEST_F(ServerRules, FiveUnknownInstallationsInARowAreHeldIfItIs) {
    settings_.in_flight = 1;
    add_addresses(13);
    api_.answer_always(Route::get_installation, Answer::with_status(404, "Not Found"));
    EXPECT_FALSE(publish().ended_by);
    EXPECT_EQ(in_state("held"), 13);
    EXPECT_EQ(api_.count(Route::get_current_user), 1U) << "asked once";
}

TEST_F(ServerRules, OddAnswerToAPreflightLetsOnlyThisItemWaitIfThisIsTixApi) {
    api_.answer_next(Route::get_installation, Answer::with_status(403, "<html>no</html>"));
    const auto first = add();
    const auto other = add({.installation = {2, 22}, .last_s = test::kReportTime_s + 1});
    EXPECT_FALSE(publish().ended_by);
    EXPECT_EQ(state(first), OutboxState::pending);
    EXPECT_EQ(item(first).next_attempt_ms, clock_.now_ms() + 86'400'000);
    EXPECT_EQ(state(other), OutboxState::sent);
    publish_after(24h);
    EXPECT_EQ(state(first), OutboxState::sent);
}

TEST_F(ServerRules, OddAnswerToAPreflightOfAnotherServerEndsTheRunAndTouchesNothing) {
    for (const Route route : {Route::get_installation, Route::get_current_user})
        api_.answer_always(route, Answer::with_status(200, "<html>Welcome to nginx!</html>"));
    const auto id = add();
    const auto report = publish();
    expect_ended(report, ErrorKind::configuration, "not an answer of tix-api");
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).next_attempt_ms, std::nullopt);
    EXPECT_EQ(item(id).last_error, std::nullopt);
    EXPECT_EQ(api_.requests().size(), 2U);
}

TEST_F(ServerRules, RefusedUserIsAskedAboutOnce) {
    for (int i = 0; i < 3; ++i) {
        api_.answer_next(Route::get_installation, Answer::unauthorized_json());
        add({.installation = {1 + i, 11 + i}, .last_s = test::kReportTime_s + i});
    }
    api_.answer_next(Route::get_current_user,
                     Answer::json(200, R"({"username":"publisher","role":"user","id":3,"enabled":1})"));
    publish();
    EXPECT_EQ(api_.count(Route::get_current_user), 1U);
    EXPECT_NE(logged_.find("is --api-user an admin?"), std::string::npos) << logged_;
    EXPECT_NE(logged_.find("role user"), std::string::npos) << logged_;
    EXPECT_EQ(in_state("held"), 3);
}

TEST_F(ServerRules, RefusedByTheProxyEndsTheRunAndTouchesNothing) {
    const auto id = add();
    api_.answer_next(Route::get_installation, Answer::with_status(407));
    expect_ended(publish(), ErrorKind::configuration, "proxy");
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).attempts, 0);
}

// --- names

TEST_F(ServerRules, NameThatIsNotKnownIsAFaultOfConfiguration) {
    const auto id = add();
    host_ = "nosuchhost.invalid";
    const auto report = publish();
    expect_ended(report, ErrorKind::configuration,
                 "the name nosuchhost.invalid is not known; check --api-host");
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).next_attempt_ms, std::nullopt);
}

TEST_F(ServerRules, NameThatWasKnownOnceIsAnOutage) {
    const auto id = add();
    host_ = "nosuchhost.invalid";
    store::ApiServerFacts facts;
    facts.resolved_name = host_;
    store::ApiServerStore(database_.database()).put({"http", host_, api_.port(), "/api"}, facts);
    const auto report = publish();
    expect_ended(report, ErrorKind::try_again, "nosuchhost.invalid");
    EXPECT_EQ(state(id), OutboxState::pending);
}

TEST_F(ServerRules, NameThatIsResolvedIsKept) {
    host_ = "localhost";
    add();
    publish();
    EXPECT_EQ(database_.text("SELECT resolved_name FROM api_server"), "localhost");
}

}  // namespace
}  // namespace tixdb::publish::server_rules
