// SPDX-License-Identifier: MIT
// A request for whose headers there is no memory is not sent without them.
#include <curl/curl.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#include "publish/curl_http_client.hpp"
#include "support/fake_tix_api.hpp"

namespace {

std::atomic<int> appends_until_failure = -1;  // below 0: none fails

}  // namespace

// In place of libcurl's, in this test program: does the same until memory is to be short.
extern "C" curl_slist* curl_slist_append(curl_slist* list, const char* text) {
    if (appends_until_failure >= 0 && appends_until_failure-- == 0) return nullptr;
    auto* line = static_cast<curl_slist*>(std::malloc(sizeof(curl_slist)));
    line->data = strdup(text);
    line->next = nullptr;
    if (list == nullptr) return line;
    curl_slist* last = list;
    while (last->next != nullptr) last = last->next;
    last->next = line;
    return list;
}

namespace tixdb::publish {
namespace {

TEST(RequestHeaders, RequestIsNotSentWithoutThem) {
    constexpr int kHeadersOfAPost = 4;
    test::FakeTixApi api;
    HttpRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(api.port()) + "/api/user/1/installation/1/reports";
    request.is_post = true;
    request.body = "{}";
    for (int at = 0; at < kHeadersOfAPost; ++at) {
        SCOPED_TRACE(at);
        appends_until_failure = at;
        CurlHttpClient client({});
        client.start(1, request);
        EXPECT_THROW((void)client.wait(std::chrono::seconds(20)), std::bad_alloc);
        EXPECT_EQ(appends_until_failure, -1);
    }
    EXPECT_TRUE(api.requests().empty());
    CurlHttpClient client({});
    client.start(1, request);
    EXPECT_TRUE(client.wait(std::chrono::seconds(20)));
    EXPECT_EQ(api.requests().size(), 1U);
}

}  // namespace
}  // namespace tixdb::publish
