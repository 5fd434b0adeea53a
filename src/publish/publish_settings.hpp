// SPDX-License-Identifier: MIT
// What a publishing run is told, and what it tells.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "model/network.hpp"
#include "model/outbox_item.hpp"

namespace tixdb::publish {

struct PublishSettings {
    // Nothing is stored twice if the server applies or drops a request within this time of its end.
    std::chrono::milliseconds settle_delay = std::chrono::minutes(5);
    std::chrono::milliseconds retry_base = std::chrono::seconds(5);
    std::chrono::milliseconds retry_cap = std::chrono::minutes(15);
    std::chrono::milliseconds hold_delay = std::chrono::hours(24);
    std::chrono::milliseconds wait{0};  // sleeps for items that come due, until so long after the start
    int in_flight = 4;                  // requests at a time
    bool hold_unroutable = false;       // addresses that tix-api never takes are held without asking it
    model::AddressLookup* networks = nullptr;  // for that: our own tables; null: there are none
    std::int64_t limit = -1;                   // items to send at most; -1: all
    std::uint64_t seed = 0;                    // of the jitter
    std::string
        resolved_host;  // whose name is looked up to connect: the proxy's if there is one, else tix-api's
};

struct PublishCounts {
    std::int64_t sent = 0;          // answered with 200
    std::int64_t found_stored = 0;  // uncertain, and found at tix-api
    std::int64_t not_stored = 0;    // uncertain, and not found: to be sent again
    std::int64_t retry = 0;
    std::int64_t held = 0;
    std::int64_t dead = 0;
    std::int64_t uncertain = 0;  // newly so, those of a killed run included
};

struct PublishReport {
    PublishCounts counts;
    std::map<model::OutboxState, std::int64_t> open;  // how many are in each state that is not final
    std::optional<std::int64_t> oldest_waiting_ms;    // when the oldest that waits was queued
    std::optional<std::int64_t> next_held_ms;         // when the next held one is tried
    std::optional<std::int64_t> next_uncertain_ms;    // when the next uncertain one is asked about
    std::int64_t left_to_operator = 0;                // uncertain, and not asked about again
    std::optional<std::int64_t> last_accepted_ms;     // when anything was last accepted, by any server
    std::optional<Error> ended_by;                    // why the run ended before its work was done
};

// What the run comes to for whoever looks at exit codes only: nothing if all is well, else the error that it
// is to end with. All is well if something was accepted or found stored, if nothing waits, or if the oldest
// that waits was queued less than an hour ago; a day without anything accepted is a fault of configuration,
// whatever the cause.
[[nodiscard]] std::optional<Error> error_of(const PublishReport& report, std::int64_t now_ms);

}  // namespace tixdb::publish
