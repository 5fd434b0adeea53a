// SPDX-License-Identifier: MIT
// Notes the network of each window in the transaction that stores it: process asks for it through a hook,
// since no stage includes another.
#pragma once

#include <cstdint>

#include "asn/network_lookup.hpp"
#include "base/clock.hpp"
#include "process/batch_writer.hpp"
#include "store/database.hpp"
#include "store/window_as_store.hpp"

namespace tixdb::cli {

// Without any table the kind of the address is all that is stored, and `asn refresh` finds the rest once
// there is one. Thread rule: that of the connection, which is the writer's.
class NetworkRecorder {
  public:
    NetworkRecorder(store::Database& database, std::int64_t run_id, Clock& clock);

    // Valid as long as this object.
    [[nodiscard]] process::WindowStored hook();

  private:
    void record(std::int64_t window_id, const model::Window& window);

    asn::NetworkLookup networks_;
    store::WindowAsStore windows_;
    std::int64_t run_id_;
    Clock& clock_;
};

}  // namespace tixdb::cli
