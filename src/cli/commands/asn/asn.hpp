// SPDX-License-Identifier: MIT
// tixdb asn: the networks (autonomous systems) that addresses belong to.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

// Hands over to the subcommand that was called: src/cli/asn/ has a class for each.
class AsnCommand final : public Command {
  public:
    AsnCommand();

    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  private:
    struct Action {
        std::string name;
        std::string summary;
        std::unique_ptr<Command> command;
    };

    Command& chosen();

    std::vector<Action> actions_;
    std::string chosen_;
};

}  // namespace tixdb::cli
