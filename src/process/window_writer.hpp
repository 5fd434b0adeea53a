// SPDX-License-Identifier: MIT
// Stores windows, each together with the network that it was measured in, and their results.
#pragma once

#include <cstdint>
#include <vector>

#include "model/latency.hpp"
#include "model/network.hpp"
#include "model/window.hpp"
#include "process/latency_hours.hpp"
#include "store/database.hpp"
#include "store/latency_store.hpp"
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
    // Of a window that has a row.
    void put(std::int64_t window_id, const model::Latency& latency) { latency_.put(window_id, latency); }
    // Whatever may differ of an installation.
    void put_hours(const model::InstallationKey& key, const std::vector<ChangedHour>& hours);
    // Of windows that were computed: only those are kept that end late enough for an hour to need them again.
    void keep_delays(const model::InstallationKey& key, const std::vector<StoredDelays>& delays);
    // Those of the installation are all other ones now.
    void forget_delays(const model::InstallationKey& key);

  private:
    std::int64_t run_id_;
    model::AddressLookup* networks_;
    store::WindowStore windows_;
    store::WindowAsStore window_networks_;
    store::ResultStore results_;
    store::LatencyStore latency_;
};

}  // namespace tixdb::process
