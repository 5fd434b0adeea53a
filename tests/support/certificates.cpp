// SPDX-License-Identifier: MIT

#include "support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace tixdb::test {
namespace {

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

File opened(const std::filesystem::path& path) {
    File file(std::fopen(path.c_str(), "w"));
    if (!file) throw std::runtime_error("cannot write " + path.string());
    return file;
}

void require(bool is_good, const char* what) {
    if (!is_good) throw std::runtime_error(what);
}

void add_host(X509& certificate, const std::string& host) {
    X509_NAME* name = X509_get_subject_name(&certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()),
                               -1, -1, 0);
    X509_set_issuer_name(&certificate, name);
    const std::string alternative = "DNS:" + host;
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative.c_str());
    require(extension != nullptr && X509_add_ext(&certificate, extension, -1) == 1, "no alternative name");
    X509_EXTENSION_free(extension);
}

}  // namespace

void write_certificate(const std::filesystem::path& certificate_file, const std::filesystem::path& key_file,
                       const CertificateSettings& settings) {
    const Key key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const Certificate certificate(X509_new(), X509_free);
    require(key && certificate, "no key");
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    const auto seconds = [](std::chrono::hours hours) { return std::chrono::seconds(hours).count(); };
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), seconds(settings.from_now));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds(settings.until));
    X509_set_pubkey(certificate.get(), key.get());
    add_host(*certificate, settings.host);
    require(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "not signed");
    require(PEM_write_X509(opened(certificate_file).get(), certificate.get()) == 1, "not written");
    require(
        PEM_write_PrivateKey(opened(key_file).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "not written");
}

}  // namespace tixdb::test
