// SPDX-License-Identifier: MIT
// tixdb config set: docs/man/tixdb-config.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

class ConfigSet final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string name_;
    std::string value_;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
