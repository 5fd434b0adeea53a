// SPDX-License-Identifier: MIT
// One line of a table of networks: what the formats in use look like. Pure: text in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/enum_names.hpp"
#include "model/address.hpp"

namespace tixdb::asn {

enum class TableFormat {
    pfx2as,          // CAIDA RouteViews prefix-to-AS: "prefix length asn",
                     // https://www.caida.org/catalog/datasets/routeviews-prefix2as/
    prefix_as,       // "prefix/length asn", as the ip2as tool and pyasn write it
    iptoasn,         // iptoasn.com: start, end, asn, country, name, between tabs
    ip_location_db,  // ip-location-db: start,end,asn,name; RFC 4180 quotes
    names,           // "asn name"
};

inline constexpr EnumNames<TableFormat, 5> kTableFormats("table format",
                                                         {{{TableFormat::pfx2as, "pfx2as"},
                                                           {TableFormat::prefix_as, "prefix-as"},
                                                           {TableFormat::iptoasn, "iptoasn"},
                                                           {TableFormat::ip_location_db, "ip-location-db"},
                                                           {TableFormat::names, "names"}}});

[[nodiscard]] constexpr std::string_view name_of(TableFormat format) {
    return kTableFormats.name_of(format);
}

// "64500"; origins of the same prefix "64500_64501", an AS set "64500,64501", both "64500_64501,64502", as
// written. "0" where the table says that it is not routed.
struct PrefixLine {
    model::Prefix prefix;
    std::string_view as_numbers;
};

// first <= last, of one family.
struct RangeLine {
    model::Address first;
    model::Address last;
    std::int64_t as_number = 0;  // 0: not routed
    std::string country;         // two capital letters, or empty
    std::string name;            // of the AS, or empty
};

struct NameLine {
    std::int64_t as_number = 0;
    std::string name;
};

struct Malformed {
    std::string reason;
};

using TableLine = std::variant<PrefixLine, RangeLine, NameLine, Malformed>;

// True if there is nothing to parse: a blank line, or a comment (that begins with '#' or ';').
[[nodiscard]] bool is_comment(std::string_view line);

// The format that this line, the first one that is no comment, is of. Nothing if it is of none.
[[nodiscard]] std::optional<TableFormat> format_of(std::string_view line);

// Views in the result are into line.
[[nodiscard]] TableLine parse_line(TableFormat format, std::string_view line);

}  // namespace tixdb::asn
