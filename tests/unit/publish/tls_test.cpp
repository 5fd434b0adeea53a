// SPDX-License-Identifier: MIT
// Certificates and TLS: what is at fault ends the run at the first request, and nothing is touched.
#include <gtest/gtest.h>

#include <fstream>

#include "support/certificates.hpp"
#include "support/publish_fixture.hpp"

namespace tixdb::publish::tls {
namespace {

using model::OutboxState;
using test::CertificateSettings;

class Tls : public test::PublishTest {
  protected:
    Tls() {
        use_tls_ = true;
        host_ = "localhost";
    }
    [[nodiscard]] std::filesystem::path certificate() const { return database_.folder() / "server.pem"; }
    void serve(const CertificateSettings& settings, bool is_too_old = false) {
        const auto key = database_.folder() / "server.key";
        test::write_certificate(certificate(), key, settings);
        server_ = std::make_unique<test::FakeTixApi>(0, test::FakeTixApi::kUser, test::FakeTixApi::kPassword,
                                                     test::TlsSettings{certificate(), key, is_too_old});
        port_ = server_->port();
    }
    void expect_refused(const std::string& text) {
        const auto id = add();
        const auto report = publish();
        ASSERT_TRUE(report.ended_by);
        EXPECT_EQ(report.ended_by->kind(), ErrorKind::configuration);
        const std::string said = std::string(report.ended_by->what()) + "; " + report.ended_by->hint();
        EXPECT_NE(said.find(text), std::string::npos) << said;
        EXPECT_EQ(state(id), OutboxState::pending);
        EXPECT_EQ(item(id).attempts, 0);
        EXPECT_EQ(item(id).next_attempt_ms, std::nullopt);
    }

    std::unique_ptr<test::FakeTixApi> server_;
};

TEST_F(Tls, CertificateThatIsTrustedServes) {
    serve({});
    http_settings_.ca_file = certificate().string();
    const auto id = add();
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(server_->reports().size(), 1U);
}

TEST_F(Tls, CertificateThatNobodyTrustsIsRefused) {
    serve({});
    expect_refused("name the certificate to trust with --ca-file");
}

TEST_F(Tls, CertificateThatHasExpiredIsRefusedAndTheClockNamed) {
    serve({.from_now = std::chrono::hours(-48), .until = std::chrono::hours(-1)});
    http_settings_.ca_file = certificate().string();
    expect_refused("certificate has expired; have it renewed; or this machine's clock is wrong");
}

TEST_F(Tls, CertificateThatIsNotYetValidIsRefusedAndTheClockNamed) {
    serve({.from_now = std::chrono::hours(24), .until = std::chrono::hours(48)});
    http_settings_.ca_file = certificate().string();
    expect_refused("not yet valid; have it renewed; or this machine's clock is wrong");
}

TEST_F(Tls, CertificateOfAnotherNameIsRefused) {
    serve({.host = "other.example"});
    http_settings_.ca_file = certificate().string();
    expect_refused("give --api-host the name that the certificate is for");
}

TEST_F(Tls, VersionThatIsTooOldIsRefused) {
    serve({}, true);
    http_settings_.ca_file = certificate().string();
    expect_refused("TLS 1.2 or later");
}

TEST_F(Tls, FileWithoutACertificateIsRefused) {
    serve({});
    http_settings_.ca_file = (database_.folder() / "empty.pem").string();
    std::ofstream(http_settings_.ca_file)
        << "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n";
    expect_refused("check --ca-file");
}

TEST_F(Tls, ServerThatSpeaksPlainHttpIsNamed) {
    host_ = "127.0.0.1";
    expect_refused("answers in plain http; leave --api-ssl out, or give the https port with --api-port");
    EXPECT_TRUE(api_.requests().empty());
}

TEST_F(Tls, PlainHttpToATlsPortSendsNothing) {
    serve({});
    use_tls_ = false;
    const auto id = add();
    (void)publish();
    EXPECT_EQ(state(id), OutboxState::pending);
    EXPECT_TRUE(server_->reports().empty());
}

}  // namespace
}  // namespace tixdb::publish::tls
