// SPDX-License-Identifier: MIT

#include "ingest/signature.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstring>
#include <new>
#include <unordered_map>

#include "base/error.hpp"

namespace tixdb::ingest {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

constexpr int kKeyBits = 2048;
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

struct DecodedKey {
    Owned<EVP_PKEY> key;  // null: not a key that we take
    std::string problem;
};

// OpenSSL answers "no" too where it has no memory left for an answer, and says why only sometimes: decoders
// drop the errors of what they tried. A report is not refused for that: a "no" counts if it is given twice
// while there is memory. Empties the thread's queue of errors. Throws std::bad_alloc.
void forget_errors_but_want_of_memory() {
    bool is_out_of_memory = false;
    while (const unsigned long error = ERR_get_error()) {
        is_out_of_memory = is_out_of_memory || ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE;
    }
    if (is_out_of_memory) throw std::bad_alloc();
}

void require_memory() {
    constexpr std::size_t kMoreThanOneAnswerTakes = 64 * 1024;
    void* const memory = OPENSSL_malloc(kMoreThanOneAnswerTakes);
    if (memory == nullptr) throw std::bad_alloc();
    OPENSSL_free(memory);
}

// With the exponent 1 anybody can make a signature that holds, and a long one makes each check cost fifty
// times as much. Keys in use have 65537.
bool has_usual_exponent(const EVP_PKEY* key) {
    constexpr int kMostBits = 33;
    BIGNUM* exponent = nullptr;
    const bool is_known = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1;
    forget_errors_but_want_of_memory();
    if (!is_known) return false;
    const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> owned(exponent, &BN_free);
    return BN_is_odd(exponent) == 1 && BN_is_one(exponent) == 0 && BN_num_bits(exponent) <= kMostBits;
}

DecodedKey decode_once(const std::vector<std::uint8_t>& der) {
    const unsigned char* at = der.data();
    Owned<EVP_PKEY> key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    forget_errors_but_want_of_memory();
    if (!key || at != der.data() + der.size()) return {nullptr, "publicKey is no X.509 SubjectPublicKeyInfo"};
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return {nullptr, "publicKey is no RSA key"};
    if (const int bits = EVP_PKEY_get_bits(key.get()); bits != kKeyBits) {
        return {nullptr, fmt::format("publicKey has {} bits instead of {}", bits, kKeyBits)};
    }
    if (!has_usual_exponent(key.get())) {
        return {nullptr, "publicKey has an exponent that is even, less than 3 or beyond 33 bits"};
    }
    return {std::move(key), {}};
}

DecodedKey decode(const std::vector<std::uint8_t>& der) {
    DecodedKey decoded = decode_once(der);
    if (decoded.key) return decoded;
    decoded = decode_once(der);
    if (!decoded.key) require_memory();
    return decoded;
}

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
        const DecodedKey& key = key_of(report);
        if (!key.key) return Reject{Reason::bad_key, key.problem};
        if (holds(*key.key, report.signature, message)) return std::nullopt;
        if (holds(*key.key, report.signature, message)) return std::nullopt;
        require_memory();
        return Reject{Reason::bad_signature, "signature is not that of message by publicKey"};
    }

  private:
    bool holds(EVP_PKEY& key, std::span<const std::uint8_t> signature,
               std::span<const std::uint8_t> message) {
        EVP_MD_CTX_reset(context_.get());
        const bool ready = EVP_DigestVerifyInit(context_.get(), nullptr, sha1_.get(), nullptr, &key) == 1;
        const bool holds = ready && EVP_DigestVerify(context_.get(), signature.data(), signature.size(),
                                                     message.data(), message.size()) == 1;
        forget_errors_but_want_of_memory();
        if (!ready) throw Error(ErrorKind::failed, "OpenSSL refuses to check a SHA-1 signature");
        return holds;
    }

    const DecodedKey& key_of(const model::Report& report) {
        if (const auto kept = keys_.find(report.key_digest); kept != keys_.end()) return kept->second;
        if (keys_.size() >= kKeptKeys) keys_.clear();
        return keys_.emplace(report.key_digest, decode(report.public_key)).first->second;
    }

    Owned<EVP_MD> sha1_;
    Owned<EVP_MD_CTX> context_;
    std::unordered_map<model::Digest, DecodedKey, DigestHash> keys_;
};

SignatureVerifier::SignatureVerifier() : impl_(std::make_unique<Impl>()) {}
SignatureVerifier::~SignatureVerifier() = default;

std::optional<Reject> SignatureVerifier::check(const model::Report& report,
                                               std::span<const std::uint8_t> message) {
    return impl_->check(report, message);
}

}  // namespace tixdb::ingest
