// SPDX-License-Identifier: MIT

#include "exports/dataset_rows.hpp"

#include <fmt/format.h>

#include <string>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "exports/observation_rows.hpp"
#include "exports/query_rows.hpp"

namespace tixdb::exports {
namespace {

// user_id and installation_id are the first two columns of every dataset.
void write_pseudonym(const store::RowCursor& row, int column, Treatment treatment, Pseudonyms& pseudonyms,
                     RowFormatter& out) {
    if (row.type(column) == store::ValueType::null || treatment == Treatment::withheld) return out.null();
    switch (treatment) {
        case Treatment::kept:
        case Treatment::withheld:
            return write_field(row, column, out);
        case Treatment::user:
            return out.text(pseudonyms.user(row.int64(column)));
        case Treatment::installation:
            return out.text(pseudonyms.installation({row.int64(0), row.int64(column)}));
        case Treatment::address:
            return out.text(Pseudonyms::network(row.text(column)));
        case Treatment::path:
            return out.text(pseudonyms.path(row.text(column)));
    }
}

// The dictionary and the query are two files: that they speak of the same columns is looked at each time.
void require_same_columns(const store::RowCursor& rows, const Dataset& dataset) {
    bool is_same = rows.columns() == static_cast<int>(dataset.columns.size());
    for (int i = 0; is_same && i < rows.columns(); ++i)
        is_same = rows.name(i) == dataset.columns[static_cast<std::size_t>(i)].name;
    if (!is_same)
        throw Error(ErrorKind::failed,
                    fmt::format("the columns of {} are not those described", dataset.name));
}

WrittenRows write_table(store::Database& database, const Dataset& dataset, const store::ExportRange& range,
                        Pseudonyms* pseudonyms, RowFormatter& out, const ProgressHook& hook) {
    constexpr std::int64_t kRowsPerLook = 256;
    store::RowCursor rows = store::rows_of(database, *dataset.table, range);
    require_same_columns(rows, dataset);
    WrittenRows written;
    while (rows.step()) {
        // NULL, of a user's folder, reads as 0.
        if (range.shard && !range.is_of_shard({rows.int64(0), rows.int64(1)})) continue;
        if (written.rows % kRowsPerLook == 0) {
            throw_if_stopped();
            if (hook) hook(written.rows);
        }
        for (int i = 0; i < rows.columns(); ++i) {
            if (pseudonyms == nullptr)
                write_field(rows, i, out);
            else
                write_pseudonym(rows, i, dataset.columns[static_cast<std::size_t>(i)].treatment, *pseudonyms,
                                out);
        }
        out.end_row();
        ++written.rows;
    }
    return written;
}

}  // namespace

RowFormatter::Heading heading_of(const Dataset& dataset, bool is_shown) {
    RowFormatter::Heading heading{std::string(dataset.name), {}, is_shown};
    for (const Column& column : dataset.columns) heading.columns.emplace_back(column.name);
    return heading;
}

WrittenRows write_rows(store::Database& database, const Dataset& dataset, const store::ExportRange& range,
                       Pseudonyms* pseudonyms, RowFormatter& out, const ProgressHook& hook) {
    const store::Snapshot snapshot(database);
    return write_rows_within(database, dataset, range, pseudonyms, out, hook);
}

WrittenRows write_rows_within(store::Database& database, const Dataset& dataset,
                              const store::ExportRange& range, Pseudonyms* pseudonyms, RowFormatter& out,
                              const ProgressHook& hook) {
    if (!dataset.table) return write_observations(database, range, pseudonyms, out, hook);
    return write_table(database, dataset, range, pseudonyms, out, hook);
}

}  // namespace tixdb::exports
