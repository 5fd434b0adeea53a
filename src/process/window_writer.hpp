// SPDX-License-Identifier: MIT
// Stores windows, each together with the network that it was measured in, and their results.
#pragma once

#include <cstdint>
#include <vector>

#include "model/network.hpp"
#include "model/window.hpp"
#include "store/database.hpp"
#include "store/result_store.hpp"
#include "store/window_as_store.hpp"
#include "store/window_store.hpp"

namespace tixdb::process {

// Thread rule: that of the connection. The caller holds the transaction, so that a window and its network are
// one.
class WindowWriter {
  public:
    // networks must outlive it; null: nothing is noted of networks. Without any table the kind of the address
    // is all that is stored, and `asn refresh` finds the rest once there is one.
    WindowWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks);

    // Returns window_id.
    std::int64_t insert(const model::Window& window, std::int64_t now_ms);
    // window_ids: of the windows that the result may name by their index, see with_window_ids().
    void insert(std::int64_t window_id, const model::Window& window, const store::NewResult& result,
                const std::vector<std::int64_t>& window_ids, std::int64_t now_ms);

  private:
    std::int64_t run_id_;
    model::AddressLookup* networks_;
    store::WindowStore windows_;
    store::WindowAsStore window_networks_;
    store::ResultStore results_;
};

}  // namespace tixdb::process
