// SPDX-License-Identifier: MIT
// How many requests at a time, in which order, and what must never leave the process.
#include "publish/publisher.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>
#include <set>

#include "base/base64.hpp"
#include "publish/candidate_queue.hpp"
#include "publish/plan.hpp"
#include "store/api_server_store.hpp"
#include "store/outbox_store.hpp"
#include "support/failing_calls.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using test::Answer;
using test::Route;

class PublisherTest : public test::PublishTest {
  protected:
    void add_some(int count, const std::string& ip_prefix, int installations = 1) {
        for (int i = 0; i < count; ++i) {
            add({.installation = {1, 100 + i % installations},
                 .last_s = test::kReportTime_s + i,
                 .ip = ip_prefix + std::to_string(i)});
        }
    }
    // As if something of these addresses had been sent lately.
    void know_addresses(int count, const std::string& ip_prefix) {
        for (int i = 0; i < count; ++i) {
            const auto id = add({.installation = {9, 99}, .last_s = i, .ip = ip_prefix + std::to_string(i)});
            database_.database().execute(
                "UPDATE outbox SET state = 'sent', sent_ms = " + std::to_string(clock_.now_ms()) +
                " WHERE outbox_id = " + std::to_string(id));
        }
    }
};

// The most items that were claimed and not ended at a time.
class MostClaimed final : public PublishObserver {
  public:
    explicit MostClaimed(test::TemporaryDatabase& database) : database_(database) {}
    void reached(PublishPoint point, std::int64_t) override {
        if (point != PublishPoint::claimed) return;
        most = std::max(most, database_.number("SELECT count(*) FROM outbox WHERE state = 'sending'"));
    }
    std::int64_t most = 0;

  private:
    test::TemporaryDatabase& database_;
};

TEST_F(PublisherTest, AtMostFourRequestsAreInFlightAndSixtyFourClaimed) {
    api_.answer_always(Route::post_report, Answer::normal(20ms));
    know_addresses(100, "200.0.3.");
    add_some(100, "200.0.3.", 12);
    MostClaimed watch(database_);
    const auto report = publish(watch);
    EXPECT_EQ(report.counts.sent, 100);
    EXPECT_LE(api_.most_at_once(Route::post_report), 4);
    EXPECT_GE(api_.most_at_once(Route::post_report), 2) << "known addresses go side by side";
    EXPECT_LE(watch.most, 64);
    EXPECT_GE(watch.most, 8) << "some wait for their turn, so that no request waits for the disk";
}

TEST_F(PublisherTest, NothingIsClaimedAheadWhileRequestsFail) {
    settings_.in_flight = 1;
    know_addresses(20, "200.0.3.");
    add_some(20, "200.0.3.");
    api_.answer_always(Route::post_report, Answer::with_status(400, "no"));
    MostClaimed watch(database_);
    (void)publish(watch);
    EXPECT_LE(watch.most, 2) << "one more after the pre-flight, which went well";
    EXPECT_EQ(api_.count(Route::post_report), 3U) << "three refused in a row end the run";
    EXPECT_EQ(database_.number("SELECT sum(attempts) FROM outbox"), 3) << "what was not sent was given back";
}

TEST_F(PublisherTest, NothingFollowsAnAnswerThatEndsTheRun) {
    settings_.in_flight = 1;
    know_addresses(30, "200.0.3.");
    add_some(30, "200.0.3.");
    std::atomic<int> posts = 0;
    api_.choose_answers([&posts](const test::ReceivedRequest& request) -> std::optional<Answer> {
        if (request.route != Route::post_report || ++posts < 12) return std::nullopt;
        return Answer::with_status(429, "", {{"Retry-After", "3600"}});
    });
    const auto report = publish();
    ASSERT_TRUE(report.ended_by);
    EXPECT_EQ(api_.count(Route::post_report), 12U);
    EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE state = 'pending'"), 18);
    EXPECT_EQ(database_.number("SELECT sum(attempts) FROM outbox WHERE state = 'pending'"), 0);
}

TEST_F(PublisherTest, OneNewAddressAtATime) {
    api_.answer_always(Route::post_report, Answer::normal(20ms));
    add_some(6, "200.0.4.", 6);
    publish();
    EXPECT_EQ(stored().size(), 6U);
    EXPECT_EQ(api_.most_at_once(Route::post_report), 1);
}

TEST_F(PublisherTest, FirstReportOfANewAddressGoesAloneAndTheRestBesideEachOther) {
    for (int i = 0; i < 8; ++i) add({.installation = {1, 11}, .last_s = test::kReportTime_s + i});
    std::atomic<bool> first_is_answered = false;
    std::atomic<int> too_early = 0;
    api_.on_stored([&](const test::StoredReport&) { first_is_answered = true; });
    std::atomic<int> posts = 0;
    api_.choose_answers([&](const test::ReceivedRequest& request) -> std::optional<Answer> {
        if (request.route != Route::post_report) return std::nullopt;
        if (posts++ > 0 && !first_is_answered) ++too_early;
        return Answer::normal(30ms);
    });
    publish();
    EXPECT_EQ(stored().size(), 8U);
    EXPECT_EQ(too_early, 0);
    EXPECT_GE(api_.most_at_once(Route::post_report), 2);
}

TEST_F(PublisherTest, KnownAddressesGoOnBesideANewOne) {
    know_addresses(3, "200.0.3.");
    const auto slow = add({.installation = {2, 22}, .last_s = test::kReportTime_s - 10, .ip = "200.0.9.9"});
    add_some(3, "200.0.3.", 3);
    api_.choose_answers([](const test::ReceivedRequest& request) -> std::optional<Answer> {
        const bool is_slow = request.body.find("200.0.9.9") != std::string::npos;
        return is_slow ? std::optional(Answer::normal(400ms)) : std::nullopt;
    });
    publish();
    EXPECT_EQ(state(slow), OutboxState::sent);
    ASSERT_EQ(api_.reports().size(), 4U);
    EXPECT_EQ(api_.reports().back().ip, "200.0.9.9") << "the others did not wait for it";
}

TEST_F(PublisherTest, AddressIsNewAgainAfterTwentyHours) {
    add({.ip = "200.0.5.1"});
    add({.last_s = test::kReportTime_s + 1, .ip = "200.0.5.2"});
    publish();
    // Long enough for the second one's pre-flight, also on a busy machine.
    api_.answer_always(Route::post_report, Answer::normal(250ms));
    const auto run_with_two_more = [this](int at) {
        add({.installation = {1, 12}, .last_s = test::kReportTime_s + at, .ip = "200.0.5.1"});
        add({.installation = {1, 13}, .last_s = test::kReportTime_s + at + 1, .ip = "200.0.5.2"});
        publish();
        return api_.most_at_once(Route::post_report);
    };
    clock_.advance(21h);
    EXPECT_EQ(run_with_two_more(10), 1);
    clock_.advance(19h);
    EXPECT_EQ(run_with_two_more(20), 2);
}

TEST_F(PublisherTest, OldestGoesFirst) {
    settings_.in_flight = 1;
    for (const int at : {5, 3, 9, 1, 7}) add({.last_s = test::kReportTime_s + at});
    publish();
    std::vector<std::int64_t> order;
    for (const auto& report : api_.reports()) order.push_back(report.timestamp_s - test::kReportTime_s);
    EXPECT_EQ(order, (std::vector<std::int64_t>{1, 3, 5, 7, 9}));
}

TEST_F(PublisherTest, PreflightRunsOncePerInstallation) {
    add_some(10, "200.0.6.", 2);
    publish();
    EXPECT_EQ(api_.count(Route::get_installation), 2U);
    EXPECT_EQ(stored().size(), 10U);
}

TEST_F(PublisherTest, PreflightRunsAgainAfterAHang) {
    settings_.in_flight = 1;
    api_.answer_next(Route::post_report, Answer::normal());
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::cut));
    add_some(4, "200.0.6.");
    publish();
    EXPECT_EQ(api_.count(Route::get_installation), 2U);
    EXPECT_EQ(stored().size(), 3U);
}

TEST_F(PublisherTest, PreflightWithoutAnAnswerLeavesTheItemAsItIsForAWhile) {
    api_.answer_next(Route::get_installation, Answer::of(Answer::Kind::cut));
    const auto id = add();
    const auto report = publish();
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).attempts, 0);
    EXPECT_GT(item(id).next_attempt_ms, clock_.now_ms());
    EXPECT_LE(item(id).next_attempt_ms, clock_.now_ms() + 5'000);
    EXPECT_EQ(report.counts.retry, 0);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
}

// The count to five would begin anew, and the item be sent more often than is promised.
TEST_F(PublisherTest, PreflightThatFailsLeavesTheCountOfUnclearEnds) {
    const auto id = add();
    database_.database().execute("UPDATE outbox SET unclear_ends = 3, first_unclear_ms = 7");
    for (const Answer& answer : {Answer::of(Answer::Kind::cut), Answer::with_status(404, "Not Found"),
                                 Answer::unauthorized_json(), Answer::with_status(429)}) {
        api_.answer_next(Route::get_installation, answer);
        clock_.advance(std::chrono::hours(25));
        publish();
        EXPECT_NE(state(id), OutboxState::sent);
        EXPECT_EQ(item(id).unclear_ends, 3);
        EXPECT_EQ(item(id).first_unclear_ms, 7);
    }
    EXPECT_EQ(api_.count(Route::post_report), 0U);
}

TEST_F(PublisherTest, DatabaseOfTheServerDownEndsTheRunAfterAFewRequests) {
    // Every request hangs, as tix-api does it then; here it is cut, which is quicker.
    for (const Route route : {Route::post_report, Route::get_installation, Route::get_reports}) {
        api_.answer_always(route, Answer::of(Answer::Kind::cut));
    }
    add_some(50, "200.0.6.", 25);
    const auto report = publish();
    ASSERT_TRUE(report.ended_by);
    EXPECT_EQ(report.ended_by->kind(), ErrorKind::try_again);
    EXPECT_LE(api_.requests().size(), 9U);
    EXPECT_EQ(report.open.at(OutboxState::uncertain), 0);
}

TEST_F(PublisherTest, LimitEndsTheRunEarly) {
    settings_.limit = 3;
    add_some(10, "200.0.6.");
    const auto report = publish();
    EXPECT_EQ(report.counts.sent, 3);
    EXPECT_EQ(report.open.at(OutboxState::pending), 7);
    EXPECT_FALSE(report.ended_by);
}

TEST_F(PublisherTest, MoreItemsThanAreReadAheadAllGo) {
    know_addresses(1, "200.0.6.");
    store::Transaction transaction(database_.database());
    for (int i = 0; i < 700; ++i) {
        add({.installation = {1, 1 + i % 3}, .last_s = test::kReportTime_s + i, .ip = "2001:db8::1"});
    }
    transaction.commit();
    add({.last_s = test::kReportTime_s + 10'000, .ip = "200.0.6.0"});
    const auto report = publish();
    EXPECT_EQ(report.counts.held, 700);
    EXPECT_EQ(report.counts.sent, 1);
    EXPECT_EQ(api_.count(Route::post_report), 2U);
}

// Each of them keeps a lock on its own time only, however many there are.
TEST_F(PublisherTest, MoreBlockedItemsThanAreReadAtOnceHideNoOthers) {
    const auto busy = add({});
    const auto blocked = add({.up_usage = 0.5});
    const auto free = add({.last_s = test::kReportTime_s + 5'000});
    database_.database().execute(
        fmt::format("UPDATE outbox SET state = iif(outbox_id = {}, 'uncertain', 'retry'),"
                    " next_attempt_ms = iif(outbox_id = {}, NULL, {});"
                    "WITH RECURSIVE later (s) AS (SELECT 1 UNION ALL SELECT s + 1 FROM later WHERE s < 1199) "
                    "INSERT INTO outbox (user_id, installation_id, last_s, ip, method, body, source, state,"
                    " next_attempt_ms, queued_ms) "
                    "SELECT user_id, installation_id, last_s + s, ip, method, body, source, state,"
                    " next_attempt_ms, queued_ms FROM outbox, later WHERE outbox_id IN ({}, {})",
                    busy, busy, clock_.now_ms(), busy, blocked));
    publish();
    EXPECT_EQ(state(free), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
}

TEST_F(PublisherTest, OthersOfAnInstallationWaitForItsPreflight) {
    api_.answer_next(Route::get_installation, Answer::with_status(404, "Not Found"));
    add_some(4, "200.0.6.");
    publish();
    EXPECT_EQ(api_.count(Route::get_installation), 1U);
    EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE state = 'held'"), 4);
}

// Nothing else keeps them apart: their address was taken before.
TEST_F(PublisherTest, OthersOfAnInstallationAtAKnownAddressWaitForItsPreflightToo) {
    const auto known = add({.installation = {1, 12}});
    publish();
    ASSERT_EQ(state(known), OutboxState::sent);
    api_.answer_next(Route::get_installation, Answer::with_status(404, "Not Found"));
    for (int i = 0; i < 4; ++i) add({.last_s = test::kReportTime_s + 600 * i});
    publish();
    EXPECT_EQ(api_.count(Route::get_installation), 2U);
    EXPECT_EQ(api_.count(Route::post_report), 1U);
    EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE state = 'held'"), 4);
}

TEST_F(PublisherTest, PlanShowsNothingOfATimeThatMayBeStored) {
    const auto id = add();
    store::OutboxMove move(item(id));
    move.state = OutboxState::uncertain;
    move.next_attempt_ms = clock_.now_ms() + 60'000;
    ASSERT_TRUE(store::OutboxStore(database_.database()).move(id, OutboxState::pending, move));
    add({.up_usage = 0.5});
    int posts = 0;
    EXPECT_EQ(plan_requests(database_.database(), ApiRequests(ApiAddress{"127.0.0.1", 1, false}),
                            {clock_.now_ms(), clock_.boot_time()}, "", settings_,
                            [&posts](const HttpRequest& request) { posts += request.is_post ? 1 : 0; })
                  .reports,
              0);
    EXPECT_EQ(posts, 0);
}

TEST_F(PublisherTest, LockFileThatCannotBeWrittenEndsTheRunAndTheItemGoesBack) {
    const auto id = add();
    const std::string lock = database_.path().filename().string() + ".publish.lock";
    const test::FailingCalls full_disk(test::Call::write, ENOSPC, lock);
    const auto report = publish();
    ASSERT_TRUE(report.ended_by);
    EXPECT_EQ(report.ended_by->kind(), ErrorKind::failed);
    EXPECT_EQ(
        std::string(report.ended_by->what()),
        "cannot write the lock file " + database_.path().string() + ".publish.lock: No space left on device");
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_EQ(item(id).attempts, 0);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
}

TEST_F(PublisherTest, PlanWaitsForAServerAsLongAsARunWould) {
    add();
    store::ApiServerStore servers(database_.database());
    const auto planned_until_ms = [&](std::chrono::milliseconds ahead) {
        store::ApiServerFacts facts;
        facts.wait_until_ms = clock_.now_ms() + ahead.count();
        servers.put({"http", "127.0.0.1", 1, "/api"}, facts);
        return plan_requests(database_.database(), ApiRequests(ApiAddress{"127.0.0.1", 1, false}),
                             {clock_.now_ms(), clock_.boot_time()}, "", settings_, [](const HttpRequest&) {})
            .waits_until_ms;
    };
    EXPECT_EQ(planned_until_ms(2h), clock_.now_ms() + 2 * 3'600'000);
    EXPECT_EQ(planned_until_ms(100h), clock_.now_ms() + 24 * 3'600'000) << "a clock was ahead";
    EXPECT_EQ(planned_until_ms(0h), std::nullopt);
}

TEST_F(PublisherTest, RunWhoseLimitIsReachedDoesNotWaitForWhatItMayNotSend) {
    for (const std::int64_t limit : {1, 0}) {
        add({.last_s = test::kReportTime_s + 10 * limit});
        const auto later = add({.last_s = test::kReportTime_s + 10 * limit + 1});
        store::OutboxMove move(item(later));
        move.state = OutboxState::retry;
        move.next_attempt_ms = clock_.now_ms() + 60'000;
        ASSERT_TRUE(store::OutboxStore(database_.database()).move(later, OutboxState::pending, move));
        settings_.limit = limit;
        settings_.wait = 1h;
        const std::int64_t start_ms = clock_.now_ms();
        EXPECT_EQ(publish().counts.sent, limit);
        EXPECT_EQ(clock_.now_ms(), start_ms);
        EXPECT_EQ(state(later), OutboxState::retry);
    }
}

TEST_F(PublisherTest, PlanShowsTheOldestFirstAlsoWhereSomeAreTriedAgain) {
    const auto add_retry = [this](std::int64_t last_s) {
        const auto id = add({.last_s = last_s});
        store::OutboxMove move(item(id));
        move.state = OutboxState::retry;
        move.next_attempt_ms = clock_.now_ms();
        ASSERT_TRUE(store::OutboxStore(database_.database()).move(id, OutboxState::pending, move));
    };
    for (const int minutes : {3, 1}) add({.last_s = test::kReportTime_s + 60 * minutes});
    for (const int minutes : {4, 2, 0}) add_retry(test::kReportTime_s + 60 * minutes);
    settings_.limit = 4;
    std::vector<std::string> bodies;
    const auto planned = plan_requests(
        database_.database(), ApiRequests(ApiAddress{"127.0.0.1", 1, false}),
        {clock_.now_ms(), clock_.boot_time()}, "", settings_, [&bodies](const HttpRequest& request) {
            if (request.is_post) bodies.push_back(request.body.substr(0, request.body.find(',')));
        });
    EXPECT_EQ(planned.reports, 4);
    std::vector<std::string> expected;
    for (int i = 0; i < 4; ++i) {
        expected.push_back(R"({"timestamp":)" + std::to_string(test::kReportTime_s + 60 * i));
    }
    EXPECT_EQ(bodies, expected);
}

TEST_F(PublisherTest, ItemWhoseKeyIsLeftToTheOperatorIsPassedOverOnce) {
    const auto move = [this](std::int64_t id, OutboxState state,
                             std::optional<std::int64_t> next_attempt_ms) {
        store::OutboxMove change(item(id));
        change.state = state;
        change.next_attempt_ms = next_attempt_ms;
        ASSERT_TRUE(store::OutboxStore(database_.database()).move(id, OutboxState::pending, change));
    };
    const auto retried = add();
    move(retried, OutboxState::retry, clock_.now_ms());
    move(add(), OutboxState::uncertain, std::nullopt);
    const auto other = add({.last_s = test::kReportTime_s + 60});
    const auto report = publish();  // returns
    EXPECT_EQ(report.counts.sent, 1);
    EXPECT_EQ(state(retried), OutboxState::retry);
    EXPECT_EQ(state(other), OutboxState::sent);
}

// While they are put under the hold, requests in flight have to move on.
TEST_F(PublisherTest, ItemsAreHeldAlongAFewAtATime) {
    settings_.hold_unroutable = true;
    {
        store::Transaction transaction(database_.database());
        for (int i = 0; i < 500; ++i) add({.last_s = test::kReportTime_s + i, .ip = "2001:db8::1"});
        transaction.commit();
    }
    const auto sendable = add({.last_s = test::kReportTime_s + 500});
    store::OutboxStore outbox(database_.database());
    AdmissionRule admission(outbox, settings_);
    CandidateQueue queue(database_.database(), outbox, admission);
    std::int64_t calls = 0;
    for (std::int64_t held = 0;; held = queue.newly_held()) {
        const auto choice = queue.next(clock_.now_ms(), clock_.now_ms(), {}, false);
        ++calls;
        EXPECT_LE(queue.newly_held() - held, 64);
        if (choice) {
            EXPECT_EQ(choice->candidate.outbox_id, sendable);
            break;
        }
        ASSERT_TRUE(queue.is_unfinished());
    }
    EXPECT_EQ(queue.newly_held(), 500);
    EXPECT_GE(calls, 500 / 64);
    EXPECT_FALSE(queue.next(clock_.now_ms(), clock_.now_ms(), {}, false));
    EXPECT_FALSE(queue.is_unfinished());
}

TEST_F(PublisherTest, UnroutableAddressesAreHeldWithoutAskingIfTold) {
    settings_.hold_unroutable = true;
    const auto v6 = add({.ip = "2001:db8::1"});
    // Taken by a table that has it.
    const auto benchmarking = add({.last_s = test::kReportTime_s + 1, .ip = "198.18.0.1"});
    const auto private_use = add({.last_s = test::kReportTime_s + 3, .ip = "192.168.1.34"});
    publish();
    EXPECT_EQ(state(v6), OutboxState::held);
    EXPECT_EQ(state(benchmarking), OutboxState::sent);
    EXPECT_EQ(state(private_use), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::post_report), 2U);
    publish_after(25h);
    EXPECT_EQ(state(v6), OutboxState::held);
    EXPECT_EQ(api_.count(Route::post_report), 2U);
}

// As a table would that covers nothing but 200.0.0.0/8.
class OneNetwork final : public model::AddressLookup {
  public:
    [[nodiscard]] model::Network network_of(const model::Address& address, std::int64_t at_s) override {
        asked_at_s.insert(at_s);
        model::Network network;
        network.as_snapshot_id = 1;
        if (address.bytes().front() == 200) network.as_number = "64500";
        return network;
    }

    std::set<std::int64_t> asked_at_s;
};

TEST_F(PublisherTest, AddressesThatOurTableDoesNotCoverAreHeldWithoutAskingIfTold) {
    OneNetwork networks;
    settings_.networks = &networks;
    const auto uncovered = add({.ip = "201.0.2.1"});
    publish();
    EXPECT_EQ(state(uncovered), OutboxState::sent) << "only if told";
    settings_.hold_unroutable = true;
    const auto held = add({.last_s = test::kReportTime_s + 1, .ip = "202.0.2.1"});
    const auto covered = add({.last_s = test::kReportTime_s + 2, .ip = "200.0.2.1"});
    const auto private_use = add({.last_s = test::kReportTime_s + 3, .ip = "192.168.1.34"});
    publish();
    EXPECT_EQ(state(held), OutboxState::held);
    EXPECT_EQ(item(held).held_for, model::HeldFor::address);
    EXPECT_EQ(state(covered), OutboxState::sent);
    EXPECT_EQ(state(private_use), OutboxState::sent);
    EXPECT_EQ(api_.count(Route::post_report), 3U);
    EXPECT_EQ(networks.asked_at_s, std::set{clock_.now_ms() / 1000}) << "tix-api looks up as of now";
}

// Without any, none says that an address is not covered.
TEST_F(PublisherTest, WithoutTablesNoAddressIsHeldUnasked) {
    class NoNetworks final : public model::AddressLookup {
      public:
        [[nodiscard]] model::Network network_of(const model::Address&, std::int64_t) override { return {}; }
    };
    NoNetworks networks;
    settings_.networks = &networks;
    settings_.hold_unroutable = true;
    const auto id = add();
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
}

// At a known address and of a known installation, nothing but their time keeps them apart.
TEST_F(PublisherTest, TwoOfOneInstallationAndTimeGoOneAfterTheOther) {
    know_addresses(1, "200.0.2.");
    const auto first = add({.ip = "200.0.2.0"});
    const auto second = add({.ip = "200.0.2.0", .up_usage = 0.5});
    publish();
    EXPECT_EQ(state(first), OutboxState::sent);
    EXPECT_EQ(state(second), OutboxState::sent) << "by the same run";
    EXPECT_EQ(api_.most_at_once(Route::post_report), 1);
}

TEST_F(PublisherTest, RequestIsWhatTixApiTakes) {
    http_settings_.user_agent = "tixdb/1.2.3";
    add();
    publish();
    const auto requests = api_.requests();
    ASSERT_EQ(requests.size(), 2U);
    for (const auto& request : requests) {
        EXPECT_EQ(request.headers.at("User-Agent"), "tixdb/1.2.3");
        EXPECT_EQ(request.headers.at("Accept"), "application/json");
    }
    const auto& post = requests.back();
    EXPECT_EQ(post.target, "/api/user/1/installation/11/reports");
    EXPECT_EQ(post.headers.at("Content-Type"), "application/json");
    EXPECT_FALSE(post.headers.contains("Expect"));
    EXPECT_FALSE(post.headers.contains("Transfer-Encoding"));
    EXPECT_FALSE(post.headers.contains("Accept-Encoding"));
    EXPECT_EQ(requests.front().target, "/api/user/1/installation/11");
}

TEST_F(PublisherTest, NoWriteTransactionIsOpenDuringARequest) {
    add();
    class WriteMeanwhile final : public PublishObserver {
      public:
        explicit WriteMeanwhile(const std::filesystem::path& path)
            : database_(
                  store::Database::open_for_writing(path, {.busy_timeout = std::chrono::milliseconds(0)})) {}
        void reached(PublishPoint point, std::int64_t) override {
            if (point != PublishPoint::claimed && point != PublishPoint::requested &&
                point != PublishPoint::post_answered && point != PublishPoint::preflight_answered) {
                return;
            }
            store::Transaction transaction(database_);  // throws if another one is open
            database_.execute("UPDATE installation SET first_seen_ms = first_seen_ms + 1");
            transaction.commit();
            ++times;
        }
        int times = 0;

      private:
        store::Database database_;
    } observer(database_.path());
    publish(observer);
    EXPECT_EQ(observer.times, 4);
}

TEST_F(PublisherTest, CredentialsAreInNoFileAndNoLog) {
    // The worst server: it shows the request in its error page.
    const std::string pair = http_settings_.user + ":" + http_settings_.password;
    const std::string token =
        base64_encoded({reinterpret_cast<const std::uint8_t*>(pair.data()), pair.size()});
    std::string all;
    for (const int status : {500, 400, 429, 403}) {
        api_.answer_next(Route::post_report, Answer::with_status(status, "Authorization: Basic " + token +
                                                                             " " + http_settings_.password));
        add({.last_s = test::kReportTime_s + status});
        publish();
        all += logged_;
    }
    for (const auto* suffix : {"", "-wal"}) {
        std::ifstream file(database_.path().string() + suffix, std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    EXPECT_NE(all.find("***"), std::string::npos) << "the page itself is there";
    EXPECT_EQ(all.find(token), std::string::npos);
    EXPECT_EQ(all.find(http_settings_.password), std::string::npos);
}

}  // namespace
}  // namespace tixdb::publish
