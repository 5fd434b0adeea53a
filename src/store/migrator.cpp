// SPDX-License-Identifier: MIT

#include "store/migrator.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "store/sql/migrations.hpp"
#include "store/sql/schema.hpp"

namespace tixdb::store {
namespace {

std::string views_digest() {
    const std::string_view text = sql::schema::views;
    return hex(sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

bool views_are_current(Database& database) {
    SQLite::Statement query(database.handle(), "SELECT digest FROM schema_views");
    return query.executeStep() && query.getColumn(0).getString() == views_digest();
}

bool holds_nothing(Database& database) {
    return database.handle().execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
}

void refuse_newer(Database& database) {
    const int version = database.schema_version();
    if (version <= latest_schema_version()) return;
    throw Error(ErrorKind::configuration,
                fmt::format("{} has schema {}, this program knows up to {}",
                            escaped(database.path().string()), version, latest_schema_version()),
                "use the tixdb that wrote it, or a newer one");
}

void apply(Database& database, const Migration& migration, const std::string& program_version,
           std::int64_t now_ms) try {
    Transaction transaction(database);
    // Another process may have been quicker.
    if (database.schema_version() >= migration.version) return;
    database.execute(migration.sql);
    SQLite::Statement record(database.handle(), "INSERT INTO schema_migration VALUES (?, ?, ?, ?)");
    record.bind(1, migration.version);
    record.bind(2, std::string(migration.name));
    record.bind(3, now_ms);
    record.bind(4, program_version);
    record.exec();
    database.execute(fmt::format("PRAGMA user_version = {}", migration.version));
    transaction.commit();
} catch (const SQLite::Exception& exception) {
    throw error_from(exception, database.path()).within(fmt::format("migration {}", migration.name));
}

void recreate_views(Database& database) {
    Transaction transaction(database);
    database.execute(sql::schema::views);
    database.execute("DELETE FROM schema_views");
    database.execute(fmt::format("INSERT INTO schema_views VALUES ('{}')", views_digest()));
    transaction.commit();
}

}  // namespace

int latest_schema_version() {
    return kMigrations.back().version;
}

bool needs_migration(Database& database) {
    refuse_newer(database);
    return database.schema_version() < latest_schema_version() || !views_are_current(database);
}

void apply_migrations(Database& database, std::span<const Migration> migrations,
                      const std::string& program_version, std::int64_t now_ms) {
    const int before = database.schema_version();
    for (const Migration& migration : migrations) {
        if (migration.version > before) apply(database, migration, program_version, now_ms);
    }
}

void migrate(Database& database, const std::string& program_version, std::int64_t now_ms) {
    refuse_newer(database);
    apply_migrations(database, kMigrations, program_version, now_ms);
    if (!views_are_current(database)) recreate_views(database);
}

void require_current_schema(Database& database) {
    refuse_newer(database);
    const int version = database.schema_version();
    if (version == latest_schema_version()) return;
    if (version == 0 && holds_nothing(database)) {
        throw Error(ErrorKind::configuration, fmt::format("{} is empty", escaped(database.path().string())),
                    "`tixdb ingest` fills it; --database names another file");
    }
    throw Error(ErrorKind::configuration,
                fmt::format("{} has schema {}, this program needs {}", escaped(database.path().string()),
                            version, latest_schema_version()),
                "any command that writes brings it up to date, for example `tixdb ingest`");
}

}  // namespace tixdb::store
