// SPDX-License-Identifier: MIT

#include "process/window_writer.hpp"

#include <algorithm>
#include <limits>

#include "model/address.hpp"
#include "process/batch.hpp"

namespace tixdb::process {
namespace {

// A new window needs those that end after the start of the hour that its recent probes begin in.
constexpr std::int64_t kDelaysKeptS = 2 * 3600;

}  // namespace

WindowWriter::WindowWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks)
    : run_id_(run_id),
      networks_(networks),
      windows_(database),
      window_networks_(database),
      results_(database),
      latency_(database) {}

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

void WindowWriter::put_hours(const model::InstallationKey& key, const std::vector<ChangedHour>& hours) {
    for (const ChangedHour& changed : hours) latency_.put(key, changed.hour, changed.minutes_from_s);
}

void WindowWriter::keep_delays(const model::InstallationKey& key, const std::vector<StoredDelays>& delays) {
    if (delays.empty()) return;
    std::int64_t end_s = delays.front().last_probe_s;
    for (const StoredDelays& each : delays) end_s = std::max(end_s, each.last_probe_s);
    for (const StoredDelays& each : delays) {
        if (each.last_probe_s > end_s - kDelaysKeptS) {
            latency_.put_delays(key, each.last_probe_s, each.window_id, each.delays);
        }
    }
    latency_.forget_delays(key, end_s - kDelaysKeptS);
}

void WindowWriter::forget_delays(const model::InstallationKey& key) {
    latency_.forget_delays(key, std::numeric_limits<std::int64_t>::max());
}

}  // namespace tixdb::process
