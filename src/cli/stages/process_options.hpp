// SPDX-License-Identifier: MIT
// The options of the process stage: of `process` itself, and of `run`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"
#include "model/shard.hpp"

namespace tixdb::cli {

struct ProcessOptions {
    std::string method = "all";
    std::optional<std::string> publish_from;

    // Not declared here, because `run` shares them with other stages:
    std::int64_t threads = 0;  // 0: as many as the machine has
    bool dry_run = false;
    std::optional<model::Shard> shard;  // that was asked for

    void declare(OptionSet& options);
    // Throws Error{usage}.
    void validate(const Context& context) const;
};

}  // namespace tixdb::cli
