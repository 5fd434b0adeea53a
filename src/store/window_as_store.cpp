// SPDX-License-Identifier: MIT

#include "store/window_as_store.hpp"

#include "store/sql/window_as.hpp"

namespace tixdb::store {
WindowAsStore::WindowAsStore(Database& database)
    : database_(database), upsert_(database, sql::window_as::upsert_network) {}

void WindowAsStore::put(std::int64_t window_id, const model::Network& network, std::int64_t now_ms,
                        std::optional<std::int64_t> run_id) {
    upsert_.bind_all(window_id, network.as_snapshot_id, name_of(network.kind), network.prefix,
                     network.as_number, network.as_name, network.country, now_ms, run_id);
    upsert_.execute();
}

std::vector<WindowNetwork> WindowAsStore::windows(const WindowRange& range, std::int64_t after_window_id,
                                                  std::int64_t limit) {
    Statement query(database_, sql::window_as::select_windows);
    query.bind_all(after_window_id, range.from_s, range.to_s, range.user_id, range.installation_id, limit);
    std::vector<WindowNetwork> rows;
    while (query.step()) {
        WindowNetwork row;
        row.window_id = query.int64(0);
        row.ip = query.text(1);
        row.last_probe_s = query.int64(2);
        if (query.int64(3) != 0) {
            model::Network network;
            network.as_snapshot_id = query.optional_int64(4);
            network.kind = model::kAddressKinds.require(query.text_view(5));
            network.prefix = query.optional_text(6);
            network.as_number = query.optional_text(7);
            network.as_name = query.optional_text(8);
            network.country = query.optional_text(9);
            row.network = std::move(network);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<AsCoverage> WindowAsStore::coverage() {
    Statement query(database_, sql::window_as::select_coverage);
    std::vector<AsCoverage> months;
    while (query.step()) {
        months.push_back({query.text(0), query.int64(1), query.int64(2), query.int64(3), query.int64(4)});
    }
    return months;
}

std::map<std::int64_t, std::int64_t> WindowAsStore::use_of_snapshots() {
    Statement query(database_, sql::window_as::select_snapshot_use);
    std::map<std::int64_t, std::int64_t> use;
    while (query.step()) use.emplace(query.int64(0), query.int64(1));
    return use;
}

}  // namespace tixdb::store
