// Windows and the reports they took.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/window.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection; the caller holds the transaction.
class WindowStore {
  public:
    explicit WindowStore(Database& database);

    // Returns window_id.
    std::int64_t insert(const model::Window& window, std::int64_t run_id, std::int64_t now_ms);

  private:
    Statement insert_window_;
    Statement insert_report_;
};

}  // namespace tixdb::store
