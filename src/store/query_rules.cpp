// SPDX-License-Identifier: MIT

#include "store/query_rules.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace tixdb::store {
namespace {

// PRAGMAs that only describe, whatever stands after them.
constexpr std::array<std::string_view, 9> kDescribing = {
    "table_info",  "table_xinfo",      "table_list",    "index_list",   "index_info",
    "index_xinfo", "foreign_key_list", "database_list", "function_list"};
// And these, as long as nothing stands after them.
constexpr std::array<std::string_view, 7> kAsking = {"user_version", "application_id", "schema_version",
                                                     "page_count",   "page_size",      "freelist_count",
                                                     "encoding"};
constexpr std::array<std::string_view, 2> kFunctions = {"load_extension", "fts3_tokenizer"};

std::string lower(const char* text) {
    std::string name = text == nullptr ? "" : text;
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name;
}

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_allowed_pragma(const std::string& name, const char* value) {
    return is_in(kDescribing, name) || (value == nullptr && is_in(kAsking, name));
}

// Of the table that the schema is in, which SQLite itself writes first when something is made or dropped.
bool is_of_the_schema(const char* table) {
    return table != nullptr &&
           (table == std::string_view("sqlite_master") || table == std::string_view("sqlite_temp_master"));
}

}  // namespace

std::string refusal_of(int action, const char* first, const char* second) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_RECURSIVE:
            return {};
        case SQLITE_FUNCTION:
            return is_in(kFunctions, lower(second)) ? lower(second) + "()" : "";
        case SQLITE_PRAGMA:
            return is_allowed_pragma(lower(first), second) ? "" : "PRAGMA " + lower(first);
        case SQLITE_INSERT:
            return is_of_the_schema(first) ? "a change of the schema" : "INSERT";
        case SQLITE_UPDATE:
            // SQLite itself, which declares json_each() and its like so; it lets nobody else change this
            // table.
            return first == std::string_view("sqlite_master") ? "" : "UPDATE";
        case SQLITE_DELETE:
            return is_of_the_schema(first) ? "a change of the schema" : "DELETE";
        case SQLITE_ATTACH:
            return "ATTACH";
        case SQLITE_DETACH:
            return "DETACH";
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return "a transaction";
        default:
            return "a change of the schema";
    }
}

}  // namespace tixdb::store
