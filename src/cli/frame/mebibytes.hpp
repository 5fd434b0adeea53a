// SPDX-License-Identifier: MIT
// Sizes of files for people.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace tixdb::cli {

inline constexpr std::int64_t kBytesPerMiB = 1024 * 1024;

// "12.3 MiB".
[[nodiscard]] inline std::string mebibytes(std::int64_t bytes) {
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / static_cast<double>(kBytesPerMiB));
}

// Rounded up, so that only an empty file has 0.
[[nodiscard]] inline std::int64_t whole_mebibytes(std::int64_t bytes) {
    return (bytes + kBytesPerMiB - 1) / kBytesPerMiB;
}

}  // namespace tixdb::cli
