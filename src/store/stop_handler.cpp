// SPDX-License-Identifier: MIT

#include "store/stop_handler.hpp"

#include <sqlite3.h>

#include "base/signals.hpp"

namespace tixdb::store {
namespace {

// Steps of SQLite's machine between two looks: well under a millisecond.
constexpr int kStepsBetween = 20'000;

int is_stop_requested(void* /*unused*/) {
    return stop_requested() != 0 ? 1 : 0;
}

}  // namespace

StopHandler::StopHandler(Database& database) : database_(database) {
    sqlite3_progress_handler(database.handle().getHandle(), kStepsBetween, is_stop_requested, nullptr);
}

StopHandler::~StopHandler() {
    sqlite3_progress_handler(database_.handle().getHandle(), 0, nullptr, nullptr);
}

}  // namespace tixdb::store
