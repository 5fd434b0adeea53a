// SPDX-License-Identifier: MIT

#include "base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <new>

#include "base/error.hpp"
#include "base/parse_number.hpp"

namespace tixdb {

void prepare_openssl() {
    if (OSSL_LIB_CTX_get0_global_default() == nullptr) throw std::bad_alloc();
}

std::array<std::uint8_t, 32> sha256(std::span<const std::uint8_t> bytes) {
    std::array<std::uint8_t, 32> digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        throw Error(ErrorKind::failed, "OpenSSL cannot compute SHA-256");
    }
    return digest;
}

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }

    static void require(int code) {
        if (code != 1) throw Error(ErrorKind::failed, "OpenSSL cannot compute SHA-256");
    }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr) throw std::bad_alloc();
    State::require(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::uint8_t> bytes) {
    State::require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::array<std::uint8_t, 32> Sha256::finish() {
    std::array<std::uint8_t, 32> digest{};
    State::require(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr));
    return digest;
}

std::string hex(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0x0FU];
    }
    return text;
}

std::optional<std::array<std::uint8_t, 32>> parse_sha256(std::string_view text) {
    std::array<std::uint8_t, 32> digest{};
    if (text.size() != 2 * digest.size()) return std::nullopt;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto byte = parse_number<std::uint8_t>(text.substr(2 * i, 2), 16);
        if (!byte) return std::nullopt;
        digest[i] = *byte;
    }
    return digest;
}

}  // namespace tixdb
