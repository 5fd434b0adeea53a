// SPDX-License-Identifier: MIT
// Numbers in texts. As std::from_chars reads them: no locale, no leading space and no "+". Pure.
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>

namespace tixdb {

// Takes the number that a text begins with away from its front. Nothing if it begins with none, which leaves
// the text as it was, or with one that does not fit into T, which is taken away too. A floating-point T takes
// "1e3", "inf" and "nan" as well, so look at its range. how: the base of a whole number, or the
// std::chars_format of a floating-point one.
template <typename T, typename... How>
[[nodiscard]] std::optional<T> take_number(std::string_view& text, How... how) {
    T value{};
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value, how...);
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    return parsed.ec == std::errc() ? std::optional<T>(value) : std::nullopt;
}

// The number if the whole text is one that fits into T; nothing otherwise. As take_number():
// parse_number<std::uint8_t>("a0", 16) is 160.
template <typename T, typename... How>
[[nodiscard]] std::optional<T> parse_number(std::string_view text, How... how) {
    const auto value = take_number<T>(text, how...);
    return text.empty() ? value : std::nullopt;
}

// Likewise a finite number in decimal notation without exponent, such as "-0.5".
[[nodiscard]] inline std::optional<double> take_decimal(std::string_view& text) {
    const auto value = take_number<double>(text, std::chars_format::fixed);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

// The number if the whole text is one.
[[nodiscard]] inline std::optional<double> parse_decimal(std::string_view text) {
    const auto value = take_decimal(text);
    return text.empty() ? value : std::nullopt;
}

}  // namespace tixdb
