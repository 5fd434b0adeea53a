// SPDX-License-Identifier: MIT

#include "asn/table_line.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "asn/fields.hpp"
#include "base/text.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kLargestAsNumber = 4'294'967'295;  // RFC 6793
constexpr std::string_view kNumeric = "0123456789";
constexpr std::size_t kLongestShownBytes = 60;

Malformed malformed(std::string_view what, std::string_view text) {
    const bool is_long = text.size() > kLongestShownBytes;
    return {
        fmt::format("{}: \"{}{}\"", what, escaped(text.substr(0, kLongestShownBytes)), is_long ? "…" : "")};
}

// By its letters alone, so that a malformed address is reported as such and not as an unknown format.
bool looks_like_address(std::string_view text) {
    return text.find_first_of(".:") != std::string_view::npos &&
           text.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of(kNumeric) == std::string_view::npos;
}

std::string_view without_as(std::string_view text) {
    const bool has_as =
        text.size() > 2 && (text[0] == 'A' || text[0] == 'a') && (text[1] == 'S' || text[1] == 's');
    return has_as ? text.substr(2) : text;
}

// One number or several, joined by '_' (origins) and ',' (sets, in braces or not).
bool are_as_numbers(std::string_view text) {
    while (true) {
        const auto end = text.find_first_of("_,");
        std::string_view number = text.substr(0, end);
        if (number.starts_with('{')) number.remove_prefix(1);
        if (number.ends_with('}')) number.remove_suffix(1);
        if (!whole_number(number, kLargestAsNumber)) return false;
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 1);
    }
}

TableLine prefix_line(std::string_view address, std::string_view length_text, std::string_view as_numbers) {
    const auto first = model::Address::parse(address);
    if (!first) return malformed("not an address", address);
    const bool is_mapped =
        first->family() == model::AddressFamily::v4 && address.find(':') != std::string_view::npos;
    const int more_bits = is_mapped ? 96 : 0;
    const auto length = whole_number(length_text, first->width() + more_bits);
    if (!length || *length < more_bits) {
        return malformed(fmt::format("not a prefix length of an IPv{} address", first->width() == 32 ? 4 : 6),
                         length_text);
    }
    if (!are_as_numbers(as_numbers)) return malformed("not an AS number", as_numbers);
    const model::Prefix prefix{*first, static_cast<int>(*length) - more_bits};
    if (prefix.first.masked(prefix.length) != prefix.first) {
        return malformed(fmt::format("address bits after the first {}", *length), address);
    }
    return PrefixLine{prefix, as_numbers};
}

TableLine wrong_count(std::size_t found, std::string_view expected) {
    return Malformed{
        fmt::format("{} in place of {}", plural(static_cast<std::int64_t>(found), "field"), expected)};
}

TableLine parse_pfx2as(std::string_view line) {
    const auto words = words_of(line);
    if (words.size() != 3) return wrong_count(words.size(), "prefix, length and AS number");
    return prefix_line(words[0], words[1], words[2]);
}

TableLine parse_prefix_as(std::string_view line) {
    const auto words = words_of(line);
    if (words.size() != 2) return wrong_count(words.size(), "prefix/length and AS number");
    const auto slash = words[0].find('/');
    if (slash == std::string_view::npos) return malformed("not a prefix/length", words[0]);
    return prefix_line(words[0].substr(0, slash), words[0].substr(slash + 1), words[1]);
}

// An IPv4-mapped end of an IPv6 range that is not all mapped cannot be told from IPv4: such a range is
// refused.
TableLine range_line(std::string_view first_text, std::string_view last_text, std::string_view as_number) {
    RangeLine range;
    const auto first = model::Address::parse(first_text);
    if (!first) return malformed("not an address", first_text);
    const auto last = model::Address::parse(last_text);
    if (!last) return malformed("not an address", last_text);
    if (first->family() != last->family())
        return malformed("a range from one family into the other", last_text);
    if (*first > *last) return malformed("a range that ends before it begins", last_text);
    const auto number = whole_number(as_number, kLargestAsNumber);
    if (!number) return malformed("not an AS number", as_number);
    range.first = *first;
    range.last = *last;
    range.as_number = *number;
    return range;
}

// The name as it can be stored as text, whatever encoding the table has.
std::string name_from(std::string_view text) {
    const std::string_view name = trimmed(text);
    return is_utf8(name) ? std::string(name) : escaped(name);
}

bool is_country(std::string_view text) {
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

TableLine parse_iptoasn(std::string_view line) {
    const auto fields = tab_fields_of(line, 5);
    if (fields.size() < 3)
        return wrong_count(fields.size(), "start, end, AS number, country and name between tabs");
    TableLine parsed = range_line(trimmed(fields[0]), trimmed(fields[1]), trimmed(fields[2]));
    auto* range = std::get_if<RangeLine>(&parsed);
    if (range == nullptr) return parsed;
    const std::string_view country = fields.size() > 3 ? trimmed(fields[3]) : std::string_view();
    // "None" and "Unknown" are what the table itself writes.
    const bool unknown = country.empty() || country == "None" || country == "Unknown" || country == "-";
    if (!unknown && !is_country(country)) return malformed("not a country of two letters", country);
    if (!unknown) range->country = std::string(country);
    if (fields.size() > 4) range->name = name_from(fields[4]);
    return parsed;
}

TableLine parse_ip_location_db(std::string_view line) {
    const auto fields = csv_fields_of(line);
    if (!fields) return malformed("a quote that is not closed or not followed by a comma", line);
    if (fields->size() < 3 || fields->size() > 4) {
        return wrong_count(fields->size(), "start, end, AS number and name between commas");
    }
    TableLine parsed = range_line(trimmed((*fields)[0]), trimmed((*fields)[1]), trimmed((*fields)[2]));
    auto* range = std::get_if<RangeLine>(&parsed);
    if (range != nullptr && fields->size() > 3) range->name = name_from((*fields)[3]);
    return parsed;
}

TableLine parse_name(std::string_view line) {
    const std::string_view text = trimmed(line);
    const auto end = text.find_first_of(" \t");
    const std::string_view number_text = text.substr(0, end);
    const auto number = whole_number(without_as(number_text), kLargestAsNumber);
    if (!number) return malformed("not an AS number", number_text);
    if (end == std::string_view::npos) return malformed("no name after the AS number", number_text);
    return NameLine{*number, name_from(text.substr(end))};
}

}  // namespace

bool is_comment(std::string_view line) {
    const std::string_view text = trimmed(line);
    return text.empty() || text.front() == '#' || text.front() == ';';
}

std::optional<TableFormat> format_of(std::string_view line) {
    const auto fields = csv_fields_of(line);
    if (fields && fields->size() >= 3 && looks_like_address(trimmed((*fields)[0])) &&
        looks_like_address(trimmed((*fields)[1]))) {
        return TableFormat::ip_location_db;
    }
    const auto words = words_of(line);
    if (words.size() < 2) return std::nullopt;
    const auto slash = words[0].find('/');
    if (slash != std::string_view::npos && looks_like_address(words[0].substr(0, slash))) {
        return TableFormat::prefix_as;
    }
    if (looks_like_address(words[0])) {
        return looks_like_address(words[1]) ? TableFormat::iptoasn : TableFormat::pfx2as;
    }
    if (is_digits(without_as(words[0])) && !is_digits(words[1])) return TableFormat::names;
    return std::nullopt;
}

TableLine parse_line(TableFormat format, std::string_view line) {
    switch (format) {
        case TableFormat::pfx2as:
            return parse_pfx2as(line);
        case TableFormat::prefix_as:
            return parse_prefix_as(line);
        case TableFormat::iptoasn:
            return parse_iptoasn(line);
        case TableFormat::ip_location_db:
            return parse_ip_location_db(line);
        case TableFormat::names:
            return parse_name(line);
    }
    return Malformed{"unknown format"};
}

}  // namespace tixdb::asn
