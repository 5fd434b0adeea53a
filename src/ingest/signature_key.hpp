// SPDX-License-Identifier: MIT
// OpenSSL's keys as signatures of reports need them, and what its "no" means.
#pragma once

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace tixdb::ingest {

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

// A key, made ready to check signatures with. Thread rule: one thread at a time.
struct ReadyKey {
    Owned<EVP_PKEY_CTX> context;  // null: not a key that we take
    std::string problem;
};

// der: X.509 SubjectPublicKeyInfo; a key that is not taken is one only while OpenSSL works. Throws
// std::bad_alloc, and Error{failed} where OpenSSL does not do SHA-1 any more, or does not work.
[[nodiscard]] ReadyKey ready_key(std::span<const std::uint8_t> der, const EVP_MD* sha1);

// False also where OpenSSL does not work: see require_working_openssl(). Throws std::bad_alloc.
[[nodiscard]] bool is_signature(EVP_PKEY_CTX& key, std::span<const std::uint8_t> signature,
                                std::span<const std::uint8_t> digest);

// OpenSSL answers "no" too where it has no memory for an answer, and from then on to everything, if that was
// when it gathered what it needs for all. So a "no" counts only after this: it throws std::bad_alloc, or
// Error{failed} where a signature that holds is not taken.
void require_working_openssl(const EVP_MD* sha1);

// Empties the thread's queue of OpenSSL's errors, which tell want of memory only sometimes: decoders drop the
// errors of what they tried. Throws std::bad_alloc if they do.
void forget_errors_but_want_of_memory();

}  // namespace tixdb::ingest
