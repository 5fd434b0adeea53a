// SPDX-License-Identifier: MIT
// How values are written in each format.
#include "exports/row_format.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace tixdb::exports {
namespace {

// What one row of one field says, without heading and line's end.
std::string field(Format format, const std::function<void(RowFormatter&)>& write) {
    std::ostringstream out;
    StreamSink sink(out);
    RowFormatter formatter(format, sink, {"things", {"x"}, false});
    write(formatter);
    formatter.end_row();
    formatter.finish();
    std::string text = out.str();
    if (format == Format::ndjson) return text.substr(5, text.size() - 7);
    if (format == Format::csv) return text.substr(0, text.size() - 2);
    return text.substr(0, text.size() - 1);
}

std::string text_in(Format format, std::string_view text) {
    return field(format, [text](RowFormatter& out) { out.text(text); });
}

TEST(RowFormatter, WritesRowsOfEachFormat) {
    const auto rows_in = [](Format format) {
        std::ostringstream out;
        StreamSink sink(out);
        RowFormatter formatter(format, sink, {"things", {"a", "b"}, true});
        for (int i = 0; i < 2; ++i) {
            formatter.integer(i);
            formatter.null();
            formatter.end_row();
        }
        formatter.finish();
        EXPECT_EQ(formatter.rows(), 2);
        return out.str();
    };
    EXPECT_EQ(rows_in(Format::csv), "a,b\r\n0,\r\n1,\r\n");
    EXPECT_EQ(rows_in(Format::tsv), "a\tb\n0\t\n1\t\n");
    EXPECT_EQ(rows_in(Format::ndjson), "{\"a\":0,\"b\":null}\n{\"a\":1,\"b\":null}\n");
    EXPECT_EQ(rows_in(Format::json),
              "{\"schema_version\":1,\"things\":[\n{\"a\":0,\"b\":null},\n{\"a\":1,\"b\":null}\n]}\n");
}

TEST(RowFormatter, NoRowsAreAnEmptyList) {
    std::ostringstream out;
    StreamSink sink(out);
    RowFormatter(Format::json, sink, {"things", {"a"}, true}).finish();
    EXPECT_EQ(out.str(), "{\"schema_version\":1,\"things\":[\n]}\n");
}

TEST(RowFormatter, TextsOfCsvAreQuotedWhereTheyMustBe) {
    EXPECT_EQ(text_in(Format::csv, "plain text"), "plain text");
    EXPECT_EQ(text_in(Format::csv, "a,b"), "\"a,b\"");
    EXPECT_EQ(text_in(Format::csv, "say \"yes\""), "\"say \"\"yes\"\"\"");
    EXPECT_EQ(text_in(Format::csv, "two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(text_in(Format::csv, "two\rlines"), "\"two\rlines\"");
    EXPECT_EQ(text_in(Format::csv, ""), "\"\"") << "which tells it from NULL";
}

TEST(RowFormatter, TextsOfTsvStayOnTheirLine) {
    EXPECT_EQ(text_in(Format::tsv, "a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e");
}

TEST(RowFormatter, TextThatASpreadsheetWouldComputeIsMarked) {
    for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
        EXPECT_EQ(text_in(Format::csv, text), "\"'" + std::string(text) + "\"");
        EXPECT_EQ(text_in(Format::tsv, text), "'" + std::string(text));
        EXPECT_EQ(text_in(Format::ndjson, text), "\"" + std::string(text) + "\"")
            << "no spreadsheet reads JSON so";
    }
    EXPECT_EQ(text_in(Format::csv, "\t=1"), "\"'\t=1\"");
    EXPECT_EQ(text_in(Format::csv, "\r=1"), "\"'\r=1\"");
    EXPECT_EQ(text_in(Format::tsv, "\r=1"), "'\\r=1");
    EXPECT_EQ(field(Format::csv, [](RowFormatter& out) { out.integer(-1); }), "-1") << "a number is none";
}

TEST(RowFormatter, BytesThatAreNoUtf8AreShown) {
    EXPECT_EQ(text_in(Format::csv, "\xff!"), "\\xff!");
    EXPECT_EQ(text_in(Format::tsv, "\xff!"), "\\\\xff!") << "whose backslashes are escaped like all";
    EXPECT_EQ(text_in(Format::ndjson, "\xff!"), "\"\\\\xff!\"");
    EXPECT_EQ(text_in(Format::ndjson, "ü\x01\""), "\"ü\\u0001\\\"\"");
}

TEST(RowFormatter, NumbersReadBackAsTheyWere) {
    const auto real = [](double value) {
        return field(Format::csv, [value](RowFormatter& out) { out.real(value); });
    };
    EXPECT_EQ(real(0.1), "0.1");
    EXPECT_EQ(real(1.0 / 3), "0.3333333333333333");
    EXPECT_EQ(real(5e-324), "5e-324");
    EXPECT_EQ(real(-std::numeric_limits<double>::infinity()), "-inf");
    EXPECT_EQ(field(Format::ndjson, [](RowFormatter& out) { out.real(INFINITY); }), "null");
    EXPECT_EQ(field(Format::csv, [](RowFormatter& out) { out.integer(INT64_MIN); }), "-9223372036854775808");
}

TEST(RowFormatter, NanosecondsAsMillisecondsAreExact) {
    const auto ms = [](std::int64_t ns) {
        return field(Format::csv, [ns](RowFormatter& out) { out.ms_of_ns(ns); });
    };
    EXPECT_EQ(ms(0), "0");
    EXPECT_EQ(ms(46'825'803), "46.825803");
    EXPECT_EQ(ms(31'309'690), "31.30969");
    EXPECT_EQ(ms(-500'000), "-0.5");
    EXPECT_EQ(ms(1), "0.000001");
    EXPECT_EQ(ms(43'200'000'000'000), "43200000");
    EXPECT_EQ(ms(INT64_MIN), "-9223372036854.775808");
}

TEST(RowFormatter, TimesAreIso8601) {
    const auto iso = [](std::int64_t unix_s) {
        return field(Format::csv, [unix_s](RowFormatter& out) { out.iso_of_s(unix_s); });
    };
    EXPECT_EQ(iso(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(iso(-1), "1969-12-31T23:59:59Z");
    EXPECT_EQ(iso(1'772'359'199), "2026-03-01T09:59:59Z");
    EXPECT_EQ(iso(951'782'400), "2000-02-29T00:00:00Z");
    EXPECT_EQ(iso(253'402'300'799), "9999-12-31T23:59:59Z");
    EXPECT_EQ(iso(253'402'300'800), "") << "no such year in four digits";
    EXPECT_EQ(field(Format::ndjson, [](RowFormatter& out) { out.iso_of_s(0); }), "\"1970-01-01T00:00:00Z\"");
}

TEST(RowFormatter, EachRowHasItsOwnDay) {
    std::ostringstream out;
    StreamSink sink(out);
    RowFormatter formatter(Format::tsv, sink, {"things", {"x"}, false});
    for (const std::int64_t unix_s : {86'399, 86'400, 86'401, 0}) {
        formatter.iso_of_s(unix_s);
        formatter.end_row();
    }
    formatter.finish();
    EXPECT_EQ(out.str(),
              "1970-01-01T23:59:59Z\n1970-01-02T00:00:00Z\n1970-01-02T00:00:01Z\n1970-01-01T00:00:00Z\n");
}

TEST(RowFormatter, BlobIsHexadecimal) {
    const std::vector<std::uint8_t> bytes{0x00, 0xab, 0xff};
    EXPECT_EQ(field(Format::csv, [&](RowFormatter& out) { out.blob(bytes); }), "00abff");
}

TEST(RowFormatter, TextLongerThanTheBufferArrivesWhole) {
    const std::string text(1'000'000, 'x');
    EXPECT_EQ(text_in(Format::csv, text), text);
    EXPECT_EQ(text_in(Format::ndjson, text), "\"" + text + "\"");
}

TEST(RowFormatter, StreamThatTakesNoMoreEndsIt) {
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    StreamSink sink(out);
    RowFormatter formatter(Format::csv, sink, {"things", {"x"}, true});
    EXPECT_THROW(formatter.finish(), StreamEnded);
}

}  // namespace
}  // namespace tixdb::exports
