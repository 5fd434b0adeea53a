// SPDX-License-Identifier: MIT
// What a run learns of tix-api and of an item is what was answered, and nothing of it is a guess.
#include <gtest/gtest.h>

#include <deque>
#include <sstream>

#include "base/file_lock.hpp"
#include "publish/publisher.hpp"
#include "store/api_server_store.hpp"
#include "store/run_store.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish::server_facts {
namespace {

using model::OutboxState;
using std::chrono_literals::operator""s;
using test::Answer;
using test::Route;

class ServerFacts : public test::PublishTest {
  protected:
    [[nodiscard]] store::ApiServerKey key() const { return {"http", "127.0.0.1", api_.port(), "/api"}; }
    [[nodiscard]] store::ApiServerFacts facts() {
        return store::ApiServerStore(database_.database()).find(key());
    }
};

TEST_F(ServerFacts, LookUpOfWhatHadNoAnswerTellsNothingOfOddOnes) {
    for (const bool stores_odd_answers : {true, false}) {
        store::ApiServerFacts known = facts();
        known.stores_odd_answers = stores_odd_answers;
        store::ApiServerStore(database_.database()).put(key(), known);
        const auto kind = stores_odd_answers ? Answer::Kind::cut : Answer::Kind::store_and_cut;
        api_.answer_next(Route::post_report, Answer::of(kind));
        const auto id = add({.last_s = test::kReportTime_s + stores_odd_answers});
        publish();
        publish_after(301s);
        ASSERT_EQ(state(id), stores_odd_answers ? OutboxState::retry : OutboxState::sent);
        EXPECT_EQ(facts().stores_odd_answers, stores_odd_answers);
    }
}

TEST_F(ServerFacts, ReportThatIsFoundStoredWasAccepted) {
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_cut));
    add();
    EXPECT_FALSE(publish().last_accepted_ms);
    const auto report = publish_after(301s);
    EXPECT_EQ(report.counts.found_stored, 1);
    EXPECT_EQ(report.last_accepted_ms, clock_.now_ms());
}

// So that a run against another server does not say that nothing was accepted for long.
TEST_F(ServerFacts, LastReportThatAnyServerAcceptedIsToldByTheRun) {
    store::ApiServerStore servers(database_.database());
    store::ApiServerFacts facts;
    facts.last_accepted_ms = clock_.now_ms() - 7'000;
    servers.put({"https", "tix.example.org", 443, "/api"}, facts);
    facts.last_accepted_ms = clock_.now_ms() - 90'000;
    servers.put(key(), facts);
    add();
    api_.answer_always(Route::post_report, Answer::with_status(503));
    EXPECT_EQ(publish().last_accepted_ms, clock_.now_ms() - 7'000);
}

// That it is tix-api says nothing of who we are there.
TEST_F(ServerFacts, RefusedUserIsAskedAboutThoughItIsKnownThatThisIsTixApi) {
    settings_.in_flight = 1;
    for (int i = 0; i < 2; ++i) add({.installation = {1 + i, 11 + i}, .last_s = test::kReportTime_s + i});
    api_.answer_next(Route::get_installation, Answer::with_status(403, "<html>no</html>"));
    api_.answer_next(Route::get_installation, Answer::unauthorized_json());
    api_.answer_always(Route::get_current_user,
                       Answer::json(200, R"({"username":"publisher","role":"user","id":3,"enabled":1})"));
    EXPECT_FALSE(publish().ended_by);
    EXPECT_EQ(api_.count(Route::get_current_user), 2U);
    EXPECT_NE(logged_.find("publish for user 2 (we are of role user)"), std::string::npos) << logged_;
}

TEST_F(ServerFacts, PreflightWithoutAnAnswerLeavesNoStatusOfThePostBefore) {
    api_.answer_next(Route::post_report, Answer::with_status(429));
    const auto id = add();
    publish();
    ASSERT_EQ(item(id).last_status, 429);
    api_.answer_next(Route::get_installation, Answer::of(Answer::Kind::cut));
    publish_after(5s);
    EXPECT_EQ(state(id), OutboxState::retry);
    EXPECT_EQ(item(id).last_status, std::nullopt);
    EXPECT_EQ(item(id).last_error.value_or("").find("no answer"), 0U);
}

TEST_F(ServerFacts, KnownInstallationEndsTheRowOfUnknownOnes) {
    settings_.in_flight = 1;
    for (int i = 0; i < 9; ++i) {
        const model::InstallationKey installation{i + 1, i + 1};
        if (i != 4) api_.forget(installation);
        add({.installation = installation,
             .last_s = test::kReportTime_s + i,
             .ip = "200.0.2." + std::to_string(i)});
    }
    const auto report = publish();
    EXPECT_EQ(report.open.at(OutboxState::held), 8);
    EXPECT_EQ(api_.count(Route::get_current_user), 0U) << "four, one and four";
}

// Three in a row end the run: with another answer of tix-api among them they are no row.
TEST_F(ServerFacts, AnyOtherRefusalEndsTheRowOfRefusedReports) {
    settings_.in_flight = 1;
    std::int64_t user = 10;
    for (const Answer& other :
         {Answer::lookup_failed("ValueError: need more"), Answer::unauthorized_json()}) {
        const std::int64_t other_user = ++user;
        api_.choose_answers(
            [&other, other_user](const test::ReceivedRequest& request) -> std::optional<Answer> {
                if (request.route != Route::post_report) return std::nullopt;
                const bool is_other =
                    request.target.find("/" + std::to_string(other_user) + "/") != std::string::npos;
                return is_other ? other : Answer::with_status(400, "<html>Bad Request</html>");
            });
        for (int i = 0; i < 4; ++i) {
            const bool is_other = i == 1;
            add({.installation = {is_other ? other_user : 100 + i, 1},
                 .last_s = test::kReportTime_s + 60 * user + i,
                 .ip = (is_other ? "200.1.2." : "200.2.2.") + std::to_string(user)});
        }
        const auto report = publish();
        EXPECT_FALSE(report.ended_by) << report.ended_by->what();
        EXPECT_EQ(report.counts.retry, 3);
        EXPECT_EQ(report.counts.held, 1);
        database_.database().execute("DELETE FROM outbox");
    }
}

// A known one that is taken beside them says nothing of tix-api's table.
TEST_F(ServerFacts, OnlyANewAddressThatIsTakenEndsTheRowOfNewOnes) {
    settings_.in_flight = 1;
    add({.ip = "200.0.9.9"});
    publish();
    api_.choose_answers([](const test::ReceivedRequest& request) -> std::optional<Answer> {
        const bool fails =
            request.route == Route::post_report && request.body.find("200.0.9.9") == std::string::npos;
        return fails ? std::optional(Answer::lookup_failed("IOError: no table")) : std::nullopt;
    });
    for (int i = 1; i <= 6; ++i) {
        add({.last_s = test::kReportTime_s + i,
             .ip = i == 5 ? std::string("200.0.9.9") : "200.0.3." + std::to_string(i)});
    }
    const auto report = publish();
    EXPECT_EQ(report.counts.sent, 1);
    EXPECT_EQ(report.open.at(OutboxState::held), 5) << "five new ones in a row, none of them ever taken";
}

// Answers each request so.
class AnswersAlike final : public HttpClient {
  public:
    explicit AnswersAlike(HttpAnswer answer) : answer_(std::move(answer)) {}
    void start(std::uint64_t tag, const HttpRequest&) override { tags_.push_back(tag); }
    [[nodiscard]] std::vector<std::uint64_t> take_back() override { return {}; }
    [[nodiscard]] std::optional<HttpCompletion> wait(std::chrono::milliseconds) override {
        if (tags_.empty()) return std::nullopt;
        HttpCompletion completion{tags_.front(), answer_};
        completion.is_good = false;
        tags_.pop_front();
        return completion;
    }

  private:
    HttpAnswer answer_;
    std::deque<std::uint64_t> tags_;
};

// A name service that did not answer has not told that there is such a name.
TEST_F(ServerFacts, NameIsKnownOnceAConnectionWasTriedAndNotBefore) {
    add();
    settings_.resolved_host = "tix.example.org";
    const auto resolved_after = [this](HttpFault fault) {
        HttpAnswer answer;
        answer.fault = fault;
        answer.name = settings_.resolved_host;
        AnswersAlike http(answer);
        std::ostringstream sink;
        Log log(sink, Verbosity::quiet, LogFormat::text);
        PublishObserver observer;
        const ApiRequests requests(ApiAddress{"tix.example.org", 80, false, "/api"});
        FileLock lock(database_.path().string() + ".publish.lock", std::chrono::milliseconds(0), clock_);
        const auto run_id = store::RunStore(database_.database()).begin("publish", "test", clock_.now_ms());
        (void)Publisher(database_.database(), lock, http, requests, clock_, log, settings_, observer, run_id)
            .run();
        return store::ApiServerStore(database_.database()).find(requests.server_key()).resolved_name;
    };
    for (const HttpFault fault : {HttpFault::name_not_resolved, HttpFault::name_unknown,
                                  HttpFault::malformed_address, HttpFault::ca_file}) {
        EXPECT_EQ(resolved_after(fault), std::nullopt);
    }
    EXPECT_EQ(resolved_after(HttpFault::none), "tix.example.org") << "the connection was refused";
}

}  // namespace
}  // namespace tixdb::publish::server_facts
