// SPDX-License-Identifier: MIT

#include "ingest/signature.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <unordered_map>

#include "base/error.hpp"

namespace tixdb::ingest {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
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

// A key, made ready to check signatures with.
struct ReadyKey {
    Owned<EVP_PKEY_CTX> context;  // null: not a key that we take
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
    const Owned<BIGNUM> owned(exponent);
    return BN_is_odd(exponent) == 1 && BN_is_one(exponent) == 0 && BN_num_bits(exponent) <= kMostBits;
}

// The DER of nearly every key, 2048 bits and the exponent 65537, but for the modulus, which stands between.
constexpr std::array<std::uint8_t, 33> kUsualHead = {
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01,
    0x05, 0x00, 0x03, 0x82, 0x01, 0x0F, 0x00, 0x30, 0x82, 0x01, 0x0A, 0x02, 0x82, 0x01, 0x01, 0x00};
constexpr std::array<std::uint8_t, 5> kUsualTail = {0x02, 0x03, 0x01, 0x00, 0x01};
constexpr unsigned long kUsualExponent = 65537;
constexpr std::size_t kModulusBytes = kKeyBits / 8;

// Nothing if it is none of those: the modulus must have all its bits.
std::span<const std::uint8_t> usual_modulus(std::span<const std::uint8_t> der) {
    if (der.size() != kUsualHead.size() + kModulusBytes + kUsualTail.size()) return {};
    if (!std::ranges::equal(der.first(kUsualHead.size()), kUsualHead)) return {};
    if (!std::ranges::equal(der.last(kUsualTail.size()), kUsualTail)) return {};
    const auto modulus = der.subspan(kUsualHead.size(), kModulusBytes);
    return (modulus.front() & 0x80U) != 0 ? modulus : std::span<const std::uint8_t>();
}

// From its two numbers, a twentieth of what OpenSSL 3 takes to look for a decoder. Null: it could not.
Owned<EVP_PKEY> key_of_modulus(std::span<const std::uint8_t> modulus) {
    const Owned<BIGNUM> number(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    if (!number || !builder || !context) return nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, number.get()) != 1 ||
        OSSL_PARAM_BLD_push_ulong(builder.get(), OSSL_PKEY_PARAM_RSA_E, kUsualExponent) != 1)
        return nullptr;
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    EVP_PKEY* key = nullptr;
    if (!parameters || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Owned<EVP_PKEY>(key);
}

DecodedKey decode_once(const std::vector<std::uint8_t>& der) {
    if (const auto modulus = usual_modulus(der); !modulus.empty()) {
        auto usual = key_of_modulus(modulus);
        forget_errors_but_want_of_memory();
        if (usual) return {std::move(usual), {}};
    }
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

// Throws Error{failed} where OpenSSL does not do SHA-1 any more.
ReadyKey ready_key(const std::vector<std::uint8_t>& der, const EVP_MD* sha1) {
    DecodedKey decoded = decode(der);
    if (!decoded.key) return {nullptr, std::move(decoded.problem)};
    Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(decoded.key.get(), nullptr));
    const bool is_ready = context && EVP_PKEY_verify_init(context.get()) == 1 &&
                          EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                          EVP_PKEY_CTX_set_signature_md(context.get(), sha1) == 1;
    forget_errors_but_want_of_memory();
    if (is_ready) return {std::move(context), {}};
    require_memory();
    throw Error(ErrorKind::failed, "OpenSSL refuses to check a SHA-1 signature");
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
        const ReadyKey& key = key_of(report);
        if (!key.context) return Reject{Reason::bad_key, key.problem};
        const std::span<const std::uint8_t> digest = digest_of(message);
        if (holds(*key.context, report.signature, digest)) return std::nullopt;
        if (holds(*key.context, report.signature, digest)) return std::nullopt;
        require_memory();
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
        require_memory();
        throw Error(ErrorKind::failed, "OpenSSL cannot compute SHA-1");
    }

    static bool holds(EVP_PKEY_CTX& key, std::span<const std::uint8_t> signature,
                      std::span<const std::uint8_t> digest) {
        const bool holds =
            EVP_PKEY_verify(&key, signature.data(), signature.size(), digest.data(), digest.size()) == 1;
        forget_errors_but_want_of_memory();
        return holds;
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
