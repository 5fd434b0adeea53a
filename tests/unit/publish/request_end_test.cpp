// SPDX-License-Identifier: MIT
// The two tables of docs/man/tixdb-publish.md, row by row.
#include "publish/request_end.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "publish/api_time.hpp"

namespace tixdb::publish::request_end {
namespace {

constexpr std::int64_t kTime_s = 1'505'083'475;

HttpAnswer answered(int status, std::string body = "") {
    HttpAnswer answer;
    answer.end = HttpEnd::answered;
    answer.status = status;
    answer.shown = body;
    answer.body = std::move(body);
    return answer;
}

HttpAnswer failed(HttpEnd end, HttpFault fault = HttpFault::none, const std::string& error = "why") {
    HttpAnswer answer;
    answer.end = end;
    answer.fault = fault;
    answer.error = error;
    answer.name = "tix.example";
    return answer;
}

PostEnd post_end(const HttpAnswer& answer) {
    return outcome_of_post(answer, kTime_s).end;
}
GetEnd get_end(const HttpAnswer& answer, GetQuestion question = GetQuestion::reports) {
    return outcome_of_get(answer, question).end;
}

TEST(PostEnds, OurTimestampInAnyFormIsStored) {
    for (const int status : {200, 201, 202}) {
        for (const char* time : {"\"2017-09-10T22:44:35.000Z\"", "\"2017-09-10T22:44:35Z\"",
                                 "\"2017-09-11T00:44:35+02:00\"", "1505083475", "1505083475000"}) {
            const std::string body = std::string(" {\"timestamp\":") + time + "}\r\n";
            EXPECT_EQ(post_end(answered(status, body)), PostEnd::stored) << status << body;
        }
    }
}

TEST(PostEnds, AnythingElseWith2xxIsOdd) {
    for (const char* body :
         {"", "{}", "null", "<html>", R"({"timestamp":null})", R"({"timestamp":"2017-09-10T22:44:36.000Z"})",
          R"({"timestamp":"2017-09-10T22:44:35.500Z"})", R"({"timestamp":"1505083475"})",
          R"({"timestamp":1505083475}{})", R"(["2017-09-10T22:44:35.000Z"])"}) {
        EXPECT_EQ(post_end(answered(200, body)), PostEnd::odd_answer) << body;
    }
    for (const int status : {203, 204, 206, 299, 300, 301, 302, 304, 307, 308}) {
        EXPECT_EQ(post_end(answered(status, R"({"timestamp":1505083475})")), PostEnd::odd_answer) << status;
        EXPECT_TRUE(is_odd_status(status));
    }
    const PostOutcome redirected = outcome_of_post(answered(302, R"({"timestamp":1505083475})"), kTime_s);
    EXPECT_NE(redirected.error.find("leads elsewhere"), std::string::npos) << redirected.error;
    EXPECT_NE(redirected.hint.find("--api-host"), std::string::npos) << redirected.hint;
    HttpAnswer truncated = answered(200, R"({"timestamp":1505083475})");
    truncated.is_truncated = true;
    EXPECT_EQ(post_end(truncated), PostEnd::odd_answer);
}

TEST(PostEnds, A404ThatIsNotTixApisIsOdd) {
    EXPECT_EQ(post_end(answered(404, "<pre>Cannot POST /api/x</pre>")), PostEnd::odd_answer);
    EXPECT_EQ(post_end(answered(404, "Not Found")), PostEnd::unclear);
    EXPECT_EQ(post_end(answered(404, "Not Found\n")), PostEnd::unclear);
    EXPECT_TRUE(is_odd_status(404));
    EXPECT_FALSE(is_odd_status(500));
    EXPECT_FALSE(is_odd_status(std::nullopt));
}

TEST(PostEnds, WhateverWasSentAndNotPlainlyRefusedIsUnclear) {
    for (const int status : {100, 402, 403, 405, 406, 408, 409, 410, 418, 451, 500, 501, 502, 504, 599}) {
        EXPECT_EQ(post_end(answered(status, "<html>")), PostEnd::unclear) << status;
    }
    EXPECT_EQ(post_end(failed(HttpEnd::cut_off)), PostEnd::unclear);
    EXPECT_EQ(post_end(answered(503)), PostEnd::unavailable);
    EXPECT_EQ(post_end(answered(429)), PostEnd::asked_to_wait);
}

TEST(PostEnds, CredentialsAreRefusedByTheTextAndUsersByTheReason) {
    EXPECT_EQ(post_end(answered(401, "Unauthorized")), PostEnd::credentials_refused);
    EXPECT_EQ(post_end(answered(401, "{}")), PostEnd::credentials_refused);
    EXPECT_EQ(post_end(answered(407)), PostEnd::credentials_refused);
    EXPECT_EQ(post_end(failed(HttpEnd::not_connected, HttpFault::proxy_credentials)),
              PostEnd::credentials_refused);
    EXPECT_EQ(post_end(answered(401, R"({"reason":"The user cannot perform that operation"})")),
              PostEnd::user_refused);
}

TEST(PostEnds, FaultsOfConfigurationAreNoOutage) {
    for (const HttpFault fault : {HttpFault::certificate, HttpFault::tls, HttpFault::plain_http,
                                  HttpFault::ca_file, HttpFault::malformed_address}) {
        const auto outcome = outcome_of_post(failed(HttpEnd::not_connected, fault), kTime_s);
        EXPECT_EQ(outcome.end, PostEnd::misconfigured);
        EXPECT_FALSE(outcome.error.empty());
        EXPECT_FALSE(outcome.hint.empty());
        EXPECT_EQ(get_end(failed(HttpEnd::not_connected, fault)), GetEnd::misconfigured);
    }
    for (const HttpFault fault : {HttpFault::name_unknown, HttpFault::name_not_resolved}) {
        EXPECT_EQ(post_end(failed(HttpEnd::not_connected, fault)), PostEnd::name_not_resolved);
        EXPECT_EQ(get_end(failed(HttpEnd::not_connected, fault)), GetEnd::name_not_resolved);
    }
    EXPECT_EQ(post_end(failed(HttpEnd::not_connected)), PostEnd::not_connected);
}

TEST(PostEnds, AddressIsRefusedByTheTextOfThe500) {
    const std::string text = "Could not calculate ipToAs: Error: ";
    EXPECT_EQ(post_end(answered(500, text + "ValueError: need")), PostEnd::address_refused);
    EXPECT_EQ(post_end(answered(500, text + "UnboundLocalError: local")), PostEnd::address_refused);
    EXPECT_EQ(post_end(answered(500, text + "OperationalError")), PostEnd::lookup_failed);
    EXPECT_EQ(post_end(answered(502, text + "ValueError")), PostEnd::unclear);
}

TEST(PostEnds, ReportIsRefusedByFourStatuses) {
    for (const int status : {400, 413, 415, 422})
        EXPECT_EQ(post_end(answered(status)), PostEnd::report_refused);
}

TEST(PostEnds, ErrorIsOneSafeLineOfLimitedLength) {
    const auto error =
        outcome_of_post(answered(500, "oh\x1b[31m\n" + std::string(5'000, 'x')), kTime_s).error;
    EXPECT_LT(error.size(), 300U);
    EXPECT_EQ(error.find('\n'), std::string::npos);
    EXPECT_EQ(error.find('\x1b'), std::string::npos);
    EXPECT_NE(error.find("500 oh\\x1b[31m\\nxxx"), std::string::npos) << error;
}

TEST(PostEnds, ErrorDoesNotEndInBlanksOrEndsOfLines) {
    for (const char* body : {"busy", "busy ", "busy\n", "busy\r\n", "busy \n \r\n"}) {
        const auto error = outcome_of_post(answered(500, body), kTime_s).error;
        EXPECT_TRUE(error.ends_with(": 500 busy")) << error;
    }
}

TEST(PostEnds, CertificateSaysWhatToDoAboutIt) {
    const auto hint_of = [](const char* why) {
        const PostOutcome outcome =
            outcome_of_post(failed(HttpEnd::not_connected, HttpFault::certificate, why), kTime_s);
        EXPECT_EQ(outcome.error, std::string("the certificate is refused: ") + why);
        return outcome.hint;
    };
    for (const char* why : {"certificate has expired", "certificate is not yet valid"})
        EXPECT_EQ(hint_of(why), "have it renewed; or this machine's clock is wrong: check `date`");
    for (const char* why : {"certificate subject name 'a' does not match target host name 'b'",
                            "no alternative certificate subject name matches target host name 'b'"})
        EXPECT_EQ(hint_of(why), "give --api-host the name that the certificate is for");
    EXPECT_EQ(hint_of("self-signed certificate"),
              "name the certificate to trust with --ca-file, if it is tix-api's own");
}

TEST(RoleIn, IsATextOfTheAnswerOrNothing) {
    EXPECT_EQ(role_in(answered(200, R"({"role":"ad\nmin"})")), "ad\\nmin");
    for (const char* body : {"", "[]", "{}", R"({"role":7})", R"({"role":null})"})
        EXPECT_EQ(role_in(answered(200, body)), "") << body;
}

TEST(OddStatus, IsOneThatTixApiDoesNotGiveForThis) {
    for (const int status : {200, 204, 301, 399, 404}) EXPECT_TRUE(is_odd_status(status)) << status;
    for (const int status : {199, 400, 403, 500}) EXPECT_FALSE(is_odd_status(status)) << status;
    EXPECT_FALSE(is_odd_status(std::nullopt));
}

TEST(GetEnds, PlainHttpAskedOfAnHttpsPortNamesTheOption) {
    const std::string nginx = "<html>The plain HTTP request was sent to HTTPS port</html>";
    EXPECT_EQ(outcome_of_get(answered(400, nginx), GetQuestion::reports).hint, "use --api-ssl");
}

TEST(PostRules, AreThoseOfThePage) {
    const auto fate = [](PostEnd end) { return rule_of(end).fate; };
    EXPECT_EQ(fate(PostEnd::stored), ItemFate::sent);
    for (const PostEnd end : {PostEnd::odd_answer, PostEnd::unclear, PostEnd::unavailable})
        EXPECT_EQ(fate(end), ItemFate::uncertain);
    for (const PostEnd end :
         {PostEnd::credentials_refused, PostEnd::misconfigured, PostEnd::name_not_resolved})
        EXPECT_EQ(fate(end), ItemFate::as_before);
    for (const PostEnd end : {PostEnd::not_connected, PostEnd::asked_to_wait, PostEnd::lookup_failed})
        EXPECT_EQ(fate(end), ItemFate::retry);
    EXPECT_EQ(fate(PostEnd::address_refused), ItemFate::held_for_address);
    EXPECT_EQ(fate(PostEnd::user_refused), ItemFate::held_for_user);
    EXPECT_EQ(fate(PostEnd::report_refused), ItemFate::dead_or_retry);
    EXPECT_TRUE(rule_of(PostEnd::unclear).counts_as_unclear);
    EXPECT_FALSE(rule_of(PostEnd::unavailable).counts_as_unclear) << "503 says nothing of the report";
}

TEST(PostRules, OnlyAnAnswerOfTixApiEndsARow) {
    for (const PostEnd end :
         {PostEnd::unclear, PostEnd::unavailable, PostEnd::asked_to_wait, PostEnd::not_connected})
        EXPECT_EQ(rule_of(end).row, RowEffect::adds_one);
    for (const PostEnd end : {PostEnd::stored, PostEnd::address_refused, PostEnd::lookup_failed,
                              PostEnd::user_refused, PostEnd::report_refused})
        EXPECT_EQ(rule_of(end).row, RowEffect::ends_row);
    for (const PostEnd end : {PostEnd::odd_answer, PostEnd::credentials_refused, PostEnd::misconfigured,
                              PostEnd::name_not_resolved})
        EXPECT_EQ(rule_of(end).row, RowEffect::none);
}

TEST(GetEnds, AnswerIsWhatWasAskedFor) {
    EXPECT_EQ(get_end(answered(200, "[]")), GetEnd::answered);
    EXPECT_EQ(get_end(answered(200, "{}")), GetEnd::odd);
    EXPECT_EQ(get_end(answered(200, "<html>")), GetEnd::odd);
    EXPECT_EQ(get_end(answered(200, R"({"id":3})"), GetQuestion::installation), GetEnd::answered);
    EXPECT_EQ(get_end(answered(200, R"({"name":"x"})"), GetQuestion::installation), GetEnd::odd);
    EXPECT_EQ(get_end(answered(200, "[]"), GetQuestion::installation), GetEnd::odd);
    EXPECT_EQ(get_end(answered(200, R"({"id":1,"username":"admin"})"), GetQuestion::current_user),
              GetEnd::answered);
    EXPECT_EQ(get_end(answered(200, R"({"id":1})"), GetQuestion::current_user), GetEnd::odd);
}

TEST(GetEnds, EveryEndHasItsMeaning) {
    EXPECT_EQ(get_end(failed(HttpEnd::not_connected)), GetEnd::unanswered);
    EXPECT_EQ(outcome_of_get(failed(HttpEnd::not_connected), GetQuestion::reports).error,
              "no connection: why");
    EXPECT_EQ(get_end(failed(HttpEnd::cut_off)), GetEnd::unanswered);
    EXPECT_EQ(get_end(answered(404, "Not Found")), GetEnd::not_found);
    EXPECT_EQ(get_end(answered(404, "Not Found\n")), GetEnd::not_found);
    EXPECT_EQ(get_end(answered(404, "Not Found.")), GetEnd::odd);
    EXPECT_EQ(get_end(answered(404, "<pre>Cannot GET /api/</pre>")), GetEnd::odd);
    EXPECT_EQ(get_end(answered(404)), GetEnd::odd);
    EXPECT_EQ(get_end(answered(302)), GetEnd::odd);
    EXPECT_EQ(get_end(answered(403)), GetEnd::odd);
    EXPECT_EQ(get_end(answered(401, "Unauthorized")), GetEnd::credentials_refused);
    EXPECT_EQ(get_end(answered(407)), GetEnd::credentials_refused);
    EXPECT_EQ(get_end(answered(401, R"({"reason":"x"})")), GetEnd::user_refused);
    EXPECT_EQ(get_end(answered(408)), GetEnd::unanswered);
    EXPECT_EQ(get_end(answered(500)), GetEnd::unanswered);
    EXPECT_EQ(get_end(answered(504)), GetEnd::unanswered);
    EXPECT_EQ(get_end(answered(429)), GetEnd::asked_to_wait);
    EXPECT_EQ(get_end(answered(503)), GetEnd::asked_to_wait);
    HttpAnswer truncated = answered(200, "[");
    truncated.is_truncated = true;
    EXPECT_EQ(get_end(truncated), GetEnd::unreadable);
}

TEST(GetRules, AreThoseOfThePage) {
    const std::vector<GetRule> expected = {
        {GetEnd::answered, PreflightFate::goes_on, LookupFate::resolve, RowEffect::ends_row,
         RunEffect::goes_on},
        {GetEnd::not_found, PreflightFate::held_for_installation, LookupFate::ask_current_user,
         RowEffect::ends_row, RunEffect::goes_on},
        {GetEnd::user_refused, PreflightFate::held_for_user, LookupFate::tomorrow, RowEffect::ends_row,
         RunEffect::goes_on},
        {GetEnd::credentials_refused, PreflightFate::unchanged, LookupFate::unchanged, RowEffect::none,
         RunEffect::configuration},
        {GetEnd::misconfigured, PreflightFate::unchanged, LookupFate::unchanged, RowEffect::none,
         RunEffect::configuration},
        {GetEnd::name_not_resolved, PreflightFate::unchanged, LookupFate::unchanged, RowEffect::none,
         RunEffect::by_name},
        {GetEnd::asked_to_wait, PreflightFate::backoff, LookupFate::backoff, RowEffect::adds_one,
         RunEffect::server_decides},
        {GetEnd::unanswered, PreflightFate::backoff, LookupFate::backoff, RowEffect::adds_one,
         RunEffect::goes_on},
        {GetEnd::unreadable, PreflightFate::ask_current_user, LookupFate::tomorrow_noted, RowEffect::none,
         RunEffect::goes_on},
        {GetEnd::odd, PreflightFate::ask_current_user, LookupFate::ask_current_user, RowEffect::none,
         RunEffect::goes_on}};
    for (const GetRule& rule : expected) {
        const GetRule ours = rule_of(rule.end);
        EXPECT_EQ(ours.preflight, rule.preflight);
        EXPECT_EQ(ours.lookup, rule.lookup);
        EXPECT_EQ(ours.row, rule.row);
        EXPECT_EQ(ours.run, rule.run);
    }
}

TEST(ApiTime, IsReadInTheFormsThatServersWrite) {
    const auto time = [](const char* json) { return api_time_of(nlohmann::json::parse(json)); };
    for (const char* ours : {"\"2017-09-10T22:44:35.000Z\"", "1505083475", "1505083475.0", "1505083475000"})
        EXPECT_EQ(time(ours).unix_s, kTime_s) << ours;
    for (const char* none : {"null", "\"2017-09-10T22:44:35.001Z\"", "1505083475.5", "1505083475001"}) {
        EXPECT_TRUE(time(none).is_readable) << none;
        EXPECT_FALSE(time(none).unix_s) << none;
    }
    for (const char* unreadable :
         {"\"\"", "\"2017-09-10 22:44:35.000Z\"", "\"2017-13-10T22:44:35.000Z\"", "\"2017-09-10T22:44:35.Z\"",
          "\"2017-09-10T22:44:35.000+\"", "\"+017-09-10T22:44:35.000Z\"", "true", "{}", "[]"}) {
        EXPECT_FALSE(time(unreadable).is_readable) << unreadable;
    }
}

TEST(ApiTime, NumberBeyondOneHundredThousandMillionIsOfMilliseconds) {
    const auto unix_s = [](const char* json) { return api_time_of(nlohmann::json::parse(json)).unix_s; };
    EXPECT_EQ(unix_s("100000000000"), 100'000'000'000);
    EXPECT_EQ(unix_s("100000001000"), 100'000'001);
    EXPECT_EQ(unix_s("100000000000000"), 100'000'000'000);
    EXPECT_EQ(unix_s("100000000001000"), std::nullopt) << "beyond what either can be";
    EXPECT_EQ(unix_s("-100000000000"), -100'000'000'000);
}

}  // namespace
}  // namespace tixdb::publish::request_end
