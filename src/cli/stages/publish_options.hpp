// SPDX-License-Identifier: MIT
// What `publish` and `run` need to send results: their options, and the stage itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "publish/publish_settings.hpp"

namespace tixdb::cli {

struct PublishOptions {
    std::string api_host;
    std::int64_t api_port = 0;  // 0: 80, or 443 with TLS
    bool api_ssl = false;
    std::string api_user;
    std::filesystem::path api_password_file;
    std::string proxy;
    std::filesystem::path ca_file;
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds request_timeout = std::chrono::seconds(60);
    std::int64_t in_flight = 4;
    publish::PublishSettings settings;  // delays

    // Not declared by add_publish_options():
    bool strict = false;
    bool dry_run = false;
    std::int64_t limit = -1;  // items to send at most; -1: all

    // Filled by prepare_publishing().
    std::optional<std::string> password;
    std::optional<Error> password_problem;
};

// Where tix-api is, how to get in, and every delay. The caller declares --strict, --dry-run and --limit if it
// has them.
void add_publish_options(OptionSet& set, PublishOptions& options);

// To be called from validate(). Reads the password, once; that it cannot be read is publish_stage()'s to say,
// so that it does not keep other stages from their work. Throws Error{configuration}.
void prepare_publishing(const Context& context, PublishOptions& options);

// Sends what is due and writes the summary line. Takes the publish lock; --wait is how
// long the run may wait for the lock, and how long from its start it sleeps for items that come due. Errors
// that end a run are logged here. Throws Error{configuration} if the password could not be read, Interrupted
// if asked to stop.
[[nodiscard]] ExitCode publish_stage(Context& context, const PublishOptions& options);

}  // namespace tixdb::cli
