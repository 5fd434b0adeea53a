// SPDX-License-Identifier: MIT

#include "exports/pem.hpp"

#include "base/base64.hpp"

namespace tixdb::exports {

std::string pem_of(std::span<const std::uint8_t> public_key) {
    constexpr std::size_t kLineLength = 64;
    const std::string text = base64_encoded(public_key);
    std::string pem = "-----BEGIN PUBLIC KEY-----\n";
    for (std::size_t at = 0; at < text.size(); at += kLineLength) pem += text.substr(at, kLineLength) + "\n";
    return pem + "-----END PUBLIC KEY-----\n";
}

}  // namespace tixdb::exports
