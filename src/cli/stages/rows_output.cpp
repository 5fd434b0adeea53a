// SPDX-License-Identifier: MIT

#include "cli/stages/rows_output.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "exports/output_file.hpp"

namespace tixdb::cli {

void RowsOutput::declare(OptionSet& options) {
    options
        .value("-o,--output", file_,
               "the file to write, whole or not at all; .gz or .zst compresses it, .csv .tsv .ndjson .json "
               "say the "
               "format")
        .command_line_only();
    options
        .flag("--overwrite", overwrite_,
              "replace the file of --output, in one step, once the new one is whole")
        .command_line_only();
    format_option_ = &options.value("--format", format_, "table, csv, tsv, ndjson or json")
                          .choices({"table", "csv", "tsv", "ndjson", "json"})
                          .choices_elsewhere({"prometheus"});
    options.flag("--no-header", no_header_, "no heading in table, csv and tsv");
}

void RowsOutput::forget_configured_table() {
    if (is_table() && format_option_->origin() != Origin::flag) format_.reset();
}

void RowsOutput::validate() {
    if (file_) forget_configured_table();
    if (is_table() && file_)
        throw Error(ErrorKind::usage, "a table is for the terminal",
                    "csv, tsv, ndjson or json are for files");
    if (overwrite_ && !file_)
        throw Error(ErrorKind::usage, "--overwrite without --output", "name the file after --output");
}

std::optional<exports::Format> RowsOutput::format() const {
    if (format_) return exports::kFormats.find(*format_);
    return file_ ? exports::format_by_name(*file_) : std::nullopt;
}

std::string RowsOutput::shown_file() const {
    return escaped(file_.value_or(""));
}

void RowsOutput::write(const Context& context, exports::Format format,
                       const exports::RowFormatter::Heading& heading,
                       const std::function<void(exports::RowFormatter&)>& write_rows) const {
    const auto write_to = [&](exports::ByteSink& sink) {
        exports::RowFormatter formatter(format, sink, heading);
        write_rows(formatter);
        formatter.finish();
    };
    if (file_) {
        exports::OutputFile output({*file_, overwrite_, context.common.database});
        write_to(output.sink());
        return output.place();
    }
    try {
        exports::StreamSink sink(context.out());
        write_to(sink);
    } catch (const exports::StreamEnded&) {
        return;
    }
}

std::unique_ptr<RowWriter> RowsOutput::table(const Context& context, const std::string& name,
                                             std::vector<std::string> columns) const {
    return make_row_writer(fitted({"table", !has_header(), {}, 0}, context), context.out(), name,
                           std::move(columns));
}

void RowsOutput::write_texts(const Context& context, const std::string& name,
                             const std::vector<std::string>& columns,
                             const std::vector<std::vector<std::string_view>>& rows) const {
    if (const auto asked = format()) {
        write(context, *asked, {name, columns, has_header()}, [&rows](exports::RowFormatter& out) {
            for (const auto& row : rows) {
                for (const std::string_view text : row) out.text(text);
                out.end_row();
            }
        });
        return;
    }
    const auto shown = table(context, name, columns);
    for (const auto& row : rows) {
        std::vector<Cell> cells;
        for (const std::string_view text : row) cells.emplace_back(std::string(text));
        shown->row(cells);
    }
    shown->finish();
}

}  // namespace tixdb::cli
