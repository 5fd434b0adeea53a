// SPDX-License-Identifier: MIT
// What a run would send now, without sending or changing anything.
#pragma once

#include <cstdint>
#include <functional>

#include "publish/api_requests.hpp"
#include "publish/publish_settings.hpp"
#include "store/database.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// Calls show with each request, in the order in which they would begin if every answer were good: questions
// about uncertain items that are due, then for each installation the pre-flight before its first report.
// Returns the number of reports. Reads only: what a run
// would find out first, such as that this database was restored, is not part of it.
std::int64_t plan_requests(store::Database& database, const ApiRequests& requests,
                           const store::OutboxMoment& now, const PublishSettings& settings,
                           const std::function<void(const HttpRequest&)>& show);

}  // namespace tixdb::publish
