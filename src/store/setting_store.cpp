// SPDX-License-Identifier: MIT

#include "store/setting_store.hpp"

#include "store/sql/setting.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

std::optional<std::string> SettingStore::get(std::string_view name) {
    Statement query(database_, sql::setting::select_setting);
    query.bind_all(name);
    if (!query.step()) return std::nullopt;
    return query.text(0);
}

std::vector<SettingRow> SettingStore::all() {
    Statement query(database_, sql::setting::select_settings);
    std::vector<SettingRow> rows;
    while (query.step()) rows.push_back({query.text(0), query.text(1), query.int64(2)});
    return rows;
}

void SettingStore::set(std::string_view name, std::string_view value, std::int64_t now_ms) {
    Transaction transaction(database_);
    const auto old_value = get(name);
    if (old_value == value) return;
    Statement upsert(database_, sql::setting::upsert_setting);
    upsert.bind_all(name, value, now_ms);
    upsert.execute();
    record(name, old_value, std::string(value), now_ms);
    transaction.commit();
}

void SettingStore::record(std::string_view name, const std::optional<std::string>& old_value,
                          const std::optional<std::string>& new_value, std::int64_t now_ms) {
    Statement insert(database_, sql::setting::insert_change);
    insert.bind_all(name, old_value, new_value, now_ms);
    insert.execute();
}

}  // namespace tixdb::store
