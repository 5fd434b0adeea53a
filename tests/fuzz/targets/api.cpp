// SPDX-License-Identifier: MIT
// What a server answers that may be tix-api, a proxy before it, or anybody else.
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "fuzz/targets.hpp"
#include "payload/payload.hpp"
#include "publish/api_time.hpp"
#include "publish/request_end.hpp"
#include "publish/resolver.hpp"
#include "publish/secret_guard.hpp"

namespace tixdb::fuzz {
namespace {

constexpr std::int64_t kSentTimeS = 1'772'363'520;

// The first four bytes tell of the status, how the answer ended and what the server asks for, the others are
// its body.
publish::HttpAnswer answer_in(Bytes input) {
    publish::HttpAnswer answer;
    answer.status = static_cast<int>(take_number(input, 2) % 700);
    const std::uint64_t flags = take_number(input, 2);
    answer.end = static_cast<publish::HttpEnd>(flags % 3);
    answer.is_truncated = (flags & 0x10U) != 0;
    if ((flags & 0x20U) != 0) answer.retry_after = std::chrono::seconds(flags >> 8U << 20U);
    answer.body = text_of(input);
    answer.shown = text_of(input.first(std::min<std::size_t>(input.size(), 500)));
    answer.error = answer.shown;
    return answer;
}

bool is_whole_answer(const publish::HttpAnswer& answer) {
    return answer.end == publish::HttpEnd::answered && answer.status >= 200 && answer.status <= 202 &&
           !answer.is_truncated;
}

}  // namespace

void api_post(Bytes input) {
    const publish::HttpAnswer answer = answer_in(input);
    const publish::PostOutcome outcome = publish::outcome_of_post(answer, kSentTimeS);
    require_safe_to_show(outcome.error);
    if (outcome.end == publish::PostEnd::stored) {
        require(is_whole_answer(answer), "half an answer is taken for the whole");
        require(answer.body.find("timestamp") != std::string::npos, "an answer without our time is believed");
    } else {
        require(!outcome.error.empty(), "a failure without a text");
    }
    if (answer.end == publish::HttpEnd::cut_off) {
        require(publish::rule_of(outcome.end).fate == publish::ItemFate::uncertain,
                "what was sent is not known to be lost");
    }
    static_cast<void>(publish::SecretGuard("admin", "secret").shown_of(answer.body, 500));
}

void api_get(Bytes input) {
    const publish::HttpAnswer answer = answer_in(input);
    const publish::GetOutcome outcome = publish::outcome_of_get(answer, publish::GetQuestion::reports);
    require_safe_to_show(outcome.error);
    const publish::ResolveQuestion question{5, kSentTimeS, {0.5, 1, 0.25, 0}, {0, 0, 0}, {}};
    const auto listed = publish::listed_reports(answer.body);
    if (!listed) return;
    const publish::Resolution resolution = publish::resolve(*listed, question);
    require_safe_to_show(resolution.note);
    if (resolution.verdict == publish::ResolveVerdict::stored) {
        require(answer.body.find("upUsage") != std::string::npos, "found in a list without figures");
    }
    static_cast<void>(payload::figures_of(answer.body));
    const auto time = publish::api_time_of(nlohmann::json(answer.shown));
    require(time.is_readable || !time.unix_s, "a time that cannot be read");
}

}  // namespace tixdb::fuzz
