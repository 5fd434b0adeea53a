// SPDX-License-Identifier: MIT
// Brings a database to this program's schema.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "store/database.hpp"
#include "store/migration.hpp"

namespace tixdb::store {

// The newest migration that this program knows.
[[nodiscard]] int latest_schema_version();

// True if migrate() would change anything: schema or views.
[[nodiscard]] bool needs_migration(Database& database);

// Applies what is missing, each migration in one transaction with its record, then the views if their text
// changed. A failing migration is rolled back, earlier ones stay. The caller holds the data lock. Throws
// Error{configuration} if the database is newer than the program.
void migrate(Database& database, const std::string& program_version, std::int64_t now_ms);

// migrate() without the views, and with these migrations in place of the program's.
void apply_migrations(Database& database, std::span<const Migration> migrations,
                      const std::string& program_version, std::int64_t now_ms);

// For readers. Throws Error{configuration} if the schema is newer or older than the program's.
void require_current_schema(Database& database);

}  // namespace tixdb::store
