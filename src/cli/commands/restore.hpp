// SPDX-License-Identifier: MIT
// tixdb restore: docs/man/tixdb-restore.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class RestoreCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    ExitCode run(Context& context) override;

  private:
    std::string file_;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
