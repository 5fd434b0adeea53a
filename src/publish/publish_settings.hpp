// SPDX-License-Identifier: MIT
// What a publishing run is told, and what it tells.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

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
};

struct PublishCounts {
    std::int64_t sent = 0;          // answered with 200
    std::int64_t found_stored = 0;  // uncertain, and found at tix-api
    std::int64_t not_stored = 0;    // uncertain, and not found: pending again
    std::int64_t retry = 0;
    std::int64_t held = 0;
    std::int64_t dead = 0;
    std::int64_t uncertain = 0;  // newly so, those of a killed run included
};

struct PublishReport {
    PublishCounts counts;
    std::map<model::OutboxState, std::int64_t> open;  // how many are in each state that is not final
    std::optional<std::int64_t> next_uncertain_ms;    // when the next uncertain one is asked about
    std::optional<Error> ended_by;                    // why the run ended before its work was done
};

}  // namespace tixdb::publish
