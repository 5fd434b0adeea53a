// SPDX-License-Identifier: MIT

#include "ingest/signature.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <unordered_map>

#include "base/error.hpp"
#include "ingest/signature_key.hpp"

namespace tixdb::ingest {
namespace {

// A report's folder follows the other, so that few keys are in use at once; a key takes a few KiB.
constexpr std::size_t kKeptKeys = 1024;

// Digests are uniform already.
struct DigestHash {
    std::size_t operator()(const model::Digest& digest) const {
        std::size_t value = 0;
        std::memcpy(&value, digest.data(), sizeof value);
        return value;
    }
};

}  // namespace

class SignatureVerifier::Impl {
  public:
    Impl() : sha1_(EVP_MD_fetch(nullptr, "SHA1", nullptr)), context_(EVP_MD_CTX_new()) {
        if (!sha1_ || !context_) {
            throw Error(ErrorKind::failed, "OpenSSL offers no SHA-1 to check signatures with",
                        "--no-verify-signature goes without");
        }
    }

    std::optional<Reject> check(const model::Report& report, std::span<const std::uint8_t> message) {
        const ReadyKey& key = key_of(report);
        if (!key.context) return Reject{Reason::bad_key, key.problem};
        const std::span<const std::uint8_t> digest = digest_of(message);
        if (is_signature(*key.context, report.signature, digest)) return std::nullopt;
        // The kept key may have been made when memory was short.
        keys_.erase(report.key_digest);
        const ReadyKey& made_anew = key_of(report);
        if (made_anew.context && is_signature(*made_anew.context, report.signature, digest))
            return std::nullopt;
        require_working_openssl(sha1_.get());
        return Reject{Reason::bad_signature, "signature is not that of message by publicKey"};
    }

  private:
    // Valid until the next one.
    std::span<const std::uint8_t> digest_of(std::span<const std::uint8_t> message) {
        unsigned int length = 0;
        const bool is_digested = EVP_DigestInit_ex2(context_.get(), sha1_.get(), nullptr) == 1 &&
                                 EVP_DigestUpdate(context_.get(), message.data(), message.size()) == 1 &&
                                 EVP_DigestFinal_ex(context_.get(), digest_.data(), &length) == 1;
        forget_errors_but_want_of_memory();
        if (is_digested) return std::span(digest_).first(length);
        throw Error(ErrorKind::failed, "OpenSSL cannot compute SHA-1");
    }

    const ReadyKey& key_of(const model::Report& report) {
        if (const auto kept = keys_.find(report.key_digest); kept != keys_.end()) return kept->second;
        if (keys_.size() >= kKeptKeys) keys_.clear();
        return keys_.emplace(report.key_digest, ready_key(report.public_key, sha1_.get())).first->second;
    }

    Owned<EVP_MD> sha1_;
    Owned<EVP_MD_CTX> context_;
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest_{};
    std::unordered_map<model::Digest, ReadyKey, DigestHash> keys_;
};

SignatureVerifier::SignatureVerifier() : impl_(std::make_unique<Impl>()) {}
SignatureVerifier::~SignatureVerifier() = default;

std::optional<Reject> SignatureVerifier::check(const model::Report& report,
                                               std::span<const std::uint8_t> message) {
    return impl_->check(report, message);
}

}  // namespace tixdb::ingest
