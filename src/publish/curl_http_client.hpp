// SPDX-License-Identifier: MIT
// HttpClient over libcurl.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "publish/http_client.hpp"

namespace tixdb::publish {

struct HttpSettings {
    std::string user;
    std::string password;
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds request_timeout = std::chrono::seconds(60);  // connecting included
    std::string proxy;    // empty: none, whatever the environment says
    std::string ca_file;  // empty: the system's
    std::string user_agent = "tixdb";
    int in_flight = 4;  // requests at a time
};

// HTTP/1.1 over http or https, no redirects, no netrc, certificates verified. Each request has a connection
// of its own, closed when it ends: on one that is used again, curl would by itself send a POST a second time
// when the server has closed it before the first byte of an answer, although that POST may have been stored.
// A thread of its own moves the requests on, so that none of them waits while the caller waits for the disk.
class CurlHttpClient final : public HttpClient {
  public:
    // Throws Error{failed} if curl cannot start.
    explicit CurlHttpClient(HttpSettings settings);
    ~CurlHttpClient() override;

    void start(std::uint64_t tag, const HttpRequest& request) override;
    [[nodiscard]] std::vector<std::uint64_t> take_back() override;
    [[nodiscard]] std::optional<HttpCompletion> wait(std::chrono::milliseconds timeout) override;

  private:
    struct Transfers;
    std::unique_ptr<Transfers> transfers_;
};

}  // namespace tixdb::publish
