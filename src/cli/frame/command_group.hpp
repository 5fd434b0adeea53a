// SPDX-License-Identifier: MIT
// A command that only groups others: `tixdb asn import`, `tixdb outbox list`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"

namespace tixdb::cli {

// Passes each call on to the command of the group that was named on the command line.
class CommandGroup final : public Command {
  public:
    // entries: in the order of --help; outlives this.
    CommandGroup(std::string name, std::span<const CommandEntry> entries);

    void add_options(OptionSet& options) override;
    void validate(const Context& context) override { chosen().validate(context); }
    ExitCode run(Context& context) override { return chosen().run(context); }
    [[nodiscard]] bool shows_configuration() override { return chosen().shows_configuration(); }
    [[nodiscard]] bool limits_memory() override { return chosen().limits_memory(); }

  private:
    // Throws Error{usage} if none was called.
    [[nodiscard]] Command& chosen();

    std::string name_;
    std::span<const CommandEntry> entries_;
    std::vector<std::unique_ptr<Command>> commands_;  // one per entry
    std::string chosen_;
};

}  // namespace tixdb::cli
