// SPDX-License-Identifier: MIT
// Where rows go and how they are written: --output, --overwrite, --format, --no-header of export and query.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/output.hpp"
#include "exports/row_format.hpp"

namespace tixdb::cli {

class RowsOutput {
  public:
    void declare(OptionSet& options);
    // Throws Error{usage}.
    void validate();
    // For a command whose rows are never a table: one that environment or file ask for is meant for others.
    void forget_configured_table();

    // As asked for, or as the file's name says. Nothing: neither, or a table.
    [[nodiscard]] std::optional<exports::Format> format() const;
    [[nodiscard]] bool is_table() const { return format_ == "table"; }
    [[nodiscard]] bool has_header() const { return !no_header_; }
    [[nodiscard]] bool has_file() const { return file_.has_value(); }
    [[nodiscard]] std::string shown_file() const;

    // write() gets a formatter, which is finished afterwards. In a file the rows appear once all of them are
    // there. A reader of stdout that has ended is no error of the command's: main finds out what it was.
    void write(const Context& context, exports::Format format, const exports::RowFormatter::Heading& heading,
               const std::function<void(exports::RowFormatter&)>& write_rows) const;

    // A table on stdout. Its finish() is the caller's.
    [[nodiscard]] std::unique_ptr<RowWriter> table(const Context& context, const std::string& name,
                                                   std::vector<std::string> columns) const;

    // A handful of rows of texts: a table if neither option nor file says otherwise.
    void write_texts(const Context& context, const std::string& name, const std::vector<std::string>& columns,
                     const std::vector<std::vector<std::string_view>>& rows) const;

  private:
    std::optional<std::string> file_;
    std::optional<std::string> format_;
    const Option* format_option_ = nullptr;
    bool overwrite_ = false;
    bool no_header_ = false;
};

}  // namespace tixdb::cli
