// SPDX-License-Identifier: MIT

#include "base/base64.hpp"

#include <array>

namespace tixdb {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
    std::array<std::uint8_t, 256> values{};
    values.fill(kInvalid);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

std::uint32_t value_of(char c) {
    return kValues[static_cast<std::uint8_t>(c)];
}

}  // namespace

std::optional<std::vector<std::uint8_t>> base64_decoded(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.empty()) return std::vector<std::uint8_t>{};
    const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
    const std::size_t whole = text.size() - (padding == 0 ? 0 : 4);
    std::vector<std::uint8_t> bytes(text.size() / 4 * 3 - padding);
    std::uint32_t bad = 0;
    std::size_t out = 0;
    for (std::size_t i = 0; i < whole; i += 4) {
        const std::uint32_t a = value_of(text[i]), b = value_of(text[i + 1]);
        const std::uint32_t c = value_of(text[i + 2]), d = value_of(text[i + 3]);
        bad |= a | b | c | d;
        bytes[out++] = static_cast<std::uint8_t>((a << 2U) | (b >> 4U));
        bytes[out++] = static_cast<std::uint8_t>((b << 4U) | (c >> 2U));
        bytes[out++] = static_cast<std::uint8_t>((c << 6U) | d);
    }
    if (padding != 0) {
        const std::uint32_t a = value_of(text[whole]), b = value_of(text[whole + 1]);
        const std::uint32_t c = padding == 2 ? 0 : value_of(text[whole + 2]);
        bad |= a | b | c;
        if ((padding == 2 ? (b & 0x0FU) : (c & 0x03U)) != 0) return std::nullopt;
        bytes[out++] = static_cast<std::uint8_t>((a << 2U) | (b >> 4U));
        if (padding == 1) bytes[out++] = static_cast<std::uint8_t>((b << 4U) | (c >> 2U));
    }
    if ((bad & 0x80U) != 0) return std::nullopt;
    return bytes;
}

std::string base64_encoded(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const std::uint32_t group = (std::uint32_t{bytes[i]} << 16U) |
                                    (left > 1 ? std::uint32_t{bytes[i + 1]} << 8U : 0U) |
                                    (left > 2 ? std::uint32_t{bytes[i + 2]} : 0U);
        text += kAlphabet[group >> 18U];
        text += kAlphabet[(group >> 12U) & 0x3FU];
        text += left > 1 ? kAlphabet[(group >> 6U) & 0x3FU] : '=';
        text += left > 2 ? kAlphabet[group & 0x3FU] : '=';
    }
    return text;
}

}  // namespace tixdb
