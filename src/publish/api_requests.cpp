// SPDX-License-Identifier: MIT

#include "publish/api_requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/error.hpp"
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

bool is_address6(const std::string& host) {
    return host.find(':') != std::string::npos &&
           host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
}

std::string date_of_s(std::int64_t unix_s) {
    return iso_of_s(unix_s).substr(0, 10);
}

}  // namespace

std::string ApiAddress::base_url() const {
    const std::string shown_host = is_address6(host) ? fmt::format("[{}]", host) : host;
    const std::string shown_port = port == 0 ? "" : fmt::format(":{}", port);
    return fmt::format("{}://{}{}/api", use_tls ? "https" : "http", shown_host, shown_port);
}

bool is_loopback(std::string host) {
    std::ranges::transform(host, host.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

void check_address(const ApiAddress& address) {
    const bool is_name = !address.host.empty() && address.host.size() <= 253 &&
                         std::all_of(address.host.begin(), address.host.end(), is_host_character);
    if (address.host.find('@') != std::string::npos) {
        throw Error(ErrorKind::configuration, "the API's host holds a user or a password",
                    "give --api-host the name alone; --api-user and --api-password-file are for the others");
    }
    if (!is_name && !is_address6(address.host)) {
        throw Error(ErrorKind::configuration,
                    fmt::format("\"{}\" is not a host name or address", escaped(address.host)),
                    "give --api-host the name alone, without http:// or a path");
    }
    if (address.port < 0 || address.port > 65'535) {
        throw Error(ErrorKind::configuration, fmt::format("{} is not a port", address.port),
                    "give --api-port a number from 1 to 65535");
    }
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
    return request;
}

HttpRequest ApiRequests::get_current_user() const {
    HttpRequest request;
    request.url = base_ + "/user/current";
    return request;
}

}  // namespace tixdb::publish
