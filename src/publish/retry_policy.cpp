// SPDX-License-Identifier: MIT

#include "publish/retry_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/text.hpp"
#include "publish/api_time.hpp"

namespace tixdb::publish {
namespace {

constexpr std::string_view kLookupFailed = "Could not calculate ipToAs";
constexpr std::size_t kShownBytes = 160;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Errors are HTML or plain text of any length: one line of it is enough to recognise it by.
std::string error_text(const HttpAnswer& answer, std::string_view meaning) {
    if (answer.end != HttpEnd::answered) return fmt::format("{}: {}", meaning, escaped(answer.error));
    std::string_view body = answer.shown;
    while (!body.empty() && (body.back() == '\n' || body.back() == '\r' || body.back() == ' '))
        body.remove_suffix(1);
    const bool is_long = body.size() > kShownBytes;
    return fmt::format("{}: {}{}{}{}", meaning, answer.status, body.empty() ? "" : " ",
                       escaped(body.substr(0, kShownBytes)), is_long ? "…" : "");
}

bool has_reason(const HttpAnswer& answer) {
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    return body.is_object() && body.contains("reason");
}

bool echoes(const HttpAnswer& answer, std::int64_t last_s) {
    if (answer.is_truncated) return false;
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    if (!body.is_object()) return false;
    const auto timestamp = body.find("timestamp");
    return timestamp != body.end() && timestamp->is_string() &&
           unix_s_of(timestamp->get_ref<const std::string&>()) == last_s;
}

// tix-api's own 404 is exactly this; a wrong path or another server says more.
bool is_own_not_found(const HttpAnswer& answer) {
    return answer.body == "Not Found" || answer.body == "Not Found\n";
}

PostOutcome outcome_of_500(const HttpAnswer& answer) {
    if (!contains(answer.body, kLookupFailed)) {
        return {PostVerdict::uncertain, error_text(answer, "the server failed")};
    }
    if (contains(answer.body, "ValueError") || contains(answer.body, "UnboundLocalError")) {
        return {PostVerdict::address_refused, error_text(answer, "tix-api knows no network of this address")};
    }
    return {PostVerdict::failed_for_now, error_text(answer, "tix-api's address lookup failed")};
}

}  // namespace

PostOutcome outcome_of_post(const HttpAnswer& answer, std::int64_t last_s) {
    if (answer.end == HttpEnd::not_connected)
        return {PostVerdict::unreachable, error_text(answer, "no connection")};
    if (answer.end == HttpEnd::cut_off) return {PostVerdict::uncertain, error_text(answer, "no answer")};
    switch (answer.status) {
        case 200:
            if (echoes(answer, last_s)) return {PostVerdict::stored, ""};
            return {PostVerdict::not_tix_api, error_text(answer, "not an answer of tix-api")};
        case 400:
        case 413:
        case 415:
        case 422:
            return {PostVerdict::report_refused, error_text(answer, "report refused")};
        case 401:
            if (has_reason(answer)) return {PostVerdict::user_refused, error_text(answer, "user refused")};
            return {PostVerdict::bad_credentials, error_text(answer, "credentials refused")};
        // A proxy that waited for the request; how much of it went on is not known.
        case 408:
            return {PostVerdict::uncertain, error_text(answer, "no answer")};
        case 429:
            return {PostVerdict::unreachable, error_text(answer, "asked to slow down")};
        case 500:
            return outcome_of_500(answer);
        default:
            break;
    }
    if (answer.status > 500) return {PostVerdict::uncertain, error_text(answer, "the server failed")};
    return {PostVerdict::not_tix_api, error_text(answer, "not an answer of tix-api")};
}

GetOutcome outcome_of_get(const HttpAnswer& answer) {
    if (answer.end == HttpEnd::not_connected)
        return {GetVerdict::unreachable, error_text(answer, "no connection")};
    if (answer.end == HttpEnd::cut_off) return {GetVerdict::unanswered, error_text(answer, "no answer")};
    switch (answer.status) {
        case 200:
            return {GetVerdict::answered, ""};
        case 401:
            if (has_reason(answer)) return {GetVerdict::user_refused, error_text(answer, "user refused")};
            return {GetVerdict::bad_credentials, error_text(answer, "credentials refused")};
        case 404:
            if (is_own_not_found(answer))
                return {GetVerdict::not_found, error_text(answer, "unknown to tix-api")};
            return {GetVerdict::not_tix_api, error_text(answer, "not an answer of tix-api")};
        case 408:
            return {GetVerdict::unanswered, error_text(answer, "no answer")};
        case 429:
            return {GetVerdict::unreachable, error_text(answer, "asked to slow down")};
        default:
            break;
    }
    if (answer.status >= 500) return {GetVerdict::unanswered, error_text(answer, "the server failed")};
    return {GetVerdict::not_tix_api, error_text(answer, "not an answer of tix-api")};
}

std::chrono::milliseconds backoff(std::int64_t attempts, double chance, std::chrono::milliseconds base,
                                  std::chrono::milliseconds cap) {
    std::chrono::milliseconds longest = std::min(base, cap);
    for (std::int64_t i = 1; i < attempts && longest < cap; ++i) longest = std::min(longest * 2, cap);
    const auto delay = static_cast<std::int64_t>(chance * static_cast<double>(longest.count()));
    return std::chrono::milliseconds(std::max<std::int64_t>(delay, 1));
}

std::chrono::milliseconds delay_before_retry(const HttpAnswer& answer,
                                             std::chrono::milliseconds backoff_delay) {
    if (!answer.retry_after) return backoff_delay;
    return std::max(backoff_delay,
                    std::min<std::chrono::milliseconds>(*answer.retry_after, kLongestRetryAfter));
}

}  // namespace tixdb::publish
