// SPDX-License-Identifier: MIT

#include "cli/stages/network_recorder.hpp"

namespace tixdb::cli {

NetworkRecorder::NetworkRecorder(store::Database& database, std::int64_t run_id, Clock& clock)
    : networks_(database), windows_(database), run_id_(run_id), clock_(clock) {}

process::WindowStored NetworkRecorder::hook() {
    return [this](std::int64_t window_id, const model::Window& window) { record(window_id, window); };
}

void NetworkRecorder::record(std::int64_t window_id, const model::Window& window) {
    const auto address = model::Address::parse(window.ip);
    if (!address) return;
    windows_.put(window_id, networks_.network_of(*address, window.last_s), clock_.now_ms(), run_id_);
}

}  // namespace tixdb::cli
