// SPDX-License-Identifier: MIT
// tixdb ingest: docs/man/tixdb-ingest.md
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "cli/frame/command.hpp"
#include "cli/stages/archive_intake_stage.hpp"
#include "cli/stages/ingest_stage.hpp"
#include "cli/stages/shard_options.hpp"

namespace tixdb::cli {

class IngestCommand final : public Command {
  public:
    void add_options(OptionSet& options) override {
        options_.declare(options);
        options_.declare_list(options);
        options
            .value(
                "--archive", archive_,
                "give the observations in an archive (a folder, or one of its files) back to their reports")
            .command_line_only();
        shard_.declare(options);
        options.dry_run(options_.dry_run, "say what would happen; change nothing");
    }
    void validate(const Context& context) override {
        shard_.validate(context);
        options_.shard = shard_.shard();
        if (!archive_) return options_.validate(context);
        if (options_.dry_run || !options_.folder.empty() || options_.files_from) {
            throw Error(ErrorKind::usage, "--archive takes neither DIR, --files-from nor --dry-run",
                        "`tixdb ingest --archive FOLDER`");
        }
    }
    ExitCode run(Context& context) override {
        return archive_ ? run_archive_intake(context, *archive_, options_.shard)
                        : run_ingest_stage(context, options_);
    }

  private:
    IngestOptions options_;
    ShardOptions shard_;
    std::optional<std::string> archive_;
};

}  // namespace tixdb::cli
