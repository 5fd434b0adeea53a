// SPDX-License-Identifier: MIT
// The points of a run between which it could be killed.
#pragma once

#include <cstdint>

namespace tixdb::publish {

enum class PublishPoint {
    recovered,           // items of a killed run were made uncertain
    restore_noticed,     // items that a restored database may have forgotten were made uncertain
    preflight_answered,  // before anything of it is recorded
    claiming,            // changed, not committed
    claimed,             // committed, not noted in the lock's file
    noted,               // noted there, request not begun
    requested,           // request begun
    post_answered,       // answer received, not recorded
    recording,           // changed, not committed
    recorded,            // committed
    resolve_answered,    // tix-api's list received, not recorded
    resolving,           // changed, not committed
    resolved,            // committed
};

// Does nothing. A command counts what has come to an end; a test throws to end the run there, as a kill
// would.
class PublishObserver {
  public:
    PublishObserver() = default;
    PublishObserver(const PublishObserver&) = delete;
    PublishObserver& operator=(const PublishObserver&) = delete;
    virtual ~PublishObserver() = default;

    virtual void reached(PublishPoint, std::int64_t /*outbox_id*/) {}
};

}  // namespace tixdb::publish
