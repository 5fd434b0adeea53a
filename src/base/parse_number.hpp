// SPDX-License-Identifier: MIT
// Reading a number that is the whole of a text.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace tixdb {

// The number if the whole text is one that fits into T; nothing otherwise. As std::from_chars: no locale, no
// leading space and no "+"; a floating-point T takes "1e3", "inf" and "nan" too, so look at its range.
template <typename T>
[[nodiscard]] std::optional<T> parse_number(std::string_view text) {
    T value{};
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return value;
}

// Likewise in another base, digits in lower or upper case: parse_number<std::uint8_t>("a0", 16).
template <typename T>
[[nodiscard]] std::optional<T> parse_number(std::string_view text, int base) {
    T value{};
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value, base);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return value;
}

}  // namespace tixdb
