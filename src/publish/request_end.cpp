// SPDX-License-Identifier: MIT

#include "publish/request_end.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/text.hpp"
#include "publish/api_time.hpp"

namespace tixdb::publish {
namespace {

using Json = nlohmann::json;

// clang-format off
constexpr std::array<PostRule, 13> kPostRules = {{
    {PostEnd::stored,              ItemFate::sent,             RowEffect::ends_row, RunEffect::goes_on,        false},
    {PostEnd::odd_answer,          ItemFate::uncertain,        RowEffect::none,     RunEffect::unless_known,   true},
    {PostEnd::unclear,             ItemFate::uncertain,        RowEffect::adds_one, RunEffect::goes_on,        true},
    {PostEnd::unavailable,         ItemFate::uncertain,        RowEffect::adds_one, RunEffect::server_decides, false},
    {PostEnd::asked_to_wait,       ItemFate::retry,            RowEffect::adds_one, RunEffect::server_decides, false},
    {PostEnd::credentials_refused, ItemFate::as_before,        RowEffect::none,     RunEffect::configuration,  false},
    {PostEnd::misconfigured,       ItemFate::as_before,        RowEffect::none,     RunEffect::configuration,  false},
    {PostEnd::name_not_resolved,   ItemFate::as_before,        RowEffect::none,     RunEffect::by_name,        false},
    {PostEnd::not_connected,       ItemFate::retry,            RowEffect::adds_one, RunEffect::goes_on,        false},
    {PostEnd::address_refused,     ItemFate::held_for_address, RowEffect::ends_row, RunEffect::goes_on,        false},
    {PostEnd::lookup_failed,       ItemFate::retry,            RowEffect::ends_row, RunEffect::goes_on,        false},
    {PostEnd::user_refused,        ItemFate::held_for_user,    RowEffect::ends_row, RunEffect::goes_on,        false},
    {PostEnd::report_refused,      ItemFate::dead_or_retry,    RowEffect::ends_row, RunEffect::goes_on,        false},
}};

using Preflight = PreflightFate;
using Lookup = LookupFate;
constexpr std::array<GetRule, 10> kGetRules = {{
    {GetEnd::answered,            Preflight::goes_on,               Lookup::resolve,          RowEffect::ends_row, RunEffect::goes_on},
    {GetEnd::not_found,           Preflight::held_for_installation, Lookup::ask_current_user, RowEffect::ends_row, RunEffect::goes_on},
    {GetEnd::user_refused,        Preflight::held_for_user,         Lookup::tomorrow,         RowEffect::ends_row, RunEffect::goes_on},
    {GetEnd::credentials_refused, Preflight::unchanged,             Lookup::unchanged,        RowEffect::none,     RunEffect::configuration},
    {GetEnd::misconfigured,       Preflight::unchanged,             Lookup::unchanged,        RowEffect::none,     RunEffect::configuration},
    {GetEnd::name_not_resolved,   Preflight::unchanged,             Lookup::unchanged,        RowEffect::none,     RunEffect::by_name},
    {GetEnd::asked_to_wait,       Preflight::backoff,               Lookup::backoff,          RowEffect::adds_one, RunEffect::server_decides},
    {GetEnd::unanswered,          Preflight::backoff,               Lookup::backoff,          RowEffect::adds_one, RunEffect::goes_on},
    {GetEnd::unreadable,          Preflight::ask_current_user,      Lookup::tomorrow_noted,   RowEffect::none,     RunEffect::goes_on},
    {GetEnd::odd,                 Preflight::ask_current_user,      Lookup::ask_current_user, RowEffect::none,     RunEffect::goes_on},
}};
// clang-format on

template <typename Rules>
constexpr bool is_in_order(const Rules& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (static_cast<std::size_t>(rules[i].end) != i) return false;
    }
    return true;
}
static_assert(is_in_order(kPostRules) && is_in_order(kGetRules), "one row for each end, in its order");

constexpr std::string_view kLookupFailed = "Could not calculate ipToAs";
constexpr std::size_t kQuotedBytes = 160;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Errors are HTML or plain text of any length: one line of it is enough to recognise it by.
std::string error_text(const HttpAnswer& answer, std::string_view meaning) {
    if (answer.end != HttpEnd::answered) return fmt::format("{}: {}", meaning, escaped(answer.error));
    std::string_view body = answer.shown;
    while (!body.empty() && (body.back() == '\n' || body.back() == '\r' || body.back() == ' '))
        body.remove_suffix(1);
    const bool is_long = body.size() > kQuotedBytes;
    return fmt::format("{}: {}{}{}{}", meaning, answer.status, body.empty() ? "" : " ",
                       escaped(body.substr(0, kQuotedBytes)), is_long ? "…" : "");
}

bool has_reason(const HttpAnswer& answer) {
    const auto body = Json::parse(answer.body, nullptr, false);
    return body.is_object() && body.contains("reason");
}

bool echoes(const HttpAnswer& answer, std::int64_t last_s) {
    if (answer.is_truncated) return false;
    const auto body = Json::parse(answer.body, nullptr, false);
    if (!body.is_object()) return false;
    const auto timestamp = body.find("timestamp");
    return timestamp != body.end() && api_time_of(*timestamp).unix_s == last_s;
}

// tix-api's own 404 is exactly this; a wrong path or another server says more.
bool is_own_not_found(const HttpAnswer& answer) {
    return answer.status == 404 && (answer.body == "Not Found" || answer.body == "Not Found\n");
}

struct Trouble {
    std::string error;
    std::string hint;
};

Trouble certificate_trouble(const HttpAnswer& answer) {
    const std::string& why = answer.error;
    std::string hint = "name the certificate to trust with --ca-file, if it is tix-api's own";
    if (contains(why, "expired") || contains(why, "not yet valid")) {
        hint = "have it renewed; or this machine's clock is wrong: check `date`";
    } else if (contains(why, "does not match") || contains(why, "no alternative certificate")) {
        hint = "give --api-host the name that the certificate is for";
    }
    return {fmt::format("the certificate is refused: {}", escaped(why)), hint};
}

Trouble trouble_of(const HttpAnswer& answer) {
    switch (answer.fault) {
        case HttpFault::certificate:
            return certificate_trouble(answer);
        case HttpFault::tls:
            return {fmt::format("TLS is refused: {}", escaped(answer.error)),
                    "tixdb asks for TLS 1.2 or later: see what the server offers"};
        case HttpFault::plain_http:
            return {"answers in plain http", "leave --api-ssl out, or give the https port with --api-port"};
        case HttpFault::ca_file:
            return {fmt::format("no certificates can be read: {}", escaped(answer.error)),
                    "check --ca-file: it has to hold certificates in PEM form"};
        case HttpFault::malformed_address:
            return {escaped(answer.error), "check --api-host, --api-port and --api-path"};
        case HttpFault::name_unknown:
            return {fmt::format("the name {} is not known", escaped(answer.name)),
                    "check --api-host, or --proxy if one is given"};
        case HttpFault::name_not_resolved:
            return {fmt::format("the name {} cannot be looked up now", escaped(answer.name)),
                    "nothing is lost; check this machine's name service if it lasts"};
        case HttpFault::proxy_credentials:
            return {fmt::format("the proxy wants a user and a password: {}", escaped(answer.error)),
                    "tixdb has none to give: name a proxy that lets this machine through"};
        case HttpFault::none:
            break;
    }
    return {};
}

bool is_name_fault(HttpFault fault) {
    return fault == HttpFault::name_unknown || fault == HttpFault::name_not_resolved;
}

// The credentials are right or wrong for every request alike.
Trouble refused_credentials(const HttpAnswer& answer) {
    return {error_text(answer, answer.status == 407 ? "the proxy refuses us" : "credentials refused"),
            "check --api-user and the password"};
}

PostOutcome fault_of_post(const HttpAnswer& answer) {
    const Trouble trouble = trouble_of(answer);
    if (answer.fault == HttpFault::proxy_credentials)
        return {PostEnd::credentials_refused, trouble.error, trouble.hint};
    return {is_name_fault(answer.fault) ? PostEnd::name_not_resolved : PostEnd::misconfigured, trouble.error,
            trouble.hint};
}

PostOutcome outcome_of_500(const HttpAnswer& answer) {
    if (!contains(answer.body, kLookupFailed)) {
        return {PostEnd::unclear, error_text(answer, "the server failed"), ""};
    }
    if (contains(answer.body, "ValueError") || contains(answer.body, "UnboundLocalError")) {
        return {PostEnd::address_refused, error_text(answer, "tix-api knows no network of this address"), ""};
    }
    return {PostEnd::lookup_failed, error_text(answer, "tix-api's address lookup failed"), ""};
}

PostOutcome outcome_of_2xx(const HttpAnswer& answer, std::int64_t last_s) {
    if (answer.status <= 202 && echoes(answer, last_s)) return {PostEnd::stored, "", ""};
    return {PostEnd::odd_answer, error_text(answer, "not an answer of tix-api"),
            "check --api-host, --api-port, --api-path and --api-ssl"};
}

PostOutcome outcome_of_4xx(const HttpAnswer& answer) {
    switch (answer.status) {
        case 400:
        case 413:
        case 415:
        case 422:
            return {PostEnd::report_refused, error_text(answer, "report refused"), ""};
        case 401:
            if (has_reason(answer)) return {PostEnd::user_refused, error_text(answer, "user refused"), ""};
            [[fallthrough]];
        case 407: {
            const Trouble trouble = refused_credentials(answer);
            return {PostEnd::credentials_refused, trouble.error, trouble.hint};
        }
        case 404:
            if (is_own_not_found(answer)) break;
            return {PostEnd::odd_answer, error_text(answer, "not an answer of tix-api"),
                    "check --api-host, --api-port, --api-path and --api-ssl"};
        case 429:
            return {PostEnd::asked_to_wait, error_text(answer, "asked to slow down"), ""};
        default:
            break;
    }
    return {PostEnd::unclear, error_text(answer, "not a clear answer"), ""};
}

bool is_what_was_asked_for(const HttpAnswer& answer, GetQuestion question) {
    const auto body = Json::parse(answer.body, nullptr, false);
    switch (question) {
        case GetQuestion::installation:
            return body.is_object() && body.contains("id");
        case GetQuestion::reports:
            return body.is_array();
        case GetQuestion::current_user:
            break;
    }
    return body.is_object() && body.contains("id") && body.contains("username");
}

GetOutcome fault_of_get(const HttpAnswer& answer) {
    const PostOutcome outcome = fault_of_post(answer);
    const GetEnd end = outcome.end == PostEnd::credentials_refused ? GetEnd::credentials_refused
                       : outcome.end == PostEnd::name_not_resolved ? GetEnd::name_not_resolved
                                                                   : GetEnd::misconfigured;
    return {end, outcome.error, outcome.hint};
}

GetOutcome outcome_of_200(const HttpAnswer& answer, GetQuestion question) {
    if (answer.is_truncated && question == GetQuestion::reports)
        return {GetEnd::unreadable, "the list of reports is too long to read", ""};
    if (is_what_was_asked_for(answer, question)) return {GetEnd::answered, "", ""};
    return {GetEnd::odd, error_text(answer, "not an answer of tix-api"),
            "check --api-host, --api-port, --api-path and --api-ssl"};
}

}  // namespace

PostRule rule_of(PostEnd end) {
    return kPostRules.at(static_cast<std::size_t>(end));
}

GetRule rule_of(GetEnd end) {
    return kGetRules.at(static_cast<std::size_t>(end));
}

PostOutcome outcome_of_post(const HttpAnswer& answer, std::int64_t last_s) {
    if (answer.fault != HttpFault::none) return fault_of_post(answer);
    if (answer.end == HttpEnd::not_connected)
        return {PostEnd::not_connected, error_text(answer, "no connection"), ""};
    if (answer.end == HttpEnd::cut_off) return {PostEnd::unclear, error_text(answer, "no answer"), ""};
    if (answer.status == 500) return outcome_of_500(answer);
    if (answer.status == 503) return {PostEnd::unavailable, error_text(answer, "unavailable"), ""};
    if (answer.status > 500) return {PostEnd::unclear, error_text(answer, "the server failed"), ""};
    if (answer.status >= 400) return outcome_of_4xx(answer);
    if (answer.status >= 300) {
        return {PostEnd::odd_answer, error_text(answer, "leads elsewhere, as tix-api never does"),
                "check --api-host, --api-port, --api-path and --api-ssl"};
    }
    if (answer.status >= 200) return outcome_of_2xx(answer, last_s);
    return {PostEnd::unclear, error_text(answer, "not a clear answer"), ""};
}

GetOutcome outcome_of_get(const HttpAnswer& answer, GetQuestion question) {
    if (answer.fault != HttpFault::none) return fault_of_get(answer);
    if (answer.end == HttpEnd::not_connected)
        return {GetEnd::unanswered, error_text(answer, "no connection"), ""};
    if (answer.end == HttpEnd::cut_off) return {GetEnd::unanswered, error_text(answer, "no answer"), ""};
    switch (answer.status) {
        case 200:
            return outcome_of_200(answer, question);
        case 401:
            if (has_reason(answer)) return {GetEnd::user_refused, error_text(answer, "user refused"), ""};
            [[fallthrough]];
        case 407: {
            const Trouble trouble = refused_credentials(answer);
            return {GetEnd::credentials_refused, trouble.error, trouble.hint};
        }
        case 404:
            if (is_own_not_found(answer))
                return {GetEnd::not_found, error_text(answer, "unknown to tix-api"), ""};
            break;
        case 408:
            return {GetEnd::unanswered, error_text(answer, "no answer"), ""};
        case 429:
            return {GetEnd::asked_to_wait, error_text(answer, "asked to slow down"), ""};
        case 503:
            return {GetEnd::asked_to_wait, error_text(answer, "unavailable"), ""};
        default:
            break;
    }
    if (answer.status >= 500) return {GetEnd::unanswered, error_text(answer, "the server failed"), ""};
    const bool wants_tls = contains(answer.body, "HTTPS port");  // nginx, asked in plain http
    return {GetEnd::odd, error_text(answer, "not an answer of tix-api"),
            wants_tls ? "use --api-ssl" : "check --api-host, --api-port, --api-path and --api-ssl"};
}

std::string role_in(const HttpAnswer& answer) {
    const auto body = Json::parse(answer.body, nullptr, false);
    if (!body.is_object() || !body.contains("role") || !body["role"].is_string()) return "";
    return escaped(body["role"].get<std::string>().substr(0, kQuotedBytes));
}

bool is_odd_status(const std::optional<std::int64_t>& status) {
    return status && ((*status >= 200 && *status < 400) || *status == 404);
}

}  // namespace tixdb::publish
