// SPDX-License-Identifier: MIT
// tixdb forget: docs/man/tixdb-forget.md
#pragma once

#include <string>

#include "cli/frame/command.hpp"
#include "maintenance/forgetter.hpp"

namespace tixdb::cli {

class ForgetCommand final : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    std::string user_;
    std::string installation_;
    bool dry_run_ = false;
    maintenance::ForgetRequest request_;  // once validated
};

}  // namespace tixdb::cli
