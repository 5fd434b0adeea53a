// SPDX-License-Identifier: MIT
// What goes to tix-api in TLS goes through a tunnel of the proxy's, and what the proxy says instead is none
// of tix-api's answers.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

#include "publish/curl_http_client.hpp"
#include "support/loopback.hpp"

namespace tixdb::publish {
namespace {

// Answers one request for a tunnel, and keeps what was said to it until then.
class RefusingProxy {
  public:
    explicit RefusingProxy(const std::string& status_line) {
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(test::listen_on_loopback(listener_, 4).sin_port));
        thread_ = std::thread([this, status_line] { serve(status_line); });
    }
    ~RefusingProxy() {
        finish();
        close(listener_);
    }
    RefusingProxy(const RefusingProxy&) = delete;
    RefusingProxy& operator=(const RefusingProxy&) = delete;
    [[nodiscard]] const std::string& url() const { return url_; }
    // All of it: what a client would add after the answer included.
    [[nodiscard]] std::string said_to_it() {
        finish();
        return said_;
    }

  private:
    void finish() {
        shutdown(listener_, SHUT_RDWR);
        if (thread_.joinable()) thread_.join();
    }
    void serve(const std::string& status_line) {
        const int client = accept(listener_, nullptr, nullptr);
        if (client < 0) return;
        const std::string answer =
            "HTTP/1.1 " + status_line + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        std::array<char, 4096> piece{};
        bool is_answered = false;
        for (ssize_t got = 0; (got = recv(client, piece.data(), piece.size(), 0)) > 0;) {
            said_.append(piece.data(), static_cast<std::size_t>(got));
            if (is_answered || said_.find("\r\n\r\n") == std::string::npos) continue;
            is_answered = true;
            static_cast<void>(send(client, answer.data(), answer.size(), MSG_NOSIGNAL));
            shutdown(client, SHUT_WR);
        }
        close(client);
    }

    int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::string url_;
    std::string said_;
    std::thread thread_;
};

HttpAnswer answer_through(const RefusingProxy& proxy) {
    HttpSettings settings;
    settings.user = "publisher";
    settings.password = "secret";
    settings.proxy = proxy.url();
    HttpRequest request;
    request.is_post = true;
    request.url = "https://tix.example/api/user/1/installation/11/reports";
    request.body = R"({"timestamp":1505083475})";
    CurlHttpClient client(settings);
    client.start(1, request);
    const auto completion = client.wait(std::chrono::seconds(20));
    EXPECT_TRUE(completion);
    return completion ? completion->answer : HttpAnswer{};
}

// So that the report is sent again at once, and need not be looked for at tix-api after the settle delay.
TEST(ProxyForTls, ThatMakesNoTunnelHasLetNothingOfTheRequestThrough) {
    for (const char* status_line : {"403 Forbidden", "404 Not Found", "500 Failed", "502 Bad Gateway",
                                    "503 Service Unavailable", "302 Found"}) {
        RefusingProxy proxy(status_line);
        const HttpAnswer answer = answer_through(proxy);
        EXPECT_EQ(answer.end, HttpEnd::not_connected) << status_line;
        EXPECT_EQ(answer.fault, HttpFault::none) << status_line;
        EXPECT_EQ(answer.status, 0) << "the proxy's, not tix-api's";
        EXPECT_NE(answer.error.find(std::string(status_line).substr(0, 3)), std::string::npos)
            << answer.error;
    }
}

TEST(ProxyForTls, ThatWantsCredentialsIsAFaultOfConfiguration) {
    RefusingProxy proxy("407 Proxy Authentication Required");
    const HttpAnswer answer = answer_through(proxy);
    EXPECT_EQ(answer.end, HttpEnd::not_connected);
    EXPECT_EQ(answer.fault, HttpFault::proxy_credentials);
}

TEST(ProxyForTls, IsToldTheServersNameAndNothingElse) {
    RefusingProxy proxy("403 Forbidden");
    (void)answer_through(proxy);
    const std::string said = proxy.said_to_it();
    EXPECT_EQ(said.substr(0, said.find('\r')), "CONNECT tix.example:443 HTTP/1.1");
    for (const char* kept : {"uthorization", "publisher", "secret", "/api/", "1505083475"})
        EXPECT_EQ(said.find(kept), std::string::npos) << said;
}

}  // namespace
}  // namespace tixdb::publish
