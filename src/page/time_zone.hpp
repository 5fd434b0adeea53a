// SPDX-License-Identifier: MIT
// The time zone that a page shows its times in. Everything else in tixdb is UTC.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tixdb::page {

// From from_s on (unix seconds) local time is UTC plus offset_s.
struct ZoneOffset {
    std::int64_t from_s = 0;
    std::int64_t offset_s = 0;

    friend bool operator==(const ZoneOffset&, const ZoneOffset&) = default;
};

// A zone over a stretch of time, read from the system's table (tzdata) once. Thread-safe.
class TimeZone {
  public:
    // name: of IANA's table, such as America/Argentina/Buenos_Aires; "UTC" needs no table. Times before
    // from_s have the offset of from_s, times from to_s on that of its end. Throws Error{usage} if there is
    // no zone of that name.
    TimeZone(const std::string& name, std::int64_t from_s, std::int64_t to_s);

    [[nodiscard]] const std::string& name() const { return name_; }
    // At least one, in order of time.
    [[nodiscard]] const std::vector<ZoneOffset>& offsets() const { return offsets_; }
    [[nodiscard]] std::int64_t offset_s(std::int64_t unix_s) const;
    // Seconds since 1970-01-01 00:00 by the clocks there.
    [[nodiscard]] std::int64_t local_s(std::int64_t unix_s) const { return unix_s + offset_s(unix_s); }
    // "2026-03-01 10:00" by the clocks there.
    [[nodiscard]] std::string minute_text(std::int64_t unix_s) const;
    // "2026-03-01".
    [[nodiscard]] std::string day_text(std::int64_t unix_s) const;

  private:
    std::string name_;
    std::vector<ZoneOffset> offsets_;
};

}  // namespace tixdb::page
