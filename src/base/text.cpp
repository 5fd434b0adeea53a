// SPDX-License-Identifier: MIT

#include "base/text.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace tixdb {
namespace {

struct Decoded {
    char32_t code_point = 0;
    std::size_t length = 0;  // 0: not well-formed at this place
};

Decoded decode_utf8(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const std::uint8_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    std::size_t length = 0;
    char32_t minimum = 0;
    char32_t value = 0;
    if ((lead & 0xE0U) == 0xC0) {
        length = 2;
        minimum = 0x80;
        value = lead & 0x1FU;
    } else if ((lead & 0xF0U) == 0xE0) {
        length = 3;
        minimum = 0x800;
        value = lead & 0x0FU;
    } else if ((lead & 0xF8U) == 0xF0) {
        length = 4;
        minimum = 0x10000;
        value = lead & 0x07U;
    } else
        return {};
    if (at + length > bytes.size()) return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80) return {};
        value = (value << 6U) | (byte(at + i) & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < minimum || value > 0x10FFFF || surrogate) return {};
    return {value, length};
}

bool is_safe_to_show(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool direction = c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
                           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    return !control && !direction && c != U'\\';
}

void append_escaped(std::string& out, std::string_view bytes) {
    for (const char c : bytes) {
        switch (c) {
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(c));
        }
    }
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const Decoded decoded = decode_utf8(bytes, at);
        if (decoded.length == 0) return false;
        at += decoded.length;
    }
    return true;
}

std::string escaped(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const Decoded decoded = decode_utf8(bytes, at);
        const std::size_t length = decoded.length == 0 ? 1 : decoded.length;
        const std::string_view piece = bytes.substr(at, length);
        if (decoded.length != 0 && is_safe_to_show(decoded.code_point))
            out += piece;
        else
            append_escaped(out, piece);
        at += length;
    }
    return out;
}

std::string json_quoted(std::string_view bytes) {
    const std::string safe = is_utf8(bytes) ? std::string(bytes) : escaped(bytes);
    std::string out = "\"";
    for (const char c : safe) {
        if (c == '"' || c == '\\')
            out.append({'\\', c});
        else if (static_cast<std::uint8_t>(c) < 0x20)
            out += fmt::format("\\u{:04x}", c);
        else
            out += c;
    }
    return out + "\"";
}

std::string html_text(std::string_view text) {
    std::string safe;
    for (const char c : escaped(text)) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

std::string plural(std::int64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, by_count(count, "", "s"));
}

std::string plural(std::int64_t count, std::string_view noun, std::string_view verb_of_one,
                   std::string_view verb_of_several) {
    return fmt::format("{} {}", plural(count, noun), by_count(count, verb_of_one, verb_of_several));
}

std::string alternatives(std::span<const std::string> names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

}  // namespace tixdb
