// SPDX-License-Identifier: MIT
// tixdb process: docs/man/tixdb-process.md
#pragma once

#include "cli/frame/command.hpp"
#include "cli/stages/process_stage.hpp"
#include "cli/stages/shard_options.hpp"

namespace tixdb::cli {

class ProcessCommand final : public Command {
  public:
    void add_options(OptionSet& options) override {
        options_.declare(options);
        options.value("--threads", options_.threads, "workers; 0: one per processor").between(0, 1024);
        shard_.declare(options);
        options.dry_run(options_.dry_run, "say how many windows would be formed, change nothing");
    }
    void validate(const Context& context) override {
        shard_.validate(context);
        options_.shard = shard_.shard();
        options_.validate(context);
    }
    ExitCode run(Context& context) override { return run_process_stage(context, options_); }

  private:
    ProcessOptions options_;
    ShardOptions shard_;
};

}  // namespace tixdb::cli
