// SPDX-License-Identifier: MIT

#include "asn/fields.hpp"

#include "base/parse_number.hpp"

namespace tixdb::asn {
namespace {

constexpr std::string_view kBlanks = " \t";

// The field that begins with the quote at `at`; at is moved behind its closing quote, or to npos if there is
// none.
std::string quoted_field(std::string_view line, std::size_t& at) {
    std::string field;
    ++at;
    while (true) {
        const auto quote = line.find('"', at);
        if (quote == std::string_view::npos) {
            at = quote;
            return field;
        }
        field += line.substr(at, quote - at);
        at = quote + 1;
        if (at >= line.size() || line[at] != '"') return field;
        field += '"';
        ++at;
    }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (auto at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
        const auto end = line.find_first_of(kBlanks, at);
        words.push_back(line.substr(at, end == std::string_view::npos ? end : end - at));
        at = line.find_first_not_of(kBlanks, end);
    }
    return words;
}

std::vector<std::string_view> tab_fields_of(std::string_view line, std::size_t limit) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos || fields.size() + 1 == limit) {
            fields.push_back(line);
            return fields;
        }
        fields.push_back(line.substr(0, tab));
        line.remove_prefix(tab + 1);
    }
}

std::optional<std::vector<std::string>> csv_fields_of(std::string_view line) {
    std::vector<std::string> fields;
    std::size_t at = 0;
    while (true) {
        if (at < line.size() && line[at] == '"') {
            fields.push_back(quoted_field(line, at));
            if (at == std::string_view::npos || (at < line.size() && line[at] != ',')) return std::nullopt;
        } else {
            const auto comma = line.find(',', at);
            fields.emplace_back(line.substr(at, comma == std::string_view::npos ? comma : comma - at));
            at = comma == std::string_view::npos ? line.size() : comma;
        }
        if (at >= line.size()) return fields;
        ++at;
    }
}

std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t most) {
    if (text.empty() || (text.size() > 1 && text.front() == '0') || text.front() == '-') return std::nullopt;
    const auto value = parse_number<std::int64_t>(text);
    if (!value || *value > most) return std::nullopt;
    return value;
}

}  // namespace tixdb::asn
