// SPDX-License-Identifier: MIT
// Settings that shaped the data, with the history of their changes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace tixdb::store {

struct SettingRow {
    std::string name;
    std::string value;
    std::int64_t changed_ms = 0;
};

// Names are those of `tixdb config set`: publish-method, publish-from, epsilon-up …
class SettingStore {
  public:
    explicit SettingStore(Database& database) : database_(database) {}

    [[nodiscard]] std::optional<std::string> get(std::string_view name);
    [[nodiscard]] std::vector<SettingRow> all();
    // Also keeps the change with its time; does nothing if the value is the same. In a transaction of its
    // own.
    void set(std::string_view name, std::string_view value, std::int64_t now_ms);

  private:
    void record(std::string_view name, const std::optional<std::string>& old_value,
                const std::optional<std::string>& new_value, std::int64_t now_ms);

    Database& database_;
};

}  // namespace tixdb::store
