// SPDX-License-Identifier: MIT
// Base64 as in RFC 4648 section 4: strict, padded, no white space.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tixdb {

// Nothing if the text is not canonical base64 (wrong length, letter or padding, or non-zero trailing bits).
[[nodiscard]] std::optional<std::vector<std::uint8_t>> base64_decoded(std::string_view text);
[[nodiscard]] std::string base64_encoded(std::span<const std::uint8_t> bytes);

}  // namespace tixdb
