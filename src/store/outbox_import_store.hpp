// SPDX-License-Identifier: MIT
// Items of the outbox that another program computed and could not send.
#pragma once

#include "model/outbox_item.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Works in the caller's transaction.
class OutboxImportStore {
  public:
    explicit OutboxImportStore(Database& database);

    // True if anything of this installation and time is in the outbox, whatever its state.
    [[nodiscard]] bool is_known(const model::InstallationKey& installation, std::int64_t last_s);
    // As `uncertain`, to be looked up at once. method and result_id are not used. The installation is added
    // where it is not known.
    void insert(const model::NewOutboxItem& item);

  private:
    Statement select_known_;
    Statement add_installation_;
    Statement insert_;
};

}  // namespace tixdb::store
