// SPDX-License-Identifier: MIT

#include "base/time_text.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

#include "base/parse_number.hpp"

namespace tixdb {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t ms;
};

constexpr std::array<Unit, 8> kUnits = {{
    {"w", 604'800'000},
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"min", 60'000},
    {"m", 60'000},
    {"s", 1'000},
    {"ms", 1},
    {"sec", 1'000},
}};

constexpr std::int64_t kLongestMs = 36'525LL * 86'400'000;  // a hundred years

std::optional<std::int64_t> parse_iso_s(const std::string& text) {
    constexpr std::array kFormats = {"%Y-%m-%dT%H:%M:%S%Ez",
                                     "%Y-%m-%d %H:%M:%S%Ez",
                                     "%Y-%m-%dT%H:%M:%SZ",
                                     "%Y-%m-%d %H:%M:%SZ",
                                     "%Y-%m-%dT%H:%M:%S",
                                     "%Y-%m-%d %H:%M:%S",
                                     "%Y-%m-%dT%H:%MZ",
                                     "%Y-%m-%d %H:%MZ",
                                     "%Y-%m-%dT%H:%M",
                                     "%Y-%m-%d %H:%M",
                                     "%Y-%m-%d"};
    for (const char* format : kFormats) {
        std::istringstream in(text);
        date::sys_seconds time{};
        in >> date::parse(format, time);
        if (!in.fail() && in.peek() == std::char_traits<char>::eof()) return time.time_since_epoch().count();
    }
    return std::nullopt;
}

}  // namespace

std::string iso_of_s(std::int64_t unix_s) {
    return date::format("%FT%TZ", date::sys_seconds(std::chrono::seconds(unix_s)));
}

std::string iso_of_ms(std::int64_t unix_ms) {
    return iso_of_s(unix_ms / 1000);
}

std::optional<std::string> iso_of_ms(const std::optional<std::int64_t>& unix_ms) {
    if (!unix_ms) return std::nullopt;
    return iso_of_ms(*unix_ms);
}

std::optional<std::int64_t> parse_time_s(std::string_view text, std::int64_t now_s) {
    constexpr std::int64_t kDay = 86'400;
    const std::int64_t midnight_s = now_s - ((now_s % kDay) + kDay) % kDay;
    if (text == "now") return now_s;
    if (text == "today") return midnight_s;
    if (text == "yesterday") return midnight_s - kDay;
    if (text == "tomorrow") return midnight_s + kDay;
    if (text.starts_with('@')) return parse_number<std::int64_t>(text.substr(1));
    if (const auto iso = parse_iso_s(std::string(text))) return iso;
    const bool has_unit = !text.empty() && (text.back() < '0' || text.back() > '9');
    if (!has_unit) return std::nullopt;
    if (const auto ago = parse_duration(text)) return now_s - ago->count() / 1000;
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text,
                                                        std::chrono::milliseconds bare_unit) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    if (parsed.ec != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
    std::string_view unit_name(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
    while (unit_name.starts_with(' ')) unit_name.remove_prefix(1);
    auto unit_ms = static_cast<double>(bare_unit.count());
    if (!unit_name.empty()) {
        const Unit* found = nullptr;
        for (const Unit& unit : kUnits) {
            if (unit.name == unit_name) found = &unit;
        }
        if (found == nullptr) return std::nullopt;
        unit_ms = static_cast<double>(found->ms);
    }
    const double ms = number * unit_ms;
    if (ms > static_cast<double>(kLongestMs)) return std::nullopt;
    return std::chrono::milliseconds(std::llround(ms));
}

std::string duration_text(std::chrono::milliseconds duration) {
    const std::int64_t ms = duration.count();
    for (const std::string_view name : {"d", "h", "min", "s"}) {
        for (const Unit& unit : kUnits) {
            if (unit.name == name && ms != 0 && ms % unit.ms == 0)
                return fmt::format("{}{}", ms / unit.ms, name);
        }
    }
    return ms == 0 ? "0s" : fmt::format("{}ms", ms);
}

}  // namespace tixdb
