// SPDX-License-Identifier: MIT

#include "publish/retry_policy.hpp"

#include <gtest/gtest.h>

#include "publish/api_time.hpp"

namespace tixdb::publish {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

constexpr std::int64_t kTime_s = 1'505'083'475;

HttpAnswer answered(int status, std::string body = "") {
    HttpAnswer answer;
    answer.end = HttpEnd::answered;
    answer.status = status;
    answer.shown = body;
    answer.body = std::move(body);
    return answer;
}

TEST(Backoff, DoublesUpToItsCap) {
    constexpr double kNearlyOne = 0.999999;
    EXPECT_EQ(backoff(1, kNearlyOne, 5'000ms, 60'000ms), 4'999ms);
    EXPECT_EQ(backoff(2, kNearlyOne, 5'000ms, 60'000ms), 9'999ms);
    EXPECT_EQ(backoff(4, kNearlyOne, 5'000ms, 60'000ms), 39'999ms);
    EXPECT_EQ(backoff(5, kNearlyOne, 5'000ms, 60'000ms), 59'999ms);
    EXPECT_EQ(backoff(1'000'000'000'000, kNearlyOne, 5'000ms, 60'000ms), 59'999ms);
    EXPECT_EQ(backoff(3, kNearlyOne, 90'000ms, 60'000ms), 59'999ms) << "a base beyond the cap";
}

TEST(Backoff, IsSpreadOverTheWholeRangeButNeverNothing) {
    EXPECT_EQ(backoff(3, 0.0, 5'000ms, 60'000ms), 1ms);
    EXPECT_EQ(backoff(3, 0.25, 5'000ms, 60'000ms), 5'000ms);
}

TEST(Backoff, ServersWishIsHonouredIfItIsLonger) {
    HttpAnswer answer = answered(429);
    EXPECT_EQ(delay_before_retry(answer, 7s), 7s);
    answer.retry_after = 3s;
    EXPECT_EQ(delay_before_retry(answer, 7s), 7s);
    answer.retry_after = 60s;
    EXPECT_EQ(delay_before_retry(answer, 7s), 60s);
    answer.retry_after = 7 * 24h;
    EXPECT_EQ(delay_before_retry(answer, 7s), 24h);
}

TEST(PostOutcome, TellsTheTwoMeaningsOf401Apart) {
    EXPECT_EQ(outcome_of_post(answered(401, "Unauthorized"), kTime_s).verdict, PostVerdict::bad_credentials);
    EXPECT_EQ(
        outcome_of_post(answered(401, R"({"reason":"The user cannot perform that operation"})"), kTime_s)
            .verdict,
        PostVerdict::user_refused);
    EXPECT_EQ(outcome_of_post(answered(401, "{}"), kTime_s).verdict, PostVerdict::bad_credentials);
}

TEST(PostOutcome, StoredOnlyIfOurTimestampComesBack) {
    const auto verdict = [](const char* body) {
        return outcome_of_post(answered(200, body), kTime_s).verdict;
    };
    EXPECT_EQ(verdict(R"({"timestamp":"2017-09-10T22:44:35.000Z"})"), PostVerdict::stored);
    EXPECT_EQ(verdict(R"({"timestamp":"2017-09-10T22:44:35.500Z"})"), PostVerdict::not_tix_api);
    EXPECT_EQ(verdict(R"({"timestamp":null})"), PostVerdict::not_tix_api);
    EXPECT_EQ(verdict(R"(["2017-09-10T22:44:35.000Z"])"), PostVerdict::not_tix_api);
    EXPECT_EQ(verdict(""), PostVerdict::not_tix_api);
}

TEST(PostOutcome, ErrorIsOneSafeLineOfLimitedLength) {
    const auto error =
        outcome_of_post(answered(500, "oh\x1b[31m\n" + std::string(5'000, 'x')), kTime_s).error;
    EXPECT_LT(error.size(), 300U);
    EXPECT_EQ(error.find('\n'), std::string::npos);
    EXPECT_EQ(error.find('\x1b'), std::string::npos);
    EXPECT_NE(error.find("500 oh\\x1b[31m\\nxxx"), std::string::npos) << error;
}

TEST(GetOutcome, OnlyTixApisOwn404MeansUnknown) {
    EXPECT_EQ(outcome_of_get(answered(404, "Not Found")).verdict, GetVerdict::not_found);
    EXPECT_EQ(outcome_of_get(answered(404, "<pre>Cannot GET /api/</pre>")).verdict, GetVerdict::not_tix_api);
    EXPECT_EQ(outcome_of_get(answered(404)).verdict, GetVerdict::not_tix_api);
}

TEST(GetOutcome, EveryEndHasItsMeaning) {
    HttpAnswer refused;
    refused.error = "Connection refused";
    EXPECT_EQ(outcome_of_get(refused).verdict, GetVerdict::unreachable);
    EXPECT_EQ(outcome_of_get(refused).error, "no connection: Connection refused");
    HttpAnswer cut;
    cut.end = HttpEnd::cut_off;
    EXPECT_EQ(outcome_of_get(cut).verdict, GetVerdict::unanswered);
    EXPECT_EQ(outcome_of_get(answered(200)).verdict, GetVerdict::answered);
    EXPECT_EQ(outcome_of_get(answered(302)).verdict, GetVerdict::not_tix_api);
    EXPECT_EQ(outcome_of_get(answered(401, "Unauthorized")).verdict, GetVerdict::bad_credentials);
    EXPECT_EQ(outcome_of_get(answered(401, R"({"reason":"x"})")).verdict, GetVerdict::user_refused);
    EXPECT_EQ(outcome_of_get(answered(408)).verdict, GetVerdict::unanswered);
    EXPECT_EQ(outcome_of_get(answered(429)).verdict, GetVerdict::unreachable);
    EXPECT_EQ(outcome_of_get(answered(503)).verdict, GetVerdict::unanswered);
}

TEST(ApiTime, IsReadOnlyInItsOneForm) {
    EXPECT_EQ(unix_s_of("2017-09-10T22:44:35.000Z"), kTime_s);
    EXPECT_EQ(unix_s_of("1970-01-01T00:00:00.000Z"), 0);
    for (const char* text :
         {"", "2017-09-10T22:44:35Z", "2017-09-10T22:44:35.001Z", "2017-09-10 22:44:35.000Z",
          "2017-13-10T22:44:35.000Z", "2017-09-10T22:44:35.000+", "+017-09-10T22:44:35.000Z"}) {
        EXPECT_FALSE(unix_s_of(text)) << text;
    }
}

}  // namespace
}  // namespace tixdb::publish
