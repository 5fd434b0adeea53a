// SPDX-License-Identifier: MIT

#include "simulate/busy_hours.hpp"

#include <algorithm>

#include "base/parse_number.hpp"
#include "simulate/value_text.hpp"

namespace tixdb::simulate {
namespace {

constexpr std::int64_t kHour_s = 3600;

std::optional<std::size_t> hour_in(std::string_view text) {
    const auto hour = parse_number<std::size_t>(text);
    return hour && *hour <= 24 ? hour : std::nullopt;
}

std::optional<std::size_t> day_in(std::string_view text) {
    constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto found = std::find(kDays.begin(), kDays.end(), text);
    if (found == kDays.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kDays.begin());
}

bool is_busy(const BusyHours& busy, std::int64_t unix_s) {
    const std::int64_t hour = unix_s / kHour_s;
    const std::int64_t day = hour / 24 + 3;  // 1970-01-01 was a Thursday
    return busy.hours[static_cast<std::size_t>(hour % 24)] && busy.days[static_cast<std::size_t>(day % 7)];
}

}  // namespace

std::optional<std::array<bool, 24>> parse_hours(std::string_view text) {
    std::array<bool, 24> hours{};
    for (const std::string_view part : split(text, ',')) {
        const auto ends = split(part, '-');
        if (ends.size() != 2) return std::nullopt;
        const auto begin = hour_in(ends[0]);
        const auto end = hour_in(ends[1]);
        if (!begin || !end || *begin >= *end) return std::nullopt;
        std::fill(hours.begin() + static_cast<std::ptrdiff_t>(*begin),
                  hours.begin() + static_cast<std::ptrdiff_t>(*end), true);
    }
    return hours;
}

std::optional<std::array<bool, 7>> parse_days(std::string_view text) {
    std::array<bool, 7> days{};
    for (const std::string_view part : split(text, ',')) {
        const auto ends = split(part, '-');
        const auto first = day_in(ends.front());
        const auto last = day_in(ends.back());
        if (ends.size() > 2 || !first || !last || *first > *last) return std::nullopt;
        for (std::size_t day = *first; day <= *last; ++day) days[day] = true;
    }
    return days;
}

Load with_busy_hours(const Load& load, const BusyHours& busy, std::int64_t from_s, std::int64_t duration_s) {
    std::vector<std::int64_t> changes;
    for (const LoadStep& step : load) changes.push_back(step.after_s);
    for (std::int64_t hour_s = (from_s / kHour_s + 1) * kHour_s; hour_s < from_s + duration_s;
         hour_s += kHour_s) {
        if (is_busy(busy, hour_s) != is_busy(busy, hour_s - kHour_s)) changes.push_back(hour_s - from_s);
    }
    std::sort(changes.begin(), changes.end());
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    Load result;
    std::size_t step = 0;
    for (const std::int64_t after_s : changes) {
        while (step + 1 < load.size() && load[step + 1].after_s <= after_s) ++step;
        const double share = is_busy(busy, from_s + after_s) ? 1 : busy.quiet_share;
        result.push_back({after_s, load[step].utilisation * share});
    }
    return result;
}

}  // namespace tixdb::simulate
