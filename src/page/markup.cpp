// SPDX-License-Identifier: MIT

#include "page/markup.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "base/text.hpp"

namespace tixdb::page {

std::string json_text(std::string_view text) {
    const std::string quoted = json_quoted(text);
    std::string safe;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        const char c = quoted[i];
        // U+2000 to U+207F, three bytes in UTF-8: ends of lines that are none in JSON, and what turns text
        // around.
        const bool is_layout =
            c == '\xe2' && i + 2 < quoted.size() && (quoted[i + 1] == '\x80' || quoted[i + 1] == '\x81');
        if (is_layout) {
            const unsigned row = static_cast<unsigned char>(quoted[i + 1]) & 0x3fU;
            const unsigned place = static_cast<unsigned char>(quoted[i + 2]) & 0x3fU;
            safe += fmt::format("\\u{:04x}", 0x2000U + (row << 6U) + place);
            i += 2;
        } else if (c == '<' || c == '>' || c == '&') {
            safe += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            safe += c;
        }
    }
    return safe;
}

std::string percent_text(const std::optional<double>& fraction) {
    if (!fraction) return "–";
    const double percent = 100 * *fraction;
    return percent < 9.95 && percent != 0 ? fmt::format("{:.1f} %", percent)
                                          : fmt::format("{:.0f} %", percent);
}

std::string ms_text(const std::optional<double>& ms) {
    if (!ms) return "–";
    return *ms < 9.95 ? fmt::format("{:.1f} ms", *ms) : fmt::format("{:.0f} ms", *ms);
}

std::string count_text(std::int64_t count) {
    std::string text = std::to_string(count);
    for (std::size_t left = text.size(); left > 3 && text[left - 4] != '-';) {
        left -= 3;
        text.insert(left, ",");
    }
    return text;
}

std::string filled(std::string_view text, const std::map<std::string, std::string, std::less<>>& parts) {
    std::string whole;
    while (true) {
        const auto begin = text.find("{{");
        if (begin == std::string_view::npos) break;
        const auto end = text.find("}}", begin);
        const std::string_view name = text.substr(begin + 2, end - begin - 2);
        const auto part = parts.find(name);
        if (end == std::string_view::npos || part == parts.end())
            throw std::logic_error(fmt::format("a template has no part for {}", name));
        whole += text.substr(0, begin);
        whole += part->second;
        text.remove_prefix(end + 2);
    }
    return whole += text;
}

}  // namespace tixdb::page
