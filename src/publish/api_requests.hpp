// SPDX-License-Identifier: MIT
// The requests that tixdb makes of tix-api (docs/man/tixdb-publish.md says what their answers mean).
#pragma once

#include <cstdint>
#include <string>

#include "model/outbox_item.hpp"
#include "publish/http_client.hpp"
#include "store/api_server_store.hpp"

namespace tixdb::publish {

struct ApiAddress {
    std::string host;       // name, IPv4 or IPv6 address, checked by check_address()
    std::int64_t port = 0;  // 0: 80, or 443 with TLS
    bool use_tls = false;
    std::string path = "/api";  // of tix-api on that host; empty or beginning with a slash

    // "http://host:port/api"
    [[nodiscard]] std::string base_url() const;
    // Which server this is, port and path included.
    [[nodiscard]] store::ApiServerKey server_key() const;
};

// True if the host is a name or address of this machine's loopback.
[[nodiscard]] bool is_loopback(std::string host);

// Throws Error{configuration} if host, port or path could not stand in a URL.
void check_address(const ApiAddress& address);

class ApiRequests {
  public:
    explicit ApiRequests(const ApiAddress& address) : key_(address.server_key()), base_(address.base_url()) {}

    // Stores a report. Not idempotent.
    [[nodiscard]] HttpRequest post_report(const model::InstallationKey& installation,
                                          const std::string& body) const;
    // The pre-flight: 200 if tix-api knows the installation, 404 if not.
    [[nodiscard]] HttpRequest get_installation(const model::InstallationKey& installation) const;
    // The installation's reports from the day before last_s to the day after: wide enough for any time zone
    // of the server. All times of one day have the same request.
    [[nodiscard]] HttpRequest get_reports(const model::InstallationKey& installation,
                                          std::int64_t last_s) const;
    // Succeeds if server, database and credentials are good.
    [[nodiscard]] HttpRequest get_current_user() const;

    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] const store::ApiServerKey& server_key() const { return key_; }

  private:
    store::ApiServerKey key_;
    std::string base_;
};

}  // namespace tixdb::publish
