// SPDX-License-Identifier: MIT
// Looks up the networks of windows again, in the snapshots that are there now.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "model/network.hpp"
#include "store/window_as_store.hpp"

namespace tixdb::asn {

// The part of a network that people see.
struct NetworkSeen {
    bool looked_up = true;  // false: there was no table to look it up in
    std::optional<std::string> as_number;
    std::optional<std::string> as_name;
    std::optional<std::string> country;

    friend auto operator<=>(const NetworkSeen&, const NetworkSeen&) = default;
};

struct NetworkChange {
    NetworkSeen was;
    NetworkSeen is;

    friend auto operator<=>(const NetworkChange&, const NetworkChange&) = default;
};

struct RefreshCounts {
    std::int64_t windows = 0;                       // looked at
    std::int64_t changed = 0;                       // another AS, name or country
    std::int64_t confirmed = 0;                     // the same, now by another snapshot or prefix
    std::map<NetworkChange, std::int64_t> changes;  // number of windows by change
};

// Thread rule: that of the connection.
class Refresher {
  public:
    Refresher(store::Database& database, model::AddressLookup& lookup)
        : database_(database), lookup_(lookup) {}

    // What apply() would do.
    [[nodiscard]] RefreshCounts preview(const store::WindowRange& range);
    // Stores what differs, in transactions of some thousand windows: if it is stopped in between, run it
    // again.
    RefreshCounts apply(const store::WindowRange& range, std::int64_t now_ms, std::int64_t run_id);

  private:
    template <typename Scope, typename Put>
    RefreshCounts walk(const store::WindowRange& range, Put put);

    store::Database& database_;
    model::AddressLookup& lookup_;
};

}  // namespace tixdb::asn
