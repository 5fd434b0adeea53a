// SPDX-License-Identifier: MIT

#include "support/temporary_database.hpp"

#include "store/migrator.hpp"

namespace tixdb::test {

void make_database(const std::filesystem::path& path) {
    auto database = store::Database::open_for_writing(path);
    store::migrate(database, "test", 0);
}

TemporaryDatabase::TemporaryDatabase() : database_(store::Database::open_for_writing(path())) {
    store::migrate(database_, "test", 0);
}

void TemporaryDatabase::replace_by(const std::filesystem::path& file) {
    database_ = store::Database::open_for_writing(folder_ / "meanwhile.sqlite");
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(path().string() + suffix);
    std::filesystem::copy_file(file, path().string() + ".new");
    std::filesystem::rename(path().string() + ".new", path());
    database_ = store::Database::open_for_writing(path());
}

std::int64_t TemporaryDatabase::number(const std::string& sql) {
    return database_.handle().execAndGet(sql).getInt64();
}

std::string TemporaryDatabase::text(const std::string& sql) {
    return database_.handle().execAndGet(sql).getString();
}

}  // namespace tixdb::test
