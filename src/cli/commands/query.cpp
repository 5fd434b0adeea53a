// SPDX-License-Identifier: MIT

#include "cli/commands/query.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "exports/query_rows.hpp"
#include "exports/views.hpp"

namespace tixdb::cli {
namespace {

Cell table_cell(const store::RowCursor& row, int column) {
    switch (row.type(column)) {
        case store::ValueType::null:
            return {};
        case store::ValueType::integer:
            return row.int64(column);
        case store::ValueType::real:
            return row.real(column);
        case store::ValueType::text:
            return std::string(row.text(column));
        case store::ValueType::blob:
            return hex(row.blob(column));
    }
    return {};
}

}  // namespace

void QueryCommand::add_options(OptionSet& options) {
    options.positional("SQL", sql_, "one SELECT, in quotes", false);
    options.flag("--list", list_, "name the views instead, with what each is for").command_line_only();
    options.value("--timeout", timeout_, "end the query when it has computed so long; 0: never");
    options.value("--max-rows", max_rows_, "end with an error at more rows; 0: write them all")
        .not_negative();
    output_.declare(options);
}

void QueryCommand::validate(const Context&) {
    if (sql_.empty() == !list_)
        throw Error(ErrorKind::usage, list_ ? "--list takes no query" : "query what?",
                    "tixdb query 'SELECT * FROM v_installation', or tixdb query --list");
    output_.validate();
}

void QueryCommand::list_views(const Context& context) const {
    std::vector<std::vector<std::string_view>> rows;
    for (const exports::ViewEntry& view : exports::views()) rows.push_back({view.name, view.meaning});
    output_.write_texts(context, "views", {"view", "meaning"}, rows);
}

void QueryCommand::count(std::int64_t& rows) const {
    if (max_rows_ == 0 || ++rows <= max_rows_) return;
    throw Error(ErrorKind::failed, fmt::format("there are more than {}", plural(max_rows_, "row")),
                "add a LIMIT or conditions, or --max-rows 0 for all");
}

void QueryCommand::write_table(const Context& context, store::FreeQuery& query) const {
    const auto table = output_.table(context, "rows", exports::column_names(query.row()));
    std::int64_t rows = 0;
    while (query.step()) {
        count(rows);
        std::vector<Cell> cells;
        for (int column = 0; column < query.row().columns(); ++column)
            cells.push_back(table_cell(query.row(), column));
        table->row(cells);
    }
    table->finish();
}

void QueryCommand::write_rows(store::FreeQuery& query, exports::RowFormatter& out) const {
    std::int64_t rows = 0;
    while (query.step()) {
        count(rows);
        for (int column = 0; column < query.row().columns(); ++column)
            exports::write_field(query.row(), column, out);
        out.end_row();
    }
}

ExitCode QueryCommand::run(Context& context) {
    if (list_) {
        list_views(context);
        return ExitCode::done;
    }
    store::Database database = store::Database::open_for_reading(context.common.database);
    store::FreeQuery query(database, sql_, timeout_);
    const auto format = output_.format();
    if (!format && !output_.has_file()) {
        write_table(context, query);
        return ExitCode::done;
    }
    output_.write(context, format.value_or(exports::Format::csv),
                  {"rows", exports::column_names(query.row()), output_.has_header()},
                  [&](exports::RowFormatter& out) { write_rows(query, out); });
    return ExitCode::done;
}

}  // namespace tixdb::cli
