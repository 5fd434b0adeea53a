// SPDX-License-Identifier: MIT

#include "base/time_text.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
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

// Whether text has the form of pattern, in which '0' is any digit and every other character itself.
bool has_form(std::string_view text, std::string_view pattern) {
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                      [](char c, char form) { return form == '0' ? c >= '0' && c <= '9' : c == form; });
}

struct IsoForm {
    std::string_view pattern;  // of has_form
    const char* format;        // of date::parse
};

constexpr std::array<IsoForm, 5> kIsoForms = {{
    {"0000-00-00", "%Y-%m-%d"},
    {"0000-00-00T00:00", "%Y-%m-%dT%H:%M"},
    {"0000-00-00 00:00", "%Y-%m-%d %H:%M"},
    {"0000-00-00T00:00:00", "%Y-%m-%dT%H:%M:%S"},
    {"0000-00-00 00:00:00", "%Y-%m-%d %H:%M:%S"},
}};

// The zone at the end of an ISO time with a time of day: seconds to the east, 0 for "Z" and for none.
// Taken off the text. Nothing if it is no zone.
std::optional<std::int64_t> take_zone_s(std::string_view& text) {
    constexpr std::size_t kShortestTimeOfDay = std::string_view("0000-00-00T00:00").size();
    if (text.size() <= kShortestTimeOfDay) return 0;
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
        return 0;
    }
    const auto sign = text.find_first_of("+-", kShortestTimeOfDay);
    if (sign == std::string_view::npos) return 0;
    const std::string_view zone = text.substr(sign + 1);
    if (!has_form(zone, "00:00") && !has_form(zone, "0000")) return std::nullopt;
    const auto hours = parse_number<std::int64_t>(zone.substr(0, 2));
    const auto minutes = parse_number<std::int64_t>(zone.substr(zone.size() - 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const std::int64_t east_s = *hours * 3600 + *minutes * 60;
    const bool is_west = text[sign] == '-';
    text = text.substr(0, sign);
    return is_west ? -east_s : east_s;
}

// The form is checked first: date::parse reads a variable that it has not set in texts such as
// "2026-01-30T24:61:a1+250".
std::optional<std::int64_t> parse_iso_s(std::string_view text) {
    const auto east_s = take_zone_s(text);
    if (!east_s) return std::nullopt;
    for (const IsoForm& form : kIsoForms) {
        if (!has_form(text, form.pattern)) continue;
        std::istringstream in{std::string(text)};
        date::sys_seconds time{};
        in >> date::parse(form.format, time);
        if (in.fail() || in.peek() != std::char_traits<char>::eof()) return std::nullopt;
        return time.time_since_epoch().count() - *east_s;
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
    if (const auto iso = parse_iso_s(text)) return iso;
    const bool has_unit = !text.empty() && (text.back() < '0' || text.back() > '9');
    if (!has_unit) return std::nullopt;
    if (const auto ago = parse_duration(text)) return now_s - ago->count() / 1000;
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text,
                                                        std::chrono::milliseconds bare_unit) {
    std::string_view unit_name = text;
    const auto number = take_decimal(unit_name);
    if (!number || *number < 0) return std::nullopt;
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
    const double ms = *number * unit_ms;
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
