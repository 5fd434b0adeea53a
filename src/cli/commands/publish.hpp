// SPDX-License-Identifier: MIT
// tixdb publish: docs/man/tixdb-publish.md
#pragma once

#include "cli/frame/command.hpp"
#include "cli/stages/publish_stage.hpp"
#include "cli/stages/shard_options.hpp"

namespace tixdb::cli {

class PublishCommand final : public Command {
  public:
    void add_options(OptionSet& options) override {
        options_.declare(options);
        options.value("--limit", options_.limit, "send at most so many results")
            .not_negative()
            .command_line_only();
        shard_.declare(options);
        options.flag("--strict", options_.strict, "exit 3 if a result was refused for good");
        options.dry_run(options_.dry_run, "show the requests that would be sent, and send none");
    }
    void validate(const Context& context) override {
        shard_.validate(context);
        options_.shard = shard_.shard();
        options_.validate(context);
    }
    ExitCode run(Context& context) override { return run_publish_stage(context, options_); }

  private:
    PublishOptions options_;
    ShardOptions shard_;
};

}  // namespace tixdb::cli
