// SHA-256, by which reports and keys are known.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace tixdb {

// Thread-safe.
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::span<const std::uint8_t> bytes);

// Lower-case hexadecimal.
[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace tixdb
