// SPDX-License-Identifier: MIT

#include "page/time_zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::page {
namespace {

using Seconds = std::chrono::seconds;

std::vector<ZoneOffset> offsets_of(const date::time_zone& zone, std::int64_t from_s, std::int64_t to_s) {
    std::vector<ZoneOffset> offsets;
    std::int64_t at_s = from_s;
    while (offsets.empty() || at_s < to_s) {
        const date::sys_info info = zone.get_info(date::sys_seconds(Seconds(at_s)));
        const std::int64_t offset_s = info.offset.count();
        if (offsets.empty() || offsets.back().offset_s != offset_s) offsets.push_back({at_s, offset_s});
        at_s = info.end.time_since_epoch().count();
    }
    return offsets;
}

}  // namespace

TimeZone::TimeZone(const std::string& name, std::int64_t from_s, std::int64_t to_s) : name_(name) {
    if (name == "UTC") {
        offsets_ = {{from_s, 0}};
        return;
    }
    try {
        offsets_ = offsets_of(*date::locate_zone(name), from_s, to_s);
    } catch (const std::exception&) {
        throw Error(
            ErrorKind::usage, fmt::format("there is no time zone \"{}\"", escaped(name)),
            "it is a name such as Europe/Brussels, as in /usr/share/zoneinfo of Debian's package tzdata");
    }
}

std::int64_t TimeZone::offset_s(std::int64_t unix_s) const {
    const auto after = std::upper_bound(
        offsets_.begin() + 1, offsets_.end(), unix_s,
        [](std::int64_t time_s, const ZoneOffset& offset) { return time_s < offset.from_s; });
    return std::prev(after)->offset_s;
}

std::string TimeZone::minute_text(std::int64_t unix_s) const {
    std::string text = iso_of_s(local_s(unix_s)).substr(0, 16);
    text[10] = ' ';
    return text;
}

std::string TimeZone::day_text(std::int64_t unix_s) const {
    return iso_of_s(local_s(unix_s)).substr(0, 10);
}

}  // namespace tixdb::page
