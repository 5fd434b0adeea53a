// SPDX-License-Identifier: MIT
// Rows as CSV, TSV, NDJSON or JSON, written field by field, without anything allocated per row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.hpp"
#include "exports/byte_sink.hpp"

namespace tixdb::exports {

enum class Format { csv, tsv, ndjson, json };

inline constexpr EnumNames<Format, 4> kFormats(
    "format",
    {{{Format::csv, "csv"}, {Format::tsv, "tsv"}, {Format::ndjson, "ndjson"}, {Format::json, "json"}}});

// csv: RFC 4180, NULL an empty field and an empty text `""`. tsv: tab, newline, carriage return and backslash
// as \t, \n, \r, \\. In both a text that a spreadsheet would take for a formula (it begins with = + - @, tab
// or carriage return) gets a ' in front. ndjson: an object per line. json: {"schema_version": 1, "<name>":
// [...]}. Whole numbers in decimal, others as the shortest text that reads back as the same number, infinite
// ones as NULL in JSON. Texts are UTF-8; bytes that are not are shown as \xNN. Belongs to one thread. Fields
// come in the order of the columns; end_row() after the last of them.
class RowFormatter {
  public:
    struct Heading {
        std::string name;                  // what the rows are, the key in json
        std::vector<std::string> columns;  // one at least
        bool is_shown = true;              // the line with the names, in csv and tsv
    };
    // sink must outlive it.
    RowFormatter(Format format, ByteSink& sink, const Heading& heading);

    void integer(std::int64_t value);
    void real(double value);
    void text(std::string_view value);
    void blob(std::span<const std::uint8_t> bytes);  // as hexadecimal digits
    void null();
    // "2026-03-01T10:00:00Z"; years 0 to 9999, else NULL, as SQLite's strftime() has it.
    void iso_of_s(std::int64_t unix_s);
    // ns / 1e6 as a number of ms, exact.
    void ms_of_ns(std::int64_t ns);

    void end_row();
    [[nodiscard]] std::int64_t rows() const { return rows_; }
    // Writes what is held back and finishes the sink.
    void finish();

  private:
    void begin_field();
    void reserve(std::size_t bytes);
    void put(char c) { buffer_[used_++] = c; }
    void put(std::string_view text);
    void put_digits(std::int64_t value);
    void put_csv(std::string_view value);
    void put_tsv(std::string_view value);
    void put_quoted(std::string_view value);
    void flush();
    [[nodiscard]] bool is_json() const { return format_ == Format::json || format_ == Format::ndjson; }

    Format format_;
    ByteSink& sink_;
    std::vector<std::string> before_;  // what stands before each field
    std::size_t field_ = 0;
    std::int64_t rows_ = 0;
    std::vector<char> buffer_;
    std::size_t used_ = 0;
    std::int64_t shown_day_;  // whose date is in shown_date_
    std::string shown_date_;
};

}  // namespace tixdb::exports
