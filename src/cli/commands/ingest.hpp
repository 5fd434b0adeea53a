// SPDX-License-Identifier: MIT
// tixdb ingest: docs/man/tixdb-ingest.md
#pragma once

#include "cli/frame/command.hpp"
#include "cli/stages/ingest_stage.hpp"

namespace tixdb::cli {

class IngestCommand final : public Command {
  public:
    void add_options(OptionSet& options) override {
        options_.declare(options);
        options_.declare_list(options);
        options.dry_run(options_.dry_run, "say what would happen; change nothing");
    }
    void validate(const Context& context) override { options_.validate(context); }
    ExitCode run(Context& context) override { return run_ingest_stage(context, options_); }

  private:
    IngestOptions options_;
};

}  // namespace tixdb::cli
