// SPDX-License-Identifier: MIT
// Rows on stdout in the formats that every command with data offers: table, csv, json, ndjson.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "cli/frame/options.hpp"

namespace tixdb::cli {

// NULL, a whole number, a number (written as the shortest text that reads back the same), or a text.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

template <typename T>
[[nodiscard]] Cell cell_of(const std::optional<T>& value) {
    return value ? Cell(*value) : Cell();
}

// The schema_version of every JSON document that a command prints.
inline constexpr int kJsonSchemaVersion = 1;

struct OutputOptions {
    std::string format = "table";
    bool no_header = false;
    std::set<std::string> stressed;  // texts that a table shows in colour; empty: no colours
    std::size_t columns = 0;         // what a table should fit into, in characters; 0: as wide as it is
};

// In colour, for a terminal.
[[nodiscard]] std::string stressed_text(const std::string& text);

// The same options for a table on this context's terminal, if it is one: its prose is shortened to fit. In a
// pipe nothing is.
[[nodiscard]] OutputOptions fitted(OutputOptions output, const Context& context);

// Declares --format and --no-header.
void add_output_options(OptionSet& options, OutputOptions& output);

// Declares the --format of a command that shows one thing, not rows: table or json.
void add_object_format(OptionSet& options, std::string& format);

// Takes rows one by one and forgets them (but for `table`, which needs the widths). JSON is one object
// {"schema_version": 1, "<name>": [{column: value, …}, …]}, ndjson an object a line, csv as in RFC 4180 with
// NULL as an empty field. A table shows text escaped, so that no value can drive a terminal;
// where it is to fit, columns whose texts have spaces are shortened, and nothing that one would paste.
class RowWriter {
  public:
    virtual ~RowWriter() = default;
    virtual void row(const std::vector<Cell>& cells) = 0;
    // Writes what is still held back. Must be called once, at the end.
    virtual void finish() = 0;
};

// name: what the rows are, the key in JSON ("items").
[[nodiscard]] std::unique_ptr<RowWriter> make_row_writer(const OutputOptions& output, std::ostream& out,
                                                         const std::string& name,
                                                         std::vector<std::string> columns);

}  // namespace tixdb::cli
