// SPDX-License-Identifier: MIT

#include "store/as_store.hpp"

#include "store/columns.hpp"
#include "store/sql/as.hpp"

namespace tixdb::store {
namespace {

AsSnapshot snapshot_in(const Statement& row) {
    AsSnapshot snapshot;
    snapshot.as_snapshot_id = row.int64(0);
    snapshot.content = kAsContents.require(row.text_view(1));
    snapshot.valid_from_s = row.int64(2);
    snapshot.source = row.text(3);
    snapshot.format = row.text(4);
    snapshot.digest = digest_at(row, 5);
    snapshot.prefixes = row.int64(6);
    snapshot.names = row.int64(7);
    snapshot.imported_ms = row.int64(8);
    snapshot.pruned_ms = row.optional_int64(9);
    return snapshot;
}

struct PrefixRow {
    AsPrefix found;
    std::optional<std::int64_t> parent_length;
};

std::optional<PrefixRow> prefix_in(Statement& query) {
    if (!query.step()) return std::nullopt;
    PrefixRow row;
    row.found.prefix = {model::Address::from_bytes(query.blob(0)).value_or(model::Address()),
                        static_cast<int>(query.int64(1))};
    row.parent_length = query.optional_int64(2);
    row.found.as_numbers = query.optional_text(3);
    row.found.country = query.optional_text(4);
    query.reset();
    return row;
}

}  // namespace

std::int64_t AsStore::insert(const AsSnapshot& snapshot, std::optional<std::int64_t> run_id) {
    Statement insert(database_, sql::as::insert_snapshot);
    insert.bind_all(name_of(snapshot.content), snapshot.valid_from_s, snapshot.source, snapshot.format,
                    std::span<const std::uint8_t>(snapshot.digest), snapshot.prefixes, snapshot.names,
                    snapshot.imported_ms, run_id);
    insert.execute();
    return database_.handle().getLastInsertRowid();
}

std::vector<AsSnapshot> AsStore::snapshots() {
    Statement query(database_, sql::as::select_snapshots);
    std::vector<AsSnapshot> all;
    while (query.step()) all.push_back(snapshot_in(query));
    return all;
}

void AsStore::prune(std::int64_t as_snapshot_id, std::int64_t now_ms) {
    for (const std::string_view sql : {sql::as::delete_prefixes, sql::as::delete_names}) {
        Statement remove(database_, sql);
        remove.bind_all(as_snapshot_id);
        remove.execute();
    }
    Statement mark(database_, sql::as::mark_pruned);
    mark.bind_all(as_snapshot_id, now_ms);
    mark.execute();
}

AsTableWriter::AsTableWriter(Database& database, std::int64_t as_snapshot_id)
    : as_snapshot_id_(as_snapshot_id),
      insert_prefix_(database, sql::as::insert_prefix),
      insert_name_(database, sql::as::insert_name) {}

void AsTableWriter::insert_prefix(const model::Prefix& prefix, std::optional<int> parent_length,
                                  const std::optional<std::string_view>& as_numbers,
                                  const std::optional<std::string_view>& country) {
    insert_prefix_.bind_all(as_snapshot_id_, prefix.first.bytes(), prefix.length, parent_length, as_numbers,
                            country);
    insert_prefix_.execute();
}

void AsTableWriter::insert_name(std::int64_t as_number, std::string_view name) {
    insert_name_.bind_all(as_snapshot_id_, as_number, name);
    insert_name_.execute();
}

AsTableReader::AsTableReader(Database& database)
    : select_last_not_after_(database, sql::as::select_last_prefix_not_after),
      select_prefix_(database, sql::as::select_prefix),
      select_name_(database, sql::as::select_name),
      select_data_version_(database, sql::as::select_data_version) {}

// Whatever contains the address begins at or before the last prefix that does not begin after the address,
// and so contains that prefix too: it is that prefix or one of those around it.
std::optional<AsPrefix> AsTableReader::find_prefix(std::int64_t as_snapshot_id,
                                                   const model::Address& address) {
    select_last_not_after_.bind_all(as_snapshot_id, address.bytes());
    std::optional<PrefixRow> row = prefix_in(select_last_not_after_);
    while (row && !row->found.prefix.contains(address)) {
        if (!row->parent_length) return std::nullopt;
        const int length = static_cast<int>(*row->parent_length);
        const model::Address first = row->found.prefix.first.masked(length);
        select_prefix_.bind_all(as_snapshot_id, first.bytes(), length);
        row = prefix_in(select_prefix_);
    }
    if (!row) return std::nullopt;
    return std::move(row->found);
}

std::optional<std::string> AsTableReader::find_name(std::int64_t as_snapshot_id, std::int64_t as_number) {
    select_name_.bind_all(as_snapshot_id, as_number);
    std::optional<std::string> name;
    if (select_name_.step()) name = select_name_.text(0);
    select_name_.reset();
    return name;
}

std::int64_t AsTableReader::data_version() {
    select_data_version_.step();
    const std::int64_t version = select_data_version_.int64(0);
    select_data_version_.reset();
    return version;
}

}  // namespace tixdb::store
