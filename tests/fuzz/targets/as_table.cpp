// SPDX-License-Identifier: MIT
// Tables of networks and names: each line in each format, and the whole as a file, compressed or not.
#include "asn/address_range.hpp"
#include "asn/table_file.hpp"
#include "asn/table_line.hpp"
#include "base/error.hpp"
#include "fuzz/targets.hpp"

namespace tixdb::fuzz {
namespace {

constexpr std::int64_t kMostAsNumber = 4'294'967'295;

void check_range(const asn::RangeLine& range) {
    require(range.first.family() == range.last.family() && range.first <= range.last, "a range backwards");
    require(range.as_number >= 0 && range.as_number <= kMostAsNumber, "an AS number of over 32 bits");
    std::size_t prefixes = 0;
    const model::Prefix* before = nullptr;
    model::Prefix last;
    asn::for_each_prefix(range.first, range.last, [&](const model::Prefix& prefix) {
        require(prefix.first.masked(prefix.length) == prefix.first, "a prefix with bits after its length");
        require(prefix.first >= range.first && prefix.first <= range.last, "a prefix outside its range");
        require(before == nullptr || last.first < prefix.first, "prefixes that do not ascend");
        last = prefix;
        before = &last;
        ++prefixes;
    });
    require(prefixes <= (range.first.width() == 32 ? 62U : 254U), "more prefixes than a range can need");
}

void check_line(asn::TableFormat format, std::string_view line) {
    const asn::TableLine parsed = asn::parse_line(format, line);
    if (const auto* malformed = std::get_if<asn::Malformed>(&parsed)) require_safe_to_show(malformed->reason);
    if (const auto* range = std::get_if<asn::RangeLine>(&parsed)) check_range(*range);
    if (const auto* prefix = std::get_if<asn::PrefixLine>(&parsed)) {
        const auto& [first, length] = prefix->prefix;
        require(length >= 0 && length <= first.width(), "a prefix of no such length");
        require(first.masked(length) == first, "a prefix with bits after its length");
    }
    if (const auto* name = std::get_if<asn::NameLine>(&parsed)) {
        require(name->as_number >= 0 && name->as_number <= kMostAsNumber, "an AS number of over 32 bits");
    }
}

void check_lines(std::string_view text) {
    using asn::TableFormat;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (asn::is_comment(line)) continue;
        static_cast<void>(asn::format_of(line));
        for (const auto format : {TableFormat::pfx2as, TableFormat::prefix_as, TableFormat::iptoasn,
                                  TableFormat::ip_location_db, TableFormat::names}) {
            check_line(format, line);
        }
    }
}

void check_table(const MemoryFile& file, asn::Expect expect) {
    try {
        static_cast<void>(asn::read_table(file.path(), expect));
    } catch (const Error& error) {
        require_safe_to_show(error.what());
    }
}

}  // namespace

void as_table(Bytes input) {
    check_lines(text_of(input));
    const MemoryFile file(input);
    check_table(file, asn::Expect::prefixes);
    check_table(file, asn::Expect::names);
}

}  // namespace tixdb::fuzz
