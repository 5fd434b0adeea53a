// SPDX-License-Identifier: MIT
// What a run would send now, without sending or changing anything.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "publish/api_requests.hpp"
#include "publish/publish_settings.hpp"
#include "store/database.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

struct PlannedRequests {
    std::int64_t reports = 0;
    // Results that are looked up before anything of their time is sent, as what was sent of it is pruned or
    // the database was restored: now, or only once that has settled, after so long.
    std::int64_t asked_now = 0;
    std::int64_t asked_later = 0;
    std::chrono::milliseconds later_in{0};
    // The server asked for no requests until then: nothing is planned.
    std::optional<std::int64_t> waits_until_ms;
};

// Calls show with each request, in the order in which they would begin if every answer were good: questions
// about what is uncertain and due, or has to be looked up first, then for each installation the pre-flight
// before its first report (which may begin earlier). lock_note: of the publish lock's file, by which a run
// notices a restored database. Reads only.
PlannedRequests plan_requests(store::Database& database, const ApiRequests& requests,
                              const store::OutboxMoment& now, const std::string& lock_note,
                              const PublishSettings& settings,
                              const std::function<void(const HttpRequest&)>& show);

}  // namespace tixdb::publish
