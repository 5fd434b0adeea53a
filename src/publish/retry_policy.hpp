// SPDX-License-Identifier: MIT
// What an answer means, and when to try again: pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "publish/http_client.hpp"

namespace tixdb::publish {

enum class PostVerdict {
    stored,           // 200 with our timestamp
    not_tix_api,      // nothing that tix-api would say: the run ends
    bad_credentials,  // the run ends
    unreachable,  // no connection, or asked to slow down: certainly not stored, tried again; too many end the
                  // run
    failed_for_now,   // certainly not stored, tried again
    address_refused,  // tix-api cannot place the address
    user_refused,     // not a user that we may post for
    report_refused,   // this report will never be taken
    uncertain,        // may be stored, now or later
};

struct PostOutcome {
    PostVerdict verdict = PostVerdict::uncertain;
    std::string error;  // one line, safe to show; empty if stored
};

// last_s: the timestamp that was sent.
[[nodiscard]] PostOutcome outcome_of_post(const HttpAnswer& answer, std::int64_t last_s);

enum class GetVerdict {
    answered,      // 200
    not_found,     // tix-api's own 404: what was asked for does not exist
    user_refused,  // not a user that we may ask for
    not_tix_api,
    bad_credentials,
    unreachable,  // no connection, or asked to slow down
    unanswered,   // connected, but no answer or a server's failure
};

struct GetOutcome {
    GetVerdict verdict = GetVerdict::unanswered;
    std::string error;
};

[[nodiscard]] GetOutcome outcome_of_get(const HttpAnswer& answer);

// Exponential backoff with full jitter: chance * min(cap, base * 2^(attempts - 1)), at least 1 ms.
// attempts >= 1: how many have failed; chance in [0, 1). (M. Brooker, "Exponential Backoff And Jitter", AWS
// Architecture Blog, 2015.)
[[nodiscard]] std::chrono::milliseconds backoff(std::int64_t attempts, double chance,
                                                std::chrono::milliseconds base,
                                                std::chrono::milliseconds cap);

inline constexpr std::chrono::milliseconds kLongestRetryAfter = std::chrono::hours(24);

// The later of the backoff and what the server asks for, of which at most kLongestRetryAfter is honoured.
[[nodiscard]] std::chrono::milliseconds delay_before_retry(const HttpAnswer& answer,
                                                           std::chrono::milliseconds backoff_delay);

}  // namespace tixdb::publish
