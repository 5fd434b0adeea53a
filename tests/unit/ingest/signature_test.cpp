// SPDX-License-Identifier: MIT

#include "ingest/signature.hpp"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

#include "base/digest.hpp"
#include "support/report_builder.hpp"

namespace tixdb::ingest {
namespace {

const std::vector<std::uint8_t> kMessage(90, 7);

model::Report signed_report(int key = 0) {
    model::Report report;
    report.public_key = test::public_key_of(key);
    report.key_digest = sha256(report.public_key);
    report.signature = test::signature_of(kMessage, key);
    return report;
}

std::string said_of(SignatureVerifier& verifier, model::Report report) {
    report.key_digest = sha256(report.public_key);
    const auto problem = verifier.check(report, kMessage);
    return problem ? std::string(name_of(problem->reason)) + ": " + problem->detail : "verified";
}

std::vector<std::uint8_t> der_of(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    std::vector<std::uint8_t> bytes(der, der + size);
    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return bytes;
}

TEST(Signature, OfTheMessageByItsKeyHolds) {
    SignatureVerifier verifier;
    for (int key = 0; key < 3; ++key) EXPECT_EQ(said_of(verifier, signed_report(key)), "verified");
}

TEST(Signature, OfAnotherMessageOrKeyDoesNot) {
    SignatureVerifier verifier;
    model::Report report = signed_report();
    std::vector<std::uint8_t> other = kMessage;
    other.back() ^= 1U;
    EXPECT_EQ(verifier.check(report, other)->reason, Reason::bad_signature);
    report.public_key = test::public_key_of(1);
    EXPECT_EQ(said_of(verifier, report), "bad_signature: signature is not that of message by publicKey");
    // A failure leaves nothing behind.
    EXPECT_EQ(said_of(verifier, signed_report()), "verified");
}

TEST(Signature, OfAnyWrongLengthDoesNotHold) {
    SignatureVerifier verifier;
    for (const std::size_t size : {0U, 1U, 255U, 257U, 100'000U}) {
        model::Report report = signed_report();
        report.signature.resize(size);
        EXPECT_EQ(verifier.check(report, kMessage)->reason, Reason::bad_signature) << size;
    }
}

TEST(Signature, KeyMustBeOneSubjectPublicKeyInfo) {
    SignatureVerifier verifier;
    model::Report report = signed_report();
    report.public_key.push_back(0);
    EXPECT_EQ(said_of(verifier, report), "bad_key: publicKey is no X.509 SubjectPublicKeyInfo");
    for (const std::size_t size : {0U, 1U, 100U, 293U}) {
        report = signed_report();
        report.public_key.resize(size);
        EXPECT_EQ(said_of(verifier, report), "bad_key: publicKey is no X.509 SubjectPublicKeyInfo") << size;
    }
}

// The modulus of test key 0 with another exponent.
std::vector<std::uint8_t> key_with_exponent(const char* hexadecimal) {
    const std::vector<std::uint8_t> usual = test::public_key_of(0);
    const unsigned char* at = usual.data();
    EVP_PKEY* key = d2i_PUBKEY(nullptr, &at, static_cast<long>(usual.size()));
    BIGNUM* modulus = nullptr;
    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus);
    EVP_PKEY_free(key);
    BIGNUM* exponent = nullptr;
    BN_hex2bn(&exponent, hexadecimal);
    OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent);
    OSSL_PARAM* parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
    EVP_PKEY* made = nullptr;
    EVP_PKEY_fromdata_init(context);
    EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(exponent);
    BN_free(modulus);
    return der_of(made);
}

TEST(Signature, ExponentMustBeOddAndFrom3To33Bits) {
    SignatureVerifier verifier;
    model::Report report = signed_report();
    for (const char* exponent : {"1", "2", "4", "10000", "200000000", "200000001", "10000000000000001"}) {
        report.public_key = key_with_exponent(exponent);
        EXPECT_EQ(said_of(verifier, report),
                  "bad_key: publicKey has an exponent that is even, less than 3 or beyond 33 bits")
            << exponent;
    }
    for (const char* exponent : {"3", "11", "1FFFFFFFF"}) {
        report.public_key = key_with_exponent(exponent);
        EXPECT_EQ(said_of(verifier, report), "bad_signature: signature is not that of message by publicKey")
            << exponent;
    }
    report.public_key = key_with_exponent("10001");
    EXPECT_EQ(said_of(verifier, report), "verified");
}

TEST(Signature, KeyMustBeRsaOf2048Bits) {
    SignatureVerifier verifier;
    model::Report report = signed_report();
    report.public_key = der_of(EVP_RSA_gen(1024));
    EXPECT_EQ(said_of(verifier, report), "bad_key: publicKey has 1024 bits instead of 2048");
    report.public_key = der_of(EVP_RSA_gen(2056));
    EXPECT_EQ(said_of(verifier, report), "bad_key: publicKey has 2056 bits instead of 2048");
    report.public_key = der_of(EVP_EC_gen("P-256"));
    EXPECT_EQ(said_of(verifier, report), "bad_key: publicKey is no RSA key");
}

}  // namespace
}  // namespace tixdb::ingest
