// SPDX-License-Identifier: MIT

#include "publish/secret_guard.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/base64.hpp"

namespace tixdb::publish {
namespace {

constexpr std::size_t kShortestSecret = 4;  // less would be found everywhere
constexpr std::size_t kPieceOfBase64 = 8;
constexpr std::size_t kLookedAtBytes = 16'384;  // of which only the beginning is ever shown

std::string base64_of(const std::string& text) {
    return base64_encoded({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::optional<unsigned> hex_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (at + digits > text.size()) return std::nullopt;
    unsigned value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = text[at + i];
        if (c >= '0' && c <= '9')
            value = value * 16 + static_cast<unsigned>(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            value = value * 16 + static_cast<unsigned>((c | 0x20) - 'a' + 10);
        else
            return std::nullopt;
    }
    return value;
}

void append_utf8(std::string& out, unsigned code) {
    const auto add = [&out](unsigned byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80U) {
        add(code);
    } else if (code < 0x800U) {
        add(0xC0U | (code >> 6U));
        add(0x80U | (code & 0x3FU));
    } else {
        add(0xE0U | ((code >> 12U) & 0x0FU));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    }
}

// "%c3%a4" -> its bytes, "+" -> a space.
std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = text[i] == '%' ? hex_at(text, i + 1, 2) : std::nullopt;
        if (byte) {
            out.push_back(static_cast<char>(*byte));
            i += 2;
        } else {
            out.push_back(text[i] == '+' ? ' ' : text[i]);
        }
    }
    return out;
}

// "\\u00e4", "\\x22", "\\n" and any other character behind a backslash as what they stand for.
std::string backslash_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out.push_back(text[i]);
            continue;
        }
        const char kind = text[++i];
        const std::size_t digits = kind == 'u' ? 4 : 2;
        const auto code = kind == 'u' || kind == 'x' ? hex_at(text, i + 1, digits) : std::nullopt;
        if (code) {
            append_utf8(out, *code);
            i += digits;
        } else {
            out.push_back(kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind);
        }
    }
    return out;
}

std::optional<unsigned> entity_code(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, unsigned>, 13> kNamed = {{{"amp", '&'},
                                                                               {"lt", '<'},
                                                                               {"gt", '>'},
                                                                               {"quot", '"'},
                                                                               {"apos", '\''},
                                                                               {"auml", 0xE4U},
                                                                               {"ouml", 0xF6U},
                                                                               {"uuml", 0xFCU},
                                                                               {"Auml", 0xC4U},
                                                                               {"Ouml", 0xD6U},
                                                                               {"Uuml", 0xDCU},
                                                                               {"szlig", 0xDFU},
                                                                               {"eacute", 0xE9U}}};
    for (const auto& [known, code] : kNamed) {
        if (known == name) return code;
    }
    if (name.size() < 2 || name[0] != '#') return std::nullopt;
    const bool is_hex = name[1] == 'x' || name[1] == 'X';
    if (is_hex) return hex_at(name, 2, name.size() - 2);
    unsigned code = 0;
    for (const char c : name.substr(1)) {
        if (c < '0' || c > '9' || code > 0xFFFFFU) return std::nullopt;
        code = code * 10 + static_cast<unsigned>(c - '0');
    }
    return code;
}

// "&#228;", "&#xe4;", "&auml;", "&quot;" …
std::string entity_decoded(std::string_view text) {
    constexpr std::size_t kLongestEntity = 10;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
        const bool is_entity = end != std::string_view::npos && end - i <= kLongestEntity;
        const auto code = is_entity ? entity_code(text.substr(i + 1, end - i - 1)) : std::nullopt;
        if (code) {
            append_utf8(out, *code);
            i = end;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

bool is_found(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

SecretGuard::SecretGuard(const std::string& user, const std::string& password) {
    if (password.size() >= kShortestSecret) secrets_.push_back(password);
    for (const std::string& encoded : {base64_of(user + ":" + password), base64_of(password)}) {
        if (encoded.size() < kPieceOfBase64) continue;
        for (std::size_t i = 0; i + kPieceOfBase64 <= encoded.size(); ++i)
            secrets_.push_back(encoded.substr(i, kPieceOfBase64));
    }
}

bool SecretGuard::shows_plainly(std::string_view text) const {
    for (const std::string_view word : {"Basic ", "basic ", "BASIC ", "\"Basic\""}) {
        if (is_found(text, word)) return true;
    }
    return std::any_of(secrets_.begin(), secrets_.end(),
                       [text](const std::string& secret) { return is_found(text, secret); });
}

bool SecretGuard::shows_secret(std::string_view text) const {
    text = text.substr(0, kLookedAtBytes);
    if (shows_plainly(text)) return true;
    const std::string of_json = backslash_decoded(text);
    const std::string of_html = entity_decoded(text);
    const std::string of_url = percent_decoded(text);
    return shows_plainly(of_json) || shows_plainly(of_html) || shows_plainly(of_url) ||
           shows_plainly(entity_decoded(of_json)) || shows_plainly(percent_decoded(of_html));
}

std::string SecretGuard::shown_of(std::string_view text, std::size_t limit_bytes) const {
    if (text.empty()) return "";
    if (shows_secret(text)) return "*** (a text that shows the credentials is not kept)";
    return std::string(text.substr(0, limit_bytes));
}

}  // namespace tixdb::publish
