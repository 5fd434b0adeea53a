// SPDX-License-Identifier: MIT

#include "simulate/signer.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <array>

#include "base/base64.hpp"
#include "base/error.hpp"

namespace tixdb::simulate {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

void require(bool done, const char* what) {
    if (!done) throw Error(ErrorKind::failed, std::string("OpenSSL cannot ") + what);
}

std::string public_key_of(EVP_PKEY* key) {
    const int size = i2d_PUBKEY(key, nullptr);
    require(size > 0, "encode a public key");
    std::vector<std::uint8_t> der(static_cast<std::size_t>(size));
    std::uint8_t* end = der.data();
    require(i2d_PUBKEY(key, &end) == size, "encode a public key");
    return base64_encoded(der);
}

}  // namespace

// Set up once and used for every message: fetching algorithms costs as much as hashing a report.
struct Signer::State {
    std::unique_ptr<EVP_PKEY, Free> key;
    std::unique_ptr<EVP_PKEY_CTX, Free> context;
    std::unique_ptr<EVP_MD, Free> sha1;
};

Signer::Signer(std::string_view private_key) : state_(std::make_unique<State>()) {
    const auto der = base64_decoded(private_key);
    require(der.has_value(), "read a simulation key: not base64");
    const std::uint8_t* begin = der->data();
    state_->key.reset(d2i_AutoPrivateKey(nullptr, &begin, static_cast<long>(der->size())));
    require(state_->key != nullptr, "read a simulation key");
    state_->context.reset(EVP_PKEY_CTX_new(state_->key.get(), nullptr));
    state_->sha1.reset(EVP_MD_fetch(nullptr, "SHA1", nullptr));
    EVP_PKEY_CTX* context = state_->context.get();
    require(context != nullptr && state_->sha1 != nullptr && EVP_PKEY_sign_init(context) == 1 &&
                EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
                EVP_PKEY_CTX_set_signature_md(context, state_->sha1.get()) == 1,
            "set up SHA1withRSA");
    public_key_ = public_key_of(state_->key.get());
}

Signer::~Signer() = default;
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;

std::vector<std::uint8_t> Signer::sign(std::span<const std::uint8_t> message) {
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    require(
        EVP_Digest(message.data(), message.size(), digest.data(), nullptr, state_->sha1.get(), nullptr) == 1,
        "compute SHA-1");
    std::vector<std::uint8_t> signature(static_cast<std::size_t>(EVP_PKEY_get_size(state_->key.get())));
    std::size_t size = signature.size();
    require(EVP_PKEY_sign(state_->context.get(), signature.data(), &size, digest.data(), digest.size()) == 1,
            "sign");
    signature.resize(size);
    return signature;
}

}  // namespace tixdb::simulate
