// SPDX-License-Identifier: MIT
// Lets a statement that takes long end when the run is asked to stop.
#pragma once

#include "store/database.hpp"

namespace tixdb::store {

// As long as it lives, a statement on this connection ends soon after SIGINT or SIGTERM with
// SQLITE_INTERRUPT; throw_if_stopped() then tells why.
class StopHandler {
  public:
    explicit StopHandler(Database& database);
    ~StopHandler();
    StopHandler(const StopHandler&) = delete;
    StopHandler& operator=(const StopHandler&) = delete;

  private:
    Database& database_;
};

}  // namespace tixdb::store
