// SPDX-License-Identifier: MIT
// Signs the way TiX clients do: SHA1withRSA, PKCS #1 v1.5.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tixdb::simulate {

// Owns a private key. The signature of a message by a key is always the same (the padding has no random
// part). Not thread-safe, and each thread should make its own: signers that share a key share its locks.
class Signer {
  public:
    // private_key: PKCS #8, DER, base64. Throws Error{failed} if OpenSSL does not take it.
    explicit Signer(std::string_view private_key);
    ~Signer();
    Signer(Signer&&) noexcept;
    Signer& operator=(Signer&&) noexcept;

    [[nodiscard]] std::vector<std::uint8_t> sign(std::span<const std::uint8_t> message);
    // X.509 SubjectPublicKeyInfo, DER, base64.
    [[nodiscard]] const std::string& public_key() const { return public_key_; }

  private:
    struct State;
    std::unique_ptr<State> state_;
    std::string public_key_;
};

}  // namespace tixdb::simulate
