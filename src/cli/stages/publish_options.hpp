// SPDX-License-Identifier: MIT
// The options of the publish stage: of `publish` itself, and of `run`.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "model/shard.hpp"
#include "publish/api_requests.hpp"
#include "publish/publish_settings.hpp"

namespace tixdb::cli {

struct PublishOptions {
    std::string api_host;
    std::int64_t api_port = 0;  // 0: 80, or 443 with TLS
    bool api_ssl = false;
    std::string api_path = "/api";
    std::string api_user;
    std::filesystem::path api_password_file;
    std::string proxy;
    std::filesystem::path ca_file;
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds request_timeout = std::chrono::seconds(60);
    std::int64_t in_flight = 4;
    std::optional<std::int64_t>
        in_flight_per_shard;            // in the place of in_flight where the database is a shard
    publish::PublishSettings settings;  // delays

    // Not declared here, since not every command has them:
    bool strict = false;
    bool dry_run = false;
    std::optional<model::Shard> shard;  // that was asked for
    std::int64_t limit = -1;            // items to send at most; -1: all

    // Filled by validate().
    std::optional<std::string> password;
    std::optional<Error> password_problem;

    // Declares where tix-api is, the credentials, and every delay.
    void declare(OptionSet& options);
    // Reads the password. If that fails, password_problem is set and the stage throws it, so that `run` still
    // does the work of the other stages. Throws Error{configuration} if another option is wrong.
    void validate(const Context& context);

    [[nodiscard]] publish::ApiAddress address() const;
};

}  // namespace tixdb::cli
