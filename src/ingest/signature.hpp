// SPDX-License-Identifier: MIT
// Checks the signatures of reports.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "ingest/reject.hpp"
#include "model/report.hpp"

namespace tixdb::ingest {

// SHA1withRSA (RSASSA-PKCS1-v1_5, RFC 8017 section 8.2) by keys of RSA 2048. Keys are decoded once and kept,
// a bounded number of them. Thread rule: one verifier per thread.
class SignatureVerifier {
  public:
    // Throws Error{failed} if this OpenSSL does not offer SHA-1 for signatures.
    SignatureVerifier();
    ~SignatureVerifier();
    SignatureVerifier(const SignatureVerifier&) = delete;
    SignatureVerifier& operator=(const SignatureVerifier&) = delete;

    // bad_key: report.public_key is not exactly one SubjectPublicKeyInfo of an RSA 2048 key with an odd
    // exponent e, 3 <= e < 2^33. bad_signature: it did not sign the message. Nothing: verified.
    [[nodiscard]] std::optional<Reject> check(const model::Report& report,
                                              std::span<const std::uint8_t> message);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tixdb::ingest
