// SPDX-License-Identifier: MIT

#include "simulate/value_text.hpp"

#include <array>
#include <cmath>

#include "base/parse_number.hpp"
#include "base/time_text.hpp"

namespace tixdb::simulate {
namespace {

// Takes a plus sign away, which std::from_chars does not know. False if another sign follows it.
bool take_plus(std::string_view& text) {
    if (!text.starts_with('+')) return true;
    text.remove_prefix(1);
    return !text.starts_with('-') && !text.starts_with('+');
}

}  // namespace

std::optional<std::int64_t> parse_signed_ns(std::string_view text) {
    struct Unit {
        std::string_view name;
        double ns;
    };
    // A unit that ends like another comes before it.
    constexpr std::array<Unit, 9> kUnits = {{{"ns", 1},
                                             {"us", 1e3},
                                             {"ms", 1e6},
                                             {"min", 60e9},
                                             {"m", 60e9},
                                             {"s", 1e9},
                                             {"h", 3600e9},
                                             {"d", 86'400e9},
                                             {"", 1e6}}};
    constexpr double kMost_ns = 3e18;
    if (!take_plus(text)) return std::nullopt;
    for (const Unit& unit : kUnits) {
        if (!text.ends_with(unit.name)) continue;
        text.remove_suffix(unit.name.size());
        const auto value = parse_decimal(text);
        if (!value || std::abs(*value * unit.ns) > kMost_ns) break;
        return std::llround(*value * unit.ns);
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_whole_s(std::string_view text) {
    const auto duration = parse_duration(text);
    return duration ? std::optional<std::int64_t>(duration->count() / 1000) : std::nullopt;
}

std::optional<double> parse_ppm(std::string_view text) {
    if (text.ends_with("ppm")) text.remove_suffix(3);
    return take_plus(text) ? parse_decimal(text) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

}  // namespace tixdb::simulate
