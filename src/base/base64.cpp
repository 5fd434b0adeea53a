// SPDX-License-Identifier: MIT

#include "base/base64.hpp"

#include <array>

namespace tixdb {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// No group of four letters has this bit: they are 24.
constexpr std::uint32_t kInvalid = 0x8000'0000;

using Values = std::array<std::uint32_t, 256>;

// What a letter stands for in one of the four places of a group.
constexpr Values make_values(unsigned shift) {
    Values values{};
    values.fill(kInvalid);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint32_t>(i) << shift;
    }
    return values;
}

constexpr std::array<Values, 4> kValues = {make_values(18), make_values(12), make_values(6), make_values(0)};

// 24 bits, or more if a letter is invalid. text: four letters.
std::uint32_t group_of(const char* text) {
    std::uint32_t group = 0;
    for (std::size_t place = 0; place < 4; ++place)
        group |= kValues[place][static_cast<std::uint8_t>(text[place])];
    return group;
}

void put(std::uint32_t group, std::uint8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(group >> (16 - 8 * i));
}

}  // namespace

std::optional<std::vector<std::uint8_t>> base64_decoded(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.empty()) return std::vector<std::uint8_t>{};
    const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
    const std::size_t whole = text.size() - (padding == 0 ? 0 : 4);
    std::vector<std::uint8_t> bytes(text.size() / 4 * 3 - padding);
    std::uint32_t bad = 0;
    std::uint8_t* out = bytes.data();
    for (std::size_t i = 0; i < whole; i += 4, out += 3) {
        const std::uint32_t group = group_of(text.data() + i);
        bad |= group;
        put(group, out, 3);
    }
    if (padding != 0) {
        std::array<char, 4> last = {text[whole], text[whole + 1], text[whole + 2], 'A'};
        if (padding == 2) last[2] = 'A';
        const std::uint32_t group = group_of(last.data());
        bad |= group;
        // What the last bytes leave over must be 0.
        if ((group & (padding == 2 ? 0xFFFFU : 0xFFU)) != 0) return std::nullopt;
        put(group, out, 3 - padding);
    }
    if ((bad & kInvalid) != 0) return std::nullopt;
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
