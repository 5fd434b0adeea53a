// SPDX-License-Identifier: MIT
// tixdb ingest: docs/man/tixdb-ingest.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"
#include "cli/stages/ingest_arguments.hpp"

namespace tixdb::cli {

class IngestCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    IngestArguments arguments_;
    bool dry_run_ = false;
};

// Runs one ingest in a session of its own, with its summary line; or only says what it would do.
[[nodiscard]] ExitCode run_ingest_stage(Context& context, const IngestArguments& arguments, bool dry_run);

}  // namespace tixdb::cli
