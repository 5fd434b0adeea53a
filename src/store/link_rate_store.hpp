// SPDX-License-Identifier: MIT
// The rates of links as operators gave them.
#pragma once

#include <vector>

#include "model/installation.hpp"
#include "model/link_rate.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection.
class LinkRateStore {
  public:
    explicit LinkRateStore(Database& database);

    // As model::link_rate_at() takes them.
    [[nodiscard]] std::vector<model::LinkRateChange> changes(const model::InstallationKey& key);

  private:
    Statement changes_;
};

}  // namespace tixdb::store
