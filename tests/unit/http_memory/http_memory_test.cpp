// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <chrono>
#include <new>
#include <string>

#include "publish/curl_http_client.hpp"
#include "support/fake_tix_api.hpp"
#include "unit/memory/failing_new.hpp"

namespace tixdb::publish {
namespace {

TEST(HttpMemory, WantOfMemoryForAnAnswerIsNoMemoryToTheCallerAndTheNextClientWorks) {
    constexpr std::size_t kAnswerBytes = 4 * 1024 * 1024;
    // What the answer is gathered in grows by doubling, and so comes by a size of these; nothing else does.
    constexpr std::size_t kHalfBytes = kAnswerBytes / 2;
    test::FakeTixApi api;
    const auto answer = test::Answer::with_status(200, std::string(kAnswerBytes, 'x'));
    HttpRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(api.port()) + "/api/user/current";
    request.answer_limit_bytes = 2 * kAnswerBytes;

    api.answer_next(test::Route::get_current_user, answer);
    {
        CurlHttpClient client({});
        test::fail_new_of_bytes(kHalfBytes, kAnswerBytes);
        client.start(1, request);
        EXPECT_THROW((void)client.wait(std::chrono::seconds(20)), std::bad_alloc);
        EXPECT_TRUE(test::end_failing_new_of_bytes());
    }
    api.answer_next(test::Route::get_current_user, answer);
    CurlHttpClient client({});
    client.start(2, request);
    const auto completion = client.wait(std::chrono::seconds(20));
    ASSERT_TRUE(completion);
    EXPECT_EQ(completion->answer.end, HttpEnd::answered);
    EXPECT_EQ(completion->answer.body.size(), kAnswerBytes);
}

}  // namespace
}  // namespace tixdb::publish
