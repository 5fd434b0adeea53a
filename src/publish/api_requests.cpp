// SPDX-License-Identifier: MIT

#include "publish/api_requests.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::publish {
namespace {

constexpr std::size_t kReportsLimitBytes = 4'194'304;  // 4 MiB
constexpr std::int64_t kDayS = 86'400;

bool is_host_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '_';
}

// A final dot is part of a name; an empty label is not.
bool is_host_name(const std::string& host) {
    return !host.empty() && host.size() <= 253 && host.front() != '.' &&
           host.find("..") == std::string::npos && std::all_of(host.begin(), host.end(), is_host_character);
}

bool is_address6(const std::string& host) {
    in6_addr ignored = {};
    return inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

// "name:8080": the port of a host that would be good without it; 0 if that is not what it is.
int port_within(const std::string& host) {
    const auto colon = host.rfind(':');
    if (colon == std::string::npos || !is_host_name(host.substr(0, colon))) return 0;
    const int port = parse_number<int>(std::string_view(host).substr(colon + 1)).value_or(0);
    return port > 0 && port <= 65'535 ? port : 0;
}

bool is_path_character(char c) {
    return is_host_character(c) || c == '/' || c == '~' || c == '%' || c == '+' || c == ',' || c == '@';
}

void check_path(const std::string& path) {
    const bool is_good = path.empty() || (path.front() == '/' && path.back() != '/' && path.size() <= 256 &&
                                          std::all_of(path.begin(), path.end(), is_path_character));
    if (is_good) return;
    throw Error(ErrorKind::configuration, fmt::format("\"{}\" is not the path of an API", escaped(path)),
                "give --api-path a path such as /api, without a slash at its end");
}

std::string date_of_s(std::int64_t unix_s) {
    return iso_of_s(unix_s).substr(0, 10);
}

}  // namespace

std::string ApiAddress::base_url() const {
    const std::string shown_host = is_address6(host) ? fmt::format("[{}]", host) : host;
    const std::string shown_port = port == 0 ? "" : fmt::format(":{}", port);
    return fmt::format("{}://{}{}{}", use_tls ? "https" : "http", shown_host, shown_port, path);
}

store::ApiServerKey ApiAddress::server_key() const {
    constexpr int kHttpPort = 80;
    constexpr int kHttpsPort = 443;
    const int default_port = use_tls ? kHttpsPort : kHttpPort;
    return {use_tls ? "https" : "http", host, port != 0 ? static_cast<int>(port) : default_port, path};
}

bool is_loopback(std::string host) {
    std::ranges::transform(host, host.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

void check_address(const ApiAddress& address) {
    if (address.host.find('@') != std::string::npos) {
        throw Error(ErrorKind::configuration, "the API's host holds a user or a password",
                    "give --api-host the name alone; --api-user and --api-password-file are for the others");
    }
    if (!is_host_name(address.host) && !is_address6(address.host)) {
        const int port = port_within(address.host);
        throw Error(ErrorKind::configuration,
                    fmt::format("\"{}\" is not a host name or address", escaped(address.host)),
                    port != 0 ? fmt::format("give the port with --api-port {}", port)
                              : "give --api-host the name alone, without http:// or a path");
    }
    if (address.port < 0 || address.port > 65'535) {
        throw Error(ErrorKind::configuration, fmt::format("{} is not a port", address.port),
                    "give --api-port a number from 1 to 65535");
    }
    check_path(address.path);
}

HttpRequest ApiRequests::post_report(const model::InstallationKey& installation,
                                     const std::string& body) const {
    HttpRequest request;
    request.is_post = true;
    request.url = fmt::format("{}/user/{}/installation/{}/reports", base_, installation.user_id,
                              installation.installation_id);
    request.body = body;
    return request;
}

HttpRequest ApiRequests::get_installation(const model::InstallationKey& installation) const {
    HttpRequest request;
    request.url =
        fmt::format("{}/user/{}/installation/{}", base_, installation.user_id, installation.installation_id);
    return request;
}

HttpRequest ApiRequests::get_reports(const model::InstallationKey& installation, std::int64_t last_s) const {
    HttpRequest request;
    request.url = fmt::format("{}/user/{}/reports?startDate={}&endDate={}&installationId={}", base_,
                              installation.user_id, date_of_s(last_s - kDayS), date_of_s(last_s + kDayS),
                              installation.installation_id);
    request.answer_limit_bytes = kReportsLimitBytes;
    request.wants_current = true;
    return request;
}

HttpRequest ApiRequests::get_current_user() const {
    HttpRequest request;
    request.url = base_ + "/user/current";
    return request;
}

}  // namespace tixdb::publish
