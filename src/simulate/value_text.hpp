// SPDX-License-Identifier: MIT
// Numbers and time spans as people write them in a simulation's options.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tixdb::simulate {

// "15ms", "-1.5s", "200us", "+3h", in ns; units ns, us, ms, s, m or min, h, d; a bare number is in ms.
[[nodiscard]] std::optional<std::int64_t> parse_signed_ns(std::string_view text);

// A duration as elsewhere in tixdb ("90s", "10min", "2h"), in whole seconds, rounded down.
[[nodiscard]] std::optional<std::int64_t> parse_whole_s(std::string_view text);

// "20ppm", "-0.5ppm", "+50".
[[nodiscard]] std::optional<double> parse_ppm(std::string_view text);

// The parts between separators. An empty text has one part, which is empty.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace tixdb::simulate
