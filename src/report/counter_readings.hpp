// SPDX-License-Identifier: MIT
// What a router's byte counters stood at, time by time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace tixdb::report {

// Counters that grow for ever, of the interface to the access line. Empty: not read then.
struct CounterReading {
    double time_s = 0;                // unix
    std::optional<std::uint64_t> rx;  // bytes received so far: down
    std::optional<std::uint64_t> tx;  // bytes sent so far: up
};

// CSV with the columns time, rx and tx, named by the first line in any order, or in this order without such a
// line. Times are unix seconds, with a fraction or not, unix milliseconds, or as parse_time_s() takes them.
// Empty lines and those that begin with # are skipped, quotes around a field taken away. By time; of equal
// times the later line. name: of the file, for errors. Throws Error{failed} that names the line that is
// wrong, and if there are fewer than two readings.
[[nodiscard]] std::vector<CounterReading> parse_counters(std::istream& csv, const std::string& name);
[[nodiscard]] std::vector<CounterReading> read_counters(const std::filesystem::path& path);

}  // namespace tixdb::report
