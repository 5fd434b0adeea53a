// SPDX-License-Identifier: MIT
// Items of the outbox that another program computed and could not send.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/outbox_item.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Works in the caller's transaction.
class OutboxImportStore {
  public:
    // An item that is there already.
    struct ItemInTheWay {
        std::int64_t outbox_id = 0;
        std::string state;
        bool is_same = false;  // imported before, with the same body, whatever has become of it
    };

    explicit OutboxImportStore(Database& database);

    // The same item if it was imported before; else one of this installation and time that is open (`dead`
    // included) or sent; else nothing. Of item, method and result_id are not used.
    [[nodiscard]] std::optional<ItemInTheWay> item_in_the_way(const model::NewOutboxItem& item);
    // As `uncertain`, to be looked up at once. method and result_id are not used. The installation is added
    // where it is not known.
    void insert(const model::NewOutboxItem& item);

  private:
    Statement select_in_the_way_;
    Statement add_installation_;
    Statement insert_;
};

}  // namespace tixdb::store
