// SPDX-License-Identifier: MIT
// Certificates of servers, good and bad.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace tixdb::test {

struct CertificateSettings {
    std::string host = "localhost";                     // the name that it is for
    std::chrono::hours from_now{-24};                   // when it begins to be valid
    std::chrono::hours until = std::chrono::hours(24);  // and ends
};

// Self-signed, with its key: whoever trusts the file itself trusts the server. Both in PEM form.
void write_certificate(const std::filesystem::path& certificate_file, const std::filesystem::path& key_file,
                       const CertificateSettings& settings);

}  // namespace tixdb::test
