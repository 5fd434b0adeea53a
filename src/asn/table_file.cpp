// SPDX-License-Identifier: MIT

#include "asn/table_file.hpp"

#include <fmt/format.h>

#include "asn/address_range.hpp"
#include "asn/input_file.hpp"
#include "asn/line_reader.hpp"
#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kLinesBetweenChecks = 65'536;
constexpr const char* kWholeOrNot = "a table is taken whole or not at all: fix or fetch it again";
constexpr const char* kKnownFormats =
    "known are \"prefix length asn\", \"prefix/length asn\", iptoasn, ip-location-db, and names (with "
    "--names)";

// Takes the lines of a file into its tables.
class Collector {
  public:
    explicit Collector(TableFile& table) : table_(table) {}

    void operator()(const PrefixLine& line) { table_of(line.prefix.first).add(line.prefix, line.as_numbers); }
    void operator()(const RangeLine& line) {
        PrefixTable& prefixes = table_of(line.first);
        const std::string number = std::to_string(line.as_number);
        ++ranges_;
        for_each_prefix(line.first, line.last, [&](const model::Prefix& prefix) {
            prefixes.add(prefix, number, line.country);
            require_plausible(++made_of_ranges_);
        });
        if (line.as_number != 0 && !line.name.empty()) table_.names.try_emplace(line.as_number, line.name);
    }
    void operator()(const NameLine& line) { table_.names.try_emplace(line.as_number, line.name); }
    void operator()(const Malformed& line) { throw Error(ErrorKind::failed, line.reason, kWholeOrNot); }

  private:
    // A range that begins and ends anywhere is up to 254 prefixes; a table of networks has hardly any such.
    void require_plausible(std::int64_t prefixes) const {
        constexpr std::int64_t kAlways = 100'000;
        constexpr std::int64_t kPerRange = 16;
        if (prefixes <= kAlways + kPerRange * ranges_) return;
        throw Error(
            ErrorKind::failed,
            fmt::format("the ranges up to here are {} prefixes, over {} a range", prefixes, kPerRange),
            "this is no table of networks: their ranges begin and end where prefixes do");
    }

    PrefixTable& table_of(const model::Address& address) {
        return address.family() == model::AddressFamily::v4 ? table_.ipv4 : table_.ipv6;
    }

    TableFile& table_;
    std::int64_t ranges_ = 0;
    std::int64_t made_of_ranges_ = 0;
};

TableFormat format_of_first(std::string_view line, Expect expect) {
    if (expect == Expect::names) return TableFormat::names;
    const auto format = format_of(line);
    if (!format) throw Error(ErrorKind::failed, "not a format that is known", kKnownFormats);
    if (*format == TableFormat::names) {
        throw Error(ErrorKind::failed, "names, not prefixes", "give this file with --names");
    }
    return *format;
}

// Returns how many lines had data.
std::int64_t read_lines(InputFile& file, TableFile& table, Expect expect) {
    LineReader lines(file);
    Collector collect(table);
    std::int64_t with_data = 0;
    for (std::string_view line; lines.next(line);) {
        if (lines.number() % kLinesBetweenChecks == 0) throw_if_stopped();
        if (is_comment(line)) continue;
        try {
            if (with_data == 0) table.format = format_of_first(line, expect);
            std::visit(collect, parse_line(table.format, line));
        } catch (const Error& error) {
            throw error.within(fmt::format("{} line {}", file.name(), lines.number()));
        }
        ++with_data;
    }
    return with_data;
}

}  // namespace

TableFile read_table(const std::filesystem::path& path, Expect expect) {
    InputFile file(path);
    TableFile table;
    table.source = escaped(path.filename().string());
    if (read_lines(file, table, expect) == 0) {
        throw Error(ErrorKind::failed, fmt::format("{}: there is no data in it", file.name()), kWholeOrNot);
    }
    table.digest = file.digest();
    table.ipv4.finish();
    table.ipv6.finish();
    return table;
}

}  // namespace tixdb::asn
