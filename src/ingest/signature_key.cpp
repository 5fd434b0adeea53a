// SPDX-License-Identifier: MIT

#include "ingest/signature_key.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include "base/error.hpp"
#include "ingest/known_signature.hpp"

namespace tixdb::ingest {

void forget_errors_but_want_of_memory() {
    bool is_out_of_memory = false;
    while (const unsigned long error = ERR_get_error()) {
        is_out_of_memory = is_out_of_memory || ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE;
    }
    if (is_out_of_memory) throw std::bad_alloc();
}

namespace {

constexpr int kKeyBits = 2048;

struct DecodedKey {
    Owned<EVP_PKEY> key;  // null: not a key that we take
    std::string problem;
};

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

DecodedKey decode_once(std::span<const std::uint8_t> der) {
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

// Null: it could not.
Owned<EVP_PKEY_CTX> context_of(EVP_PKEY* key, const EVP_MD* sha1) {
    Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key, nullptr));
    const bool is_ready = context && EVP_PKEY_verify_init(context.get()) == 1 &&
                          EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                          EVP_PKEY_CTX_set_signature_md(context.get(), sha1) == 1;
    forget_errors_but_want_of_memory();
    return is_ready ? std::move(context) : nullptr;
}

bool knows_signature(EVP_PKEY* key, const EVP_MD* sha1) {
    if (key == nullptr) return false;
    const auto context = context_of(key, sha1);
    return context && is_signature(*context, kKnownSignature, kKnownDigest);
}

}  // namespace

void require_working_openssl(const EVP_MD* sha1) {
    constexpr std::size_t kMoreThanOneAnswerTakes = 64 * 1024;
    void* const memory = OPENSSL_malloc(kMoreThanOneAnswerTakes);
    if (memory == nullptr) throw std::bad_alloc();
    OPENSSL_free(memory);

    const auto made = key_of_modulus(usual_modulus(kKnownKeyDer));
    const unsigned char* at = kKnownKeyDer.data();
    const Owned<EVP_PKEY> decoded(d2i_PUBKEY(nullptr, &at, static_cast<long>(kKnownKeyDer.size())));
    forget_errors_but_want_of_memory();
    if (knows_signature(made.get(), sha1) && knows_signature(decoded.get(), sha1)) return;
    throw Error(ErrorKind::failed, "OpenSSL does not know a good signature any more, as after want of memory",
                "run again; if it comes again, look after the installation of OpenSSL, and whether it still "
                "does SHA-1");
}

ReadyKey ready_key(std::span<const std::uint8_t> der, const EVP_MD* sha1) {
    DecodedKey decoded = decode_once(der);
    if (!decoded.key) {
        decoded = decode_once(der);
        if (!decoded.key) require_working_openssl(sha1);
    }
    if (!decoded.key) return {nullptr, std::move(decoded.problem)};
    auto context = context_of(decoded.key.get(), sha1);
    if (context) return {std::move(context), {}};
    require_working_openssl(sha1);
    throw Error(ErrorKind::failed, "OpenSSL refuses to check a SHA-1 signature");
}

bool is_signature(EVP_PKEY_CTX& key, std::span<const std::uint8_t> signature,
                  std::span<const std::uint8_t> digest) {
    const bool is_good =
        EVP_PKEY_verify(&key, signature.data(), signature.size(), digest.data(), digest.size()) == 1;
    forget_errors_but_want_of_memory();
    return is_good;
}

}  // namespace tixdb::ingest
