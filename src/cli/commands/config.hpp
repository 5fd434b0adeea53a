// SPDX-License-Identifier: MIT
// tixdb config: docs/man/tixdb-config.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"
#include "cli/frame/output.hpp"

namespace tixdb::cli {

class ConfigCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    ExitCode show(Context& context) const;
    ExitCode set(Context& context) const;

    std::string action_;
    std::string name_;
    std::string value_;
    OutputOptions output_;
    bool dry_run_ = false;
};

}  // namespace tixdb::cli
