// SPDX-License-Identifier: MIT
// HMAC-SHA256 (RFC 2104): a digest that only who has the key can make again.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace tixdb {

// key: of any length; one of 32 random bytes is as strong as the digest. Thread-safe. Throws std::bad_alloc
// if there is no memory.
[[nodiscard]] std::array<std::uint8_t, 32> keyed_digest(std::span<const std::uint8_t> key,
                                                        std::string_view text);

}  // namespace tixdb
