// SPDX-License-Identifier: MIT
// tixdb run: docs/man/tixdb-run.md
#pragma once

#include <chrono>
#include <filesystem>

#include "cli/frame/command.hpp"
#include "cli/stages/ingest_stage.hpp"
#include "cli/stages/process_stage.hpp"
#include "cli/stages/publish_stage.hpp"
#include "cli/stages/report_folder_stage.hpp"
#include "cli/stages/shard_options.hpp"

namespace tixdb::cli {

class RunCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    [[nodiscard]] ExitCode run_once(Context& context);
    [[nodiscard]] ExitCode run_stages(Context& context);
    void leave_metrics(Context& context) const;
    void leave_pages(Context& context) const;

    IngestOptions ingest_;
    ProcessOptions process_;
    PublishOptions publish_;
    std::chrono::milliseconds every_{0};
    std::filesystem::path metrics_file_;
    ReportFolderOptions pages_;
    ShardOptions shard_;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
