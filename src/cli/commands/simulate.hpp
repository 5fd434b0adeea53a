// SPDX-License-Identifier: MIT
// tixdb simulate
#pragma once

#include "cli/commands/simulate_options.hpp"
#include "cli/frame/command.hpp"

namespace tixdb::cli {

class SimulateCommand final : public Command {
  public:
    void add_options(OptionSet& options) override { options_.declare(options); }
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    SimulateOptions options_;
    simulate::Scenario scenario_;
};

}  // namespace tixdb::cli
