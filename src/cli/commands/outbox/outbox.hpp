// SPDX-License-Identifier: MIT
// tixdb outbox: what waits for tix-api, is on its way, or was refused.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

// Hands over to the subcommand that was called: src/cli/outbox/ has a class for each.
class OutboxCommand final : public Command {
  public:
    OutboxCommand();

    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    struct Action {
        std::string name;
        std::string summary;
        std::unique_ptr<Command> command;
    };

    [[nodiscard]] Command& chosen();

    std::vector<Action> actions_;
    std::string chosen_;
};

}  // namespace tixdb::cli
