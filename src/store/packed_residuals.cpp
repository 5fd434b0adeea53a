// SPDX-License-Identifier: MIT

#include "store/packed_residuals.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <type_traits>

namespace tixdb::store {
namespace {

static_assert(std::is_trivially_copyable_v<ObservationResiduals>);

constexpr int kArguments = 5;
constexpr std::size_t kFirstRows = 64;  // more than a report mostly has

// SQLite gives it as zeros, and takes the rows over in the end.
struct GatheredRows {
    ObservationResiduals* rows;
    std::size_t count;
    std::size_t room;
};

bool make_room(GatheredRows& gathered) {
    if (gathered.count < gathered.room) return true;
    const std::size_t room = std::max(kFirstRows, 2 * gathered.room);
    void* rows = sqlite3_realloc64(gathered.rows, room * sizeof(ObservationResiduals));
    if (rows == nullptr) return false;
    gathered.rows = static_cast<ObservationResiduals*>(rows);
    gathered.room = room;
    return true;
}

void gather_row(sqlite3_context* context, int, sqlite3_value** values) {
    auto* gathered = static_cast<GatheredRows*>(sqlite3_aggregate_context(context, sizeof(GatheredRows)));
    if (gathered == nullptr || !make_room(*gathered)) {
        sqlite3_result_error_nomem(context);
        return;
    }
    gathered->rows[gathered->count++] = {sqlite3_value_int64(values[0]), sqlite3_value_int64(values[1]),
                                         sqlite3_value_int64(values[2]), sqlite3_value_int64(values[3]),
                                         sqlite3_value_int64(values[4])};
}

// Also called, to clean up, when a query ends early.
void give_rows(sqlite3_context* context) {
    const auto* gathered = static_cast<const GatheredRows*>(sqlite3_aggregate_context(context, 0));
    if (gathered == nullptr || gathered->rows == nullptr) {
        sqlite3_result_zeroblob(context, 0);
        return;
    }
    sqlite3_result_blob64(context, gathered->rows, gathered->count * sizeof(ObservationResiduals),
                          sqlite3_free);
}

}  // namespace

void add_packed_residuals(sqlite3* connection) {
    const int code = sqlite3_create_function_v2(connection, "packed_residuals", kArguments,
                                                SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                                nullptr, nullptr, gather_row, give_rows, nullptr);
    if (code != SQLITE_OK) throw SQLite::Exception(connection, code);
}

}  // namespace tixdb::store
