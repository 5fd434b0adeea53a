// SPDX-License-Identifier: MIT

#include "cli/stages/publish_options.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/shortage.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/stages/api_credentials.hpp"

namespace tixdb::cli {
namespace {

void at_least_1ms(Option& option) {
    option.require(
        [](const std::string& text) {
            const auto duration = parse_duration(text);
            return duration && duration->count() >= 1;
        },
        "a duration of at least 1ms");
}

bool is_http_proxy(const std::string& text) {
    const auto scheme = text.find("://");
    const bool is_http =
        scheme == std::string::npos || text.starts_with("http://") || text.starts_with("https://");
    return is_http && text.find('@') == std::string::npos;
}

// What a certificate is, is OpenSSL's to say; a folder, an empty file or a key is seen here.
void check_ca_file(const std::filesystem::path& path) {
    if (path.empty()) return;
    const auto refuse = [&path](std::string_view why) {
        throw Error(ErrorKind::configuration, fmt::format("--ca-file {} {}", escaped(path.string()), why),
                    "name a file that holds certificates in PEM form");
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) refuse("is a folder");
    std::ifstream file(path);
    if (!file) throw_if_short("cannot read --ca-file " + escaped(path.string()), errno);
    if (!file) refuse(fmt::format("cannot be read: {}", std::strerror(errno)));
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("-----BEGIN CERTIFICATE-----") ||
            line.starts_with("-----BEGIN TRUSTED CERTIFICATE-----"))
            return;
    }
    refuse("holds no certificate");
}

}  // namespace

publish::ApiAddress PublishOptions::address() const {
    return {api_host, api_port, api_ssl, api_path};
}

void PublishOptions::declare(OptionSet& set) {
    set.value("--api-host", api_host, "tix-api's host name or address")
        .hide_user_info()
        .also_environment("TIX_API_HOST");
    set.value("--api-port", api_port, "its port (default: 80, or 443 with --api-ssl)")
        .also_environment("TIX_API_PORT");
    set.flag("--api-ssl", api_ssl, "speak https (in TIX_API_SSL any text means yes)")
        .also_environment_if_set("TIX_API_SSL");
    set.value("--api-path", api_path, "the path of its API on that host");
    set.value("--api-user", api_user, "a user of role admin").also_environment("TIX_API_USER");
    set.value("--api-password-file", api_password_file, "a file that holds that user's password alone");
    set.value("--settle-delay", settings.settle_delay,
              "how long after a request without an answer tix-api may still store it");
    at_least_1ms(set.value("--retry-base", settings.retry_base,
                           "the first delay before trying again is at most this"));
    at_least_1ms(set.value("--retry-cap", settings.retry_cap, "and every later one at most this"));
    set.value("--hold-delay", settings.hold_delay, "how long a refused address, user or installation waits");
    at_least_1ms(set.value("--connect-timeout", connect_timeout, "for a connection to be made"));
    at_least_1ms(set.value("--request-timeout", request_timeout, "for a whole request"));
    set.value("--in-flight", in_flight, "requests at a time; tix-api does best with 4 or less")
        .between(1, 64);
    set.value("--in-flight-per-shard", in_flight_per_shard,
              "send from a shard, so many requests at a time; without it only a whole database sends")
        .between(1, 64);
    set.flag("--hold-unroutable", settings.hold_unroutable,
             "hold results of addresses that tix-api never takes without asking it");
    set.value("--proxy", proxy, "an HTTP proxy, http://host:port; those of the environment are not used")
        .hide_user_info()
        .require(is_http_proxy, "an HTTP proxy such as http://host:port, without a user or password");
    set.value("--ca-file", ca_file, "certificates to trust in place of the system's");
}

void PublishOptions::validate(const Context& context) {
    if (!api_host.empty()) publish::check_address(address());
    check_api_user(api_user);
    check_ca_file(ca_file);
    try {
        password = api_password(api_password_file, context.world.environment);
    } catch (const Error& error) {
        password_problem = error;
    }
}

}  // namespace tixdb::cli
