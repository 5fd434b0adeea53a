// SPDX-License-Identifier: MIT

#include "asn/refresher.hpp"

#include "base/signals.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kBatch = 4'000;

NetworkSeen seen(const std::optional<model::Network>& network) {
    const bool is_looked_up =
        network && (network->kind != model::AddressKind::global || network->as_snapshot_id);
    if (!is_looked_up) return {false, {}, {}, {}};
    return {true, network->as_number, network->as_name, network->country};
}

struct Difference {
    std::int64_t window_id;
    model::Network network;
};

}  // namespace

// A batch is read in one transaction, a Scope; put gets it and the windows whose network differs in anything.
template <typename Scope, typename Put>
RefreshCounts Refresher::walk(const store::WindowRange& range, Put put) {
    store::WindowAsStore windows(database_);
    RefreshCounts counts;
    std::int64_t last_id = 0;
    while (true) {
        throw_if_stopped();
        Scope scope(database_);
        const auto batch = windows.windows(range, last_id, kBatch);
        if (batch.empty()) return counts;
        last_id = batch.back().window_id;
        std::vector<Difference> differences;
        for (const store::WindowNetwork& window : batch) {
            ++counts.windows;
            const auto address = model::Address::parse(window.ip);
            if (!address) continue;
            model::Network network = lookup_.network_of(*address, window.last_probe_s);
            if (window.network == network) continue;
            NetworkChange change{seen(window.network), seen(network)};
            if (change.was != change.is) {
                ++counts.changed;
                ++counts.changes[std::move(change)];
            } else if (change.is.looked_up) {
                ++counts.confirmed;
            }
            differences.push_back({window.window_id, std::move(network)});
        }
        put(scope, differences);
    }
}

RefreshCounts Refresher::preview(const store::WindowRange& range) {
    const auto nothing = [](const store::Snapshot&, const std::vector<Difference>&) {};
    return walk<store::Snapshot>(range, nothing);
}

RefreshCounts Refresher::apply(const store::WindowRange& range, std::int64_t now_ms, std::int64_t run_id) {
    store::WindowAsStore windows(database_);
    const auto store_all = [&](store::Transaction& transaction, const std::vector<Difference>& differences) {
        for (const Difference& difference : differences) {
            windows.put(difference.window_id, difference.network, now_ms, run_id);
        }
        transaction.commit();
    };
    return walk<store::Transaction>(range, store_all);
}

}  // namespace tixdb::asn
