// SPDX-License-Identifier: MIT

#include "exports/row_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace tixdb::exports {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kLongestNumber = 32;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr int kJsonSchemaVersion = 1;

// What a spreadsheet would compute, whatever quotes stand around it.
bool looks_like_formula(std::string_view text) {
    constexpr std::string_view kStarts = "=+-@\t\r";
    return !text.empty() && kStarts.find(text.front()) != std::string_view::npos;
}

bool is_plain_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

std::vector<std::string> separators(Format format, const std::vector<std::string>& columns) {
    std::vector<std::string> before;
    for (const std::string& column : columns) {
        const bool is_first = before.empty();
        switch (format) {
            case Format::csv:
                before.emplace_back(is_first ? "" : ",");
                break;
            case Format::tsv:
                before.emplace_back(is_first ? "" : "\t");
                break;
            case Format::ndjson:
            case Format::json:
                before.push_back((is_first ? "{" : ",") + json_quoted(column) + ":");
                break;
        }
    }
    return before;
}

// "2026-03-01T", or nothing outside the years that ISO 8601 writes with four digits.
std::string date_of_day(std::int64_t day) {
    constexpr std::int64_t kFirstDay = -719'528;  // 0000-01-01
    constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31
    if (day < kFirstDay || day > kLastDay) return {};
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    return fmt::format("{:04}-{:02}-{:02}T", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace

RowFormatter::RowFormatter(Format format, ByteSink& sink, const Heading& heading)
    : format_(format),
      sink_(sink),
      before_(separators(format, heading.columns)),
      buffer_(kBufferBytes),
      shown_day_(std::numeric_limits<std::int64_t>::min()) {
    if (format == Format::json)
        put(fmt::format("{{\"schema_version\":{},{}:[", kJsonSchemaVersion, json_quoted(heading.name)));
    if (is_json() || !heading.is_shown) return;
    for (const std::string& column : heading.columns) text(column);
    end_row();
    rows_ = 0;
}

void RowFormatter::flush() {
    sink_.write({buffer_.data(), used_});
    used_ = 0;
}

void RowFormatter::reserve(std::size_t bytes) {
    if (buffer_.size() - used_ < bytes) flush();
}

void RowFormatter::put(std::string_view text) {
    while (!text.empty()) {
        if (used_ == buffer_.size()) flush();
        const std::size_t count = std::min(text.size(), buffer_.size() - used_);
        std::copy_n(text.data(), count, buffer_.data() + used_);
        used_ += count;
        text.remove_prefix(count);
    }
}

void RowFormatter::begin_field() {
    if (field_ == 0 && format_ == Format::json) put(rows_ == 0 ? "\n" : ",\n");
    put(before_[field_++]);
}

void RowFormatter::put_digits(std::int64_t value) {
    reserve(kLongestNumber);
    used_ = static_cast<std::size_t>(
        std::to_chars(buffer_.data() + used_, buffer_.data() + buffer_.size(), value).ptr - buffer_.data());
}

void RowFormatter::integer(std::int64_t value) {
    begin_field();
    put_digits(value);
}

void RowFormatter::real(double value) {
    if (!std::isfinite(value) && is_json()) return null();
    begin_field();
    reserve(kLongestNumber);
    used_ = static_cast<std::size_t>(
        std::to_chars(buffer_.data() + used_, buffer_.data() + buffer_.size(), value).ptr - buffer_.data());
}

void RowFormatter::ms_of_ns(std::int64_t ns) {
    constexpr std::uint64_t kNsPerMs = 1'000'000;
    begin_field();
    reserve(kLongestNumber);
    if (ns < 0) put('-');
    const std::uint64_t size = ns < 0 ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    put_digits(static_cast<std::int64_t>(size / kNsPerMs));
    std::uint64_t rest = size % kNsPerMs;
    if (rest == 0) return;
    put('.');
    for (std::uint64_t place = kNsPerMs / 10; rest != 0; place /= 10) {
        put(static_cast<char>('0' + rest / place));
        rest %= place;
    }
}

void RowFormatter::iso_of_s(std::int64_t unix_s) {
    const std::int64_t day = unix_s / kSecondsPerDay - (unix_s % kSecondsPerDay < 0 ? 1 : 0);
    if (day != shown_day_) {
        shown_date_ = date_of_day(day);
        shown_day_ = day;
    }
    if (shown_date_.empty()) return null();
    begin_field();
    reserve(kLongestNumber);
    const auto second = static_cast<unsigned>(unix_s - day * kSecondsPerDay);
    if (is_json()) put('"');
    put(shown_date_);
    const auto two_digits = [this](unsigned value, char after) {
        put(static_cast<char>('0' + value / 10));
        put(static_cast<char>('0' + value % 10));
        put(after);
    };
    two_digits(second / 3600, ':');
    two_digits(second / 60 % 60, ':');
    two_digits(second % 60, 'Z');
    if (is_json()) put('"');
}

void RowFormatter::put_csv(std::string_view value) {
    const bool is_formula = looks_like_formula(value);
    if (!is_formula && !value.empty() && value.find_first_of(",\"\r\n") == std::string_view::npos)
        return put(value);
    put("\"");
    if (is_formula) put("'");
    for (std::size_t quote = value.find('"'); quote != std::string_view::npos; quote = value.find('"')) {
        put(value.substr(0, quote + 1));
        put("\"");
        value.remove_prefix(quote + 1);
    }
    put(value);
    put("\"");
}

void RowFormatter::put_tsv(std::string_view value) {
    constexpr std::string_view kEscaped = "\t\n\r\\";
    constexpr std::string_view kLetters = "tnr\\";
    if (looks_like_formula(value)) put("'");
    for (auto at = value.find_first_of(kEscaped); at != std::string_view::npos;
         at = value.find_first_of(kEscaped)) {
        put(value.substr(0, at));
        put("\\");
        put(kLetters.substr(kEscaped.find(value[at]), 1));
        value.remove_prefix(at + 1);
    }
    put(value);
}

void RowFormatter::put_quoted(std::string_view value) {
    if (!is_plain_ascii(value)) return put(json_quoted(value));
    put("\"");
    put(value);
    put("\"");
}

void RowFormatter::text(std::string_view value) {
    begin_field();
    if (is_json()) return put_quoted(value);
    if (!is_utf8(value)) {
        const std::string shown = escaped(value);
        return format_ == Format::csv ? put_csv(shown) : put_tsv(shown);
    }
    if (format_ == Format::csv)
        put_csv(value);
    else
        put_tsv(value);
}

void RowFormatter::blob(std::span<const std::uint8_t> bytes) {
    text(hex(bytes));
}

void RowFormatter::null() {
    begin_field();
    if (is_json()) put("null");
}

void RowFormatter::end_row() {
    switch (format_) {
        case Format::csv:
            put("\r\n");
            break;
        case Format::tsv:
            put("\n");
            break;
        case Format::ndjson:
            put("}\n");
            break;
        case Format::json:
            put("}");
            break;
    }
    field_ = 0;
    ++rows_;
}

void RowFormatter::finish() {
    if (format_ == Format::json) put("\n]}\n");
    flush();
    sink_.finish();
}

}  // namespace tixdb::exports
