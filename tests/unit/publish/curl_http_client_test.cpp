// SPDX-License-Identifier: MIT

#include "publish/curl_http_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/base64.hpp"
#include "base/signals.hpp"
#include "support/fake_tix_api.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::publish {
namespace {

using test::Answer;
using test::FakeTixApi;
using test::Route;

class CurlHttpClientTest : public testing::Test {
  protected:
    HttpAnswer ask(HttpRequest request) {
        CurlHttpClient client(settings_);
        client.start(7, request);
        const auto completion = client.wait(std::chrono::seconds(20));
        EXPECT_TRUE(completion);
        EXPECT_EQ(completion ? completion->tag : 0, 7U);
        return completion ? completion->answer : HttpAnswer{};
    }
    [[nodiscard]] HttpRequest current_user() const {
        HttpRequest request;
        request.url = "http://127.0.0.1:" + std::to_string(api_.port()) + "/api/user/current";
        return request;
    }

    FakeTixApi api_;
    HttpSettings settings_ = [] {
        HttpSettings settings;
        settings.user = FakeTixApi::kUser;
        settings.password = FakeTixApi::kPassword;
        return settings;
    }();
};

TEST_F(CurlHttpClientTest, AnswerComesWithStatusAndBody) {
    const auto answer = ask(current_user());
    EXPECT_EQ(answer.end, HttpEnd::answered);
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("admin"), std::string::npos);
}

// As a debugging proxy or another server may do, with any status.
TEST_F(CurlHttpClientTest, WhatIsShownOfAnAnswerHoldsNoCredentials) {
    const std::string password = FakeTixApi::kPassword;
    const std::string pair = std::string(FakeTixApi::kUser) + ":" + password;
    const std::string encoded =
        base64_encoded({reinterpret_cast<const std::uint8_t*>(pair.data()), pair.size()});
    const std::string padding(500, 'x');  // the password lies across the end of what is shown
    for (const int status : {200, 404, 500}) {
        for (const std::string& body : {"you sent Basic " + encoded, "pw=" + password, padding + password}) {
            api_.answer_next(Route::get_current_user, Answer::with_status(status, body));
            const auto answer = ask(current_user());
            EXPECT_EQ(answer.body, body);
            EXPECT_EQ(answer.shown.find(encoded), std::string::npos);
            EXPECT_EQ(answer.shown.find(password.substr(0, 4)), std::string::npos);
            EXPECT_NE(answer.shown.find("***"), std::string::npos) << answer.shown;
        }
    }
}

TEST_F(CurlHttpClientTest, RedirectsAreNotFollowed) {
    const std::string elsewhere = "http://127.0.0.1:" + std::to_string(api_.port()) + "/api/user/1/reports";
    api_.answer_next(Route::get_current_user, Answer::with_status(302, "", {{"Location", elsewhere}}));
    EXPECT_EQ(ask(current_user()).status, 302);
    EXPECT_EQ(api_.requests().size(), 1U);
}

TEST_F(CurlHttpClientTest, OtherProtocolsAreRefused) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "secret") << "secret";
    for (const std::string& url : {"file://" + (folder / "secret").string(), std::string("ftp://127.0.0.1/x"),
                                   std::string("gopher://127.0.0.1:1/x")}) {
        HttpRequest request;
        request.url = url;
        const auto answer = ask(request);
        EXPECT_EQ(answer.end, HttpEnd::not_connected) << url;
        EXPECT_TRUE(answer.body.empty());
    }
}

TEST_F(CurlHttpClientTest, NetrcAndProxiesOfTheEnvironmentAreNotUsed) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / ".netrc") << "machine 127.0.0.1 login other password other\n";
    const char* home = std::getenv("HOME");
    const std::string old_home = home == nullptr ? "" : home;
    setenv("HOME", folder.path().c_str(), 1);
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) setenv(name, "http://127.0.0.1:1", 1);
    EXPECT_EQ(ask(current_user()).status, 200);
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) unsetenv(name);
    setenv("HOME", old_home.c_str(), 1);
}

TEST_F(CurlHttpClientTest, ProxyIsUsedIfItIsGiven) {
    settings_.proxy = "http://127.0.0.1:" + std::to_string(api_.port());
    HttpRequest request;
    request.url = "http://no-such-host.invalid/api/user/current";
    // Nor are the exceptions of the environment: the password would go another way than it is told to.
    for (const char* name : {"no_proxy", "NO_PROXY"}) setenv(name, "*", 1);
    const auto answer = ask(request);
    for (const char* name : {"no_proxy", "NO_PROXY"}) unsetenv(name);
    EXPECT_EQ(answer.end, HttpEnd::answered);
    ASSERT_EQ(api_.requests().size(), 1U);
    EXPECT_EQ(api_.requests().front().target, request.url);
}

TEST_F(CurlHttpClientTest, AnswerBeyondTheLimitIsCut) {
    api_.answer_next(Route::get_current_user, Answer::with_status(200, std::string(200'000, 'x')));
    const auto answer = ask(current_user());
    EXPECT_EQ(answer.end, HttpEnd::answered);
    EXPECT_TRUE(answer.is_truncated);
    EXPECT_EQ(answer.body.size(), 64U * 1024U);
}

// It came, whatever it says: with a POST this is not the same as no answer.
TEST_F(CurlHttpClientTest, AnswerThatCannotBeDecodedIsOneThatIsCut) {
    api_.answer_next(Route::get_current_user,
                     Answer::with_status(200, "this is no gzip", {{"Content-Encoding", "gzip"}}));
    const auto answer = ask(current_user());
    EXPECT_EQ(answer.end, HttpEnd::answered);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.is_truncated);
}

// In a process of its own, which ends with it.
void be_stopped_with_a_request_in_flight() {
    install_signal_handlers();
    FakeTixApi api;
    api.answer_always(Route::get_current_user, Answer::normal(std::chrono::milliseconds(100)));
    HttpSettings settings;
    settings.user = FakeTixApi::kUser;
    settings.password = FakeTixApi::kPassword;
    settings.in_flight = 1;
    CurlHttpClient client(settings);
    HttpRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(api.port()) + "/api/user/current";
    for (std::uint64_t tag = 1; tag <= 2; ++tag) client.start(tag, request);
    if (!api.wait_for(Route::get_current_user, 1)) std::_Exit(1);
    (void)std::raise(SIGTERM);
    const bool is_first_answered = client.wait(std::chrono::seconds(20)).has_value();
    const bool is_second_answered = client.wait(std::chrono::seconds(20)).has_value();
    const bool is_second_left = client.take_back() == std::vector<std::uint64_t>{2};
    std::_Exit(is_first_answered && !is_second_answered && is_second_left ? 7 : 8);
}

TEST(CurlHttpClientDeathTest, NothingBeginsAfterASignalToStop) {
    EXPECT_EXIT(be_stopped_with_a_request_in_flight(), testing::ExitedWithCode(7), "");
}

TEST_F(CurlHttpClientTest, EndsAreToldApart) {
    HttpRequest request = current_user();
    request.url = "http://127.0.0.1:1/api/user/current";
    EXPECT_EQ(ask(request).end, HttpEnd::not_connected);
    request.url = "http://no-such-host.invalid/";
    EXPECT_EQ(ask(request).end, HttpEnd::not_connected);
    request.url = "https://127.0.0.1:" + std::to_string(api_.port()) + "/";
    EXPECT_EQ(ask(request).end, HttpEnd::not_connected) << "TLS with a server that has none";
    for (const auto kind : {Answer::Kind::cut, Answer::Kind::cut_in_answer}) {
        api_.answer_next(Route::get_current_user, Answer::of(kind));
        EXPECT_EQ(ask(current_user()).end, HttpEnd::cut_off);
    }
    settings_.request_timeout = std::chrono::milliseconds(500);
    api_.answer_next(Route::get_current_user, Answer::of(Answer::Kind::hang));
    const auto answer = ask(current_user());
    EXPECT_EQ(answer.end, HttpEnd::cut_off);
    EXPECT_NE(answer.error.find("timed out"), std::string::npos) << answer.error;
}

TEST_F(CurlHttpClientTest, SameFailureReadsTheSameHoweverLongItTook) {
    settings_.request_timeout = std::chrono::milliseconds(300);
    api_.answer_next(Route::get_current_user, Answer::of(Answer::Kind::hang));
    EXPECT_EQ(ask(current_user()).error, "Operation timed out with 0 bytes received");
    HttpRequest refused = current_user();
    refused.url = "http://127.0.0.1:1/";
    EXPECT_EQ(ask(refused).error, "Failed to connect to 127.0.0.1 port 1: Couldn't connect to server");
}

TEST_F(CurlHttpClientTest, WhatWaitsBeginsByItselfAndNotTooManyAtOnce) {
    settings_.in_flight = 2;
    api_.answer_always(Route::get_current_user, Answer::normal(std::chrono::milliseconds(20)));
    CurlHttpClient client(settings_);
    for (std::uint64_t tag = 1; tag <= 8; ++tag) client.start(tag, current_user());
    ASSERT_TRUE(api_.wait_for(Route::get_current_user, 8)) << "without anybody calling wait()";
    for (int i = 0; i < 8; ++i) EXPECT_TRUE(client.wait(std::chrono::seconds(20)));
    EXPECT_FALSE(client.wait(std::chrono::seconds(20))) << "at once: nothing is in flight";
    EXPECT_LE(api_.most_at_once(Route::get_current_user), 2);
}

TEST_F(CurlHttpClientTest, NothingBeginsAfterAnAnswerThatIsNotGoodBeforeWhatWaitsWasTakenBack) {
    settings_.in_flight = 1;
    api_.answer_next(Route::get_current_user, Answer::with_status(503));
    HttpRequest request = current_user();
    request.is_good = [](const HttpAnswer& answer) { return answer.status == 200; };
    CurlHttpClient client(settings_);
    for (std::uint64_t tag = 1; tag <= 3; ++tag) client.start(tag, request);
    const auto first = client.wait(std::chrono::seconds(20));
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->is_good);
    EXPECT_FALSE(client.wait(std::chrono::milliseconds(50)));
    EXPECT_EQ(api_.requests().size(), 1U);
    EXPECT_EQ(client.take_back(), (std::vector<std::uint64_t>{2, 3}));
    client.start(4, request);
    const auto next = client.wait(std::chrono::seconds(20));
    ASSERT_TRUE(next);
    EXPECT_EQ(next->tag, 4U);
    EXPECT_TRUE(next->is_good);
}

// It came to an end while the one before it was looked at.
TEST_F(CurlHttpClientTest, TakingBackIsNoAnswerToWhatWaitHasNotReturned) {
    settings_.in_flight = 2;
    for (int i = 0; i < 2; ++i) api_.answer_next(Route::get_current_user, Answer::with_status(503));
    HttpRequest request = current_user();
    std::atomic<int> looked_at = 0;
    request.is_good = [&looked_at](const HttpAnswer& answer) {
        ++looked_at;
        return answer.status == 200;
    };
    CurlHttpClient client(settings_);
    for (std::uint64_t tag = 1; tag <= 2; ++tag) client.start(tag, request);
    for (int i = 0; i < 2000 && looked_at < 2; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    // What follows is_good() is the client's own, and has no sign.
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto first = client.wait(std::chrono::seconds(20));
    ASSERT_TRUE(first);
    EXPECT_TRUE(client.take_back().empty());
    client.start(3, request);
    EXPECT_FALSE(api_.wait_for(Route::get_current_user, 3, std::chrono::milliseconds(100)))
        << "it has begun after an answer that nobody has looked at";
    const auto second = client.wait(std::chrono::seconds(20));
    ASSERT_TRUE(second);
    EXPECT_EQ(first->tag + second->tag, 3U) << "one of them each";
    EXPECT_EQ(client.take_back(), std::vector<std::uint64_t>{3});
    EXPECT_EQ(api_.requests().size(), 2U);
}

TEST_F(CurlHttpClientTest, PostIsNeverRepeatedByItself) {
    CurlHttpClient client(settings_);
    HttpRequest post;
    post.is_post = true;
    post.url = "http://127.0.0.1:" + std::to_string(api_.port()) + "/api/user/1/installation/2/reports";
    post.body = R"({"timestamp":1,"ip":"200.0.2.1"})";
    client.start(1, post);
    ASSERT_EQ(client.wait(std::chrono::seconds(20))->answer.status, 200);
    // On a connection that is used again curl would repeat it, because no byte of an answer came.
    api_.answer_next(Route::post_report, Answer::of(Answer::Kind::store_and_cut));
    client.start(2, post);
    EXPECT_EQ(client.wait(std::chrono::seconds(20))->answer.end, HttpEnd::cut_off);
    EXPECT_EQ(api_.count(Route::post_report), 2U);
}

TEST_F(CurlHttpClientTest, SeveralRequestsAreInFlightAtOnce) {
    CurlHttpClient client(settings_);
    api_.answer_next(Route::get_current_user, Answer::normal(std::chrono::milliseconds(400)));
    client.start(1, current_user());
    ASSERT_FALSE(client.wait(std::chrono::milliseconds(50)));
    client.start(2, current_user());
    EXPECT_EQ(client.wait(std::chrono::seconds(20))->tag, 2U);
    EXPECT_EQ(client.wait(std::chrono::seconds(20))->tag, 1U);
    EXPECT_FALSE(client.wait(std::chrono::seconds(20))) << "nothing in flight: nothing to wait for";
}

}  // namespace
}  // namespace tixdb::publish
