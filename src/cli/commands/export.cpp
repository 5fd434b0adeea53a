// SPDX-License-Identifier: MIT

#include "cli/commands/export.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/stages/pruned_warning.hpp"

namespace tixdb::cli {
namespace {

std::vector<std::string> dataset_names() {
    std::vector<std::string> names;
    for (const exports::Dataset& dataset : exports::datasets()) names.emplace_back(dataset.name);
    return names;
}

}  // namespace

void ExportCommand::add_options(OptionSet& options) {
    options.positional("WHAT", name_, alternatives(dataset_names()), false);
    range_.declare(options, "rows");
    shard_.declare(options);
    output_.declare(options);
    options.flag("--dictionary", dictionary_, "describe every column of WHAT, or of all, instead")
        .command_line_only();
    options
        .flag("--anonymize", anonymize_,
              "networks in the place of addresses, keyed digests in the place of users and installations")
        .command_line_only();
    options
        .value("--key-file", key_file_,
               "the key of these digests, made if it is not there; without it each export has its own")
        .command_line_only();
}

void ExportCommand::validate(const Context& context) {
    const std::string names = alternatives(dataset_names());
    if (name_.empty() && !dictionary_) throw Error(ErrorKind::usage, "export what?", "tixdb export " + names);
    dataset_ = exports::find_dataset(name_);
    if (!name_.empty() && dataset_ == nullptr)
        throw Error(ErrorKind::usage, fmt::format("there is no \"{}\" to export", escaped(name_)),
                    "it is " + names);
    range_.validate(context);
    shard_.validate(context);
    output_.validate();
    if (!dictionary_) output_.forget_configured_table();
    if (key_file_ && !anonymize_)
        throw Error(ErrorKind::usage, "--key-file without --anonymize", "the key is for --anonymize alone");
    if (output_.is_table() && !dictionary_)
        throw Error(ErrorKind::usage, "rows are not exported as a table",
                    "--format csv, tsv, ndjson or json");
}

void ExportCommand::write_dictionary(const Context& context) const {
    std::vector<std::vector<std::string_view>> rows;
    for (const exports::Dataset& dataset : exports::datasets()) {
        if (dataset_ != nullptr && dataset_->name != dataset.name) continue;
        for (const exports::Column& column : dataset.columns)
            rows.push_back({dataset.name, column.name, column.type, column.unit, column.meaning});
    }
    output_.write_texts(context, "columns", {"dataset", "column", "type", "unit", "meaning"}, rows);
}

exports::WrittenRows ExportCommand::write_dataset(Context& context) const {
    store::Database database = store::Database::open_for_reading(context.common.database);
    std::optional<exports::Pseudonyms> pseudonyms;
    if (anonymize_)
        pseudonyms.emplace(key_file_ ? exports::read_or_make_key(*key_file_) : exports::new_pseudonym_key());
    store::ExportRange range = range_.as<store::ExportRange>();
    range.shard = shard_to_read(database, shard_.shard());
    exports::WrittenRows written;
    Progress progress(
        context, [] { return Progress::kUnknown; }, "rows");
    const bool is_shown = output_.has_file() || !context.world.out_is_terminal;
    output_.write(context, output_.format().value_or(exports::Format::csv),
                  exports::heading_of(*dataset_, output_.has_header()), [&](exports::RowFormatter& out) {
                      written =
                          exports::write_rows(database, *dataset_, range, pseudonyms ? &*pseudonyms : nullptr,
                                              out, [&](std::int64_t rows) {
                                                  if (is_shown) progress.show(rows);
                                              });
                  });
    progress.clear();
    return written;
}

ExitCode ExportCommand::run(Context& context) {
    if (dictionary_) {
        write_dictionary(context);
        return ExitCode::done;
    }
    const exports::WrittenRows written = write_dataset(context);
    warn_of_pruned(context.log, written.pruned_reports);
    if (output_.has_file())
        context.log.summary(fmt::format("export: {} of {} in {}", plural(written.rows, "row"), dataset_->name,
                                        output_.shown_file()));
    return ExitCode::done;
}

}  // namespace tixdb::cli
