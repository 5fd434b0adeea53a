// SPDX-License-Identifier: MIT
// The keys that simulated clients sign with.
#pragma once

#include <span>
#include <string_view>

namespace tixdb::simulate {

// PUBLIC TEST KEYS: RSA-2048 private keys (PKCS #8, DER, base64) that everybody has. They are fixed, so that
// the same seed gives the same bytes, and because making one takes longer than simulating an hour. Several
// installations share one of them.
[[nodiscard]] std::span<const std::string_view> simulation_keys();

}  // namespace tixdb::simulate
