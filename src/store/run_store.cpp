// SPDX-License-Identifier: MIT

#include "store/run_store.hpp"

#include <unistd.h>

#include "store/sql/run.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

std::int64_t RunStore::begin(std::string_view command, std::string_view version, std::int64_t started_ms) {
    Statement insert(database_, sql::run::insert_run);
    insert.bind_all(command, version, started_ms, static_cast<std::int64_t>(getpid()));
    insert.execute();
    return database_.handle().getLastInsertRowid();
}

void RunStore::finish(std::int64_t run_id, std::int64_t duration_ms, int exit_code,
                      std::string_view counts_json, std::string_view reason) {
    Statement update(database_, sql::run::finish_run);
    update.bind_all(run_id, duration_ms, exit_code, counts_json, reason);
    update.execute();
}

void RunStore::set_reason(std::int64_t run_id, int exit_code, std::string_view reason) {
    Statement update(database_, sql::run::set_reason);
    update.bind_all(run_id, exit_code, reason);
    update.execute();
}

std::vector<RunRow> RunStore::last_runs() {
    Statement query(database_, sql::run::select_last_runs);
    std::vector<RunRow> rows;
    while (query.step()) {
        RunRow row;
        row.run_id = query.int64(0);
        row.command = query.text(1);
        row.version = query.text(2);
        row.started_ms = query.int64(3);
        row.duration_ms = query.optional_int64(4);
        if (const auto code = query.optional_int64(5)) row.exit_code = static_cast<int>(*code);
        row.counts_json = query.text(6);
        row.pid = query.optional_int64(7);
        row.reason = query.optional_text(8);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace tixdb::store
