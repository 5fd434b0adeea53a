// SPDX-License-Identifier: MIT
// How a request can end, and what follows from that: the two tables of docs/man/tixdb-publish.md. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "publish/http_client.hpp"

namespace tixdb::publish {

enum class PostEnd {
    stored,               // 200, 201 or 202 that echoes our timestamp
    odd_answer,           // another 2xx, 3xx, a 404 that is not tix-api's: this may be another server
    unclear,              // bytes were sent, and whatever came back does not say what became of them
    unavailable,          // 503
    asked_to_wait,        // 429
    credentials_refused,  // 401 without a JSON reason, 407
    misconfigured,        // certificate, TLS, plain http on the https port, CA file, malformed address
    name_not_resolved,
    not_connected,    // refused, not made in time, or reset during the handshake
    address_refused,  // tix-api cannot place the address
    lookup_failed,    // tix-api could not look the address up
    user_refused,     // not a user that we may post for
    report_refused,   // 400, 413, 415, 422
};

enum class ItemFate { sent, uncertain, as_before, retry, held_for_address, held_for_user, dead_or_retry };

// Of five such requests in a row, of POSTs or of GETs, the run ends.
enum class RowEffect { none, adds_one, ends_row };

enum class RunEffect {
    goes_on,
    configuration,   // ends at the first
    unless_known,    // ends at the first, unless this server is known to store what it answers so
    by_name,         // ends at the first; a fault of configuration unless the name is known to exist
    server_decides,  // ends if the server says when to come back
};

struct PostRule {
    PostEnd end;
    ItemFate fate;
    RowEffect row;
    RunEffect run;
    bool counts_as_unclear;  // for the item: after five it is held for the report itself
};

[[nodiscard]] PostRule rule_of(PostEnd end);

// What a GET asks for.
enum class GetQuestion { installation, reports, current_user };

enum class GetEnd {
    answered,             // 200 with what was asked for
    not_found,            // tix-api's own 404: what was asked for does not exist
    user_refused,         // not a user that we may ask for
    credentials_refused,  // as of a POST
    misconfigured,        // as of a POST
    name_not_resolved,
    asked_to_wait,  // 429, 503
    unanswered,     // no connection, no answer, 408, another 5xx
    unreadable,     // a list of reports that is too long, or in which times cannot be read
    odd,            // anything else
};

enum class PreflightFate {
    goes_on,
    held_for_installation,
    held_for_user,
    unchanged,
    backoff,
    ask_current_user
};
enum class LookupFate { resolve, unchanged, backoff, tomorrow, tomorrow_noted, ask_current_user };

struct GetRule {
    GetEnd end;
    PreflightFate preflight;
    LookupFate lookup;
    RowEffect row;
    RunEffect run;
};

[[nodiscard]] GetRule rule_of(GetEnd end);

struct PostOutcome {
    PostEnd end = PostEnd::unclear;
    std::string error;  // one line, safe to show; empty if stored
    std::string hint;   // one thing to do about it, or empty
};

// last_s: the timestamp that was sent.
[[nodiscard]] PostOutcome outcome_of_post(const HttpAnswer& answer, std::int64_t last_s);

struct GetOutcome {
    GetEnd end = GetEnd::unanswered;
    std::string error;
    std::string hint;
};

[[nodiscard]] GetOutcome outcome_of_get(const HttpAnswer& answer, GetQuestion question);

// The role that tix-api's answer to GetQuestion::current_user tells of; empty if it does not.
[[nodiscard]] std::string role_in(const HttpAnswer& answer);

// True of the status of an odd answer to a POST, as the outbox keeps it.
[[nodiscard]] bool is_odd_status(const std::optional<std::int64_t>& status);

}  // namespace tixdb::publish
