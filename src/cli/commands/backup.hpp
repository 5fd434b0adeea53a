// SPDX-License-Identifier: MIT
// tixdb backup: docs/man/tixdb-backup.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class BackupCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;

  private:
    std::string file_;
    bool overwrite_ = false;
    bool manifest_ = false;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
