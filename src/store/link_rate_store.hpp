// SPDX-License-Identifier: MIT
// The rates of links as operators gave them.
#pragma once

#include <vector>

#include "model/installation.hpp"
#include "model/link_rate.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct NewLinkRate {
    model::InstallationKey installation;
    model::LinkRateChange change;
};

struct LinkRateRow {
    model::InstallationKey installation;
    model::LinkRateChange change;
    std::int64_t set_ms = 0;
};

// Thread rule: that of its connection.
class LinkRateStore {
  public:
    explicit LinkRateStore(Database& database);

    // As model::link_rate_at() takes them.
    [[nodiscard]] std::vector<model::LinkRateChange> changes(const model::InstallationKey& key);
    // Of all installations, by installation and direction, then in that order.
    [[nodiscard]] std::vector<LinkRateRow> all();
    // The caller holds the transaction.
    void add(const NewLinkRate& rate, std::int64_t now_ms, std::int64_t run_id);

  private:
    Database& database_;
    Statement changes_;
};

}  // namespace tixdb::store
