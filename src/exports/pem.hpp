// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace tixdb::exports {

// X.509 SubjectPublicKeyInfo in PEM (RFC 7468).
[[nodiscard]] std::string pem_of(std::span<const std::uint8_t> public_key);

}  // namespace tixdb::exports
