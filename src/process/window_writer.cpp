// SPDX-License-Identifier: MIT

#include "process/window_writer.hpp"

#include "model/address.hpp"
#include "process/batch.hpp"

namespace tixdb::process {

WindowWriter::WindowWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks)
    : run_id_(run_id),
      networks_(networks),
      windows_(database),
      window_networks_(database),
      results_(database) {}

std::int64_t WindowWriter::insert(const model::Window& window, std::int64_t now_ms) {
    const std::int64_t window_id = windows_.insert(window, run_id_, now_ms);
    if (networks_ == nullptr) return window_id;
    if (const auto address = model::Address::parse(window.ip)) {
        window_networks_.put(window_id, networks_->network_of(*address, window.last_probe_s), now_ms,
                             run_id_);
    }
    return window_id;
}

void WindowWriter::insert(std::int64_t window_id, const model::Window& window, const store::NewResult& result,
                          const std::vector<std::int64_t>& window_ids, std::int64_t now_ms) {
    results_.insert(window_id, window,
                    {with_window_ids(result.metrics, window_ids), result.decision, result.body}, run_id_,
                    now_ms);
}

}  // namespace tixdb::process
