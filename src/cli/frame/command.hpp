// SPDX-License-Identifier: MIT
// A command of the program, in two phases: options are declared and checked before anything is opened.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/exit_code.hpp"
#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"

namespace tixdb::cli {

class Command {
  public:
    Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;
    virtual ~Command() = default;

    virtual void add_options(OptionSet& options) = 0;
    // Throws Error{usage} if the options do not fit together. Opens nothing.
    virtual void validate(const Context&) {}
    virtual ExitCode run(Context& context) = 0;
    // True if it runs in spite of faults in the configuration (Context::config_problems), and tells them.
    [[nodiscard]] virtual bool shows_configuration() { return false; }
    // True if it bounds the memory that SQLite takes.
    [[nodiscard]] virtual bool limits_memory() { return false; }
};

struct CommandEntry {
    std::string_view name;
    std::string_view summary;
    std::unique_ptr<Command> (*make)();
};

// The one list of commands (cli/commands.cpp), in the order of --help.
[[nodiscard]] std::span<const CommandEntry> commands();

}  // namespace tixdb::cli
